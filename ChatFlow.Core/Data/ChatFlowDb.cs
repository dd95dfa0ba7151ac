using ChatFlow.Core.Live;
using Microsoft.EntityFrameworkCore;
using Npgsql;

namespace ChatFlow.Core.Data;

/// <summary>
/// The context of one operation in one organization; only <see cref="TenantDb"/> opens it. It lists no entity: mappings
/// are applied from the assembly, beside their entities.
/// </summary>
public sealed class ChatFlowDb(DbContextOptions<ChatFlowDb> options) : DbContext(options)
{
    private readonly List<Action> _afterCommit = [];

    public Guid OrganizationId { get; internal set; }

    /// <summary>The connection inside the tenant's transaction, for set-based statements.</summary>
    public NpgsqlConnection Connection => (NpgsqlConnection)Database.GetDbConnection();

    /// <summary>Runs once the transaction is committed, in order; not at all if it is rolled back.</summary>
    public void AfterCommit(Action action) => _afterCommit.Add(action);

    /// <summary>Publishes after the commit.</summary>
    public void Publish(LiveKind kind, Guid? contactId = null, Guid? id = null) =>
        _events.Add(new LiveEvent(OrganizationId, kind, contactId, id));

    private readonly HashSet<LiveEvent> _events = [];

    internal void Committed(LiveBus bus)
    {
        foreach (var live in _events)
            bus.Publish(live);
        foreach (var action in _afterCommit)
            action();
    }

    protected override void ConfigureConventions(ModelConfigurationBuilder configurationBuilder) =>
        DatabaseConventions.Configure(configurationBuilder);

    protected override void OnModelCreating(ModelBuilder modelBuilder)
    {
        modelBuilder.ApplyConfigurationsFromAssembly(typeof(ChatFlowDb).Assembly);
        DatabaseConventions.Apply(modelBuilder, this);
    }

    public override Task<int> SaveChangesAsync(bool acceptAllChangesOnSuccess, CancellationToken cancellationToken = default)
    {
        foreach (var entry in ChangeTracker.Entries<ITenantOwned>())
        {
            if (entry.State != EntityState.Added)
                continue;
            if (entry.Entity.OrganizationId == Guid.Empty)
                entry.Entity.OrganizationId = OrganizationId;
            else if (entry.Entity.OrganizationId != OrganizationId)
                throw new InvalidOperationException($"A {entry.Metadata.ShortName()} of another organization cannot be saved here.");
        }

        return base.SaveChangesAsync(acceptAllChangesOnSuccess, cancellationToken);
    }
}
