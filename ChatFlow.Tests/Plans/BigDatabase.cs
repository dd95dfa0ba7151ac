using ChatFlow.Core.Bot;
using ChatFlow.Core.Channels;
using ChatFlow.Core.Contacts;
using ChatFlow.Core.Data;
using ChatFlow.Core.FollowUps;
using ChatFlow.Core.Inbox;
using ChatFlow.Core.Live;
using ChatFlow.Core.Organizations;
using ChatFlow.Core.Security;
using ChatFlow.Core.Statistics;
using ChatFlow.Core.Users;
using ChatFlow.Tests.Support;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Time.Testing;
using Npgsql;
using Xunit;

namespace ChatFlow.Tests.Plans;

/// <summary>
/// A business with a million messages, and neighbours. The application's own code runs against it as the application's own
/// role, nothing in the background; PostgreSQL's auto_explain hands over the plan of every statement, those inside
/// functions included, so that what is tested is what runs.
/// </summary>
public sealed class BigDatabase : IAsyncLifetime
{
    // More often than either side needs to prepare a statement and to consider one plan for all parameters.
    private const int Repeats = 12;

    private readonly PlanNotices _notices = new();
    private readonly LoggerFactory _loggers = new();
    private TestDatabase _database = null!;
    private ServiceProvider _services = null!;

    public static Guid Organization { get; } = Id(1, 0);

    public static Actor Admin { get; } = new(Organization, Id(2, 0), UserRole.Admin);

    public static DateTimeOffset Now { get; } = new(2026, 11, 24, 12, 0, 0, TimeSpan.Zero);

    /// <summary>The contact with five thousand messages.</summary>
    public static Guid Chatty { get; } = Contact(1);

    public static Guid Contact(int number) => Id(3, number);

    public static Guid Message(int number) => Id(4, number);

    public static Guid Sequence(int number) => Id(6, number);

    public T Get<T>()
        where T : notnull => _services.GetRequiredService<T>();

    public async ValueTask InitializeAsync()
    {
        var stop = TestContext.Current.CancellationToken;
        _database = await TestDatabase.CreateAsync(stop);
        await using (var connection = new NpgsqlConnection(_database.Superuser + ";Pooling=false;Command Timeout=300"))
        {
            await connection.OpenAsync(stop);
            foreach (var sql in new[] { await RowsAsync(), "ANALYZE", Explaining(connection.Database) })
            {
                await using var command = new NpgsqlCommand(sql, connection);
                await command.ExecuteNonQueryAsync(stop);
            }
        }

        var configuration = new ConfigurationBuilder().Build();
        var services = new ServiceCollection();
        services.AddLogging();
        services.AddSingleton<IConfiguration>(configuration);
        services.AddSingleton<TimeProvider>(new FakeTimeProvider(Now));
        services.AddSingleton<LiveBus>();
        services.AddSingleton(SecretKeys.Parse(SecretKeys.Generate(TimeProvider.System)));
        services.AddSingleton<SecretCipher>();
        services.AddOutboundHttp(configuration);
        _loggers.AddProvider(_notices);
        services.AddData(_database.AppConnection, source => source.UseLoggerFactory(_loggers));
        services.AddChannels();
        services.AddOrganizations();
        services.AddUsers(configuration);
        services.AddContacts();
        services.AddInbox();
        services.AddBot();
        services.AddFollowUps();
        services.AddStatistics();
        _services = services.BuildServiceProvider();
    }

    public async ValueTask DisposeAsync()
    {
        if (_services is not null)
            await _services.DisposeAsync();
        _loggers.Dispose();
        await _database.DisposeAsync();
    }

    /// <summary>Does it many times over, and hands over the plans of all statements that read a table.</summary>
    public async Task<IReadOnlyList<QueryPlan>> WatchAsync(Func<int, Task> act)
    {
        _notices.Take();
        for (var i = 0; i < Repeats; i++)
            await act(i);
        return [.. _notices.Take().Select(QueryPlan.Read).OfType<QueryPlan>().Where(p => p.Scans.Count > 0)];
    }

    private static async Task<string> RowsAsync()
    {
        using var reader = new StreamReader(typeof(BigDatabase).Assembly.GetManifestResourceStream("ChatFlow.Tests.Plans.BigRows.sql")!);
        return await reader.ReadToEndAsync();
    }

    private static Guid Id(int kind, long number) => new($"{kind:x8}-0000-4000-8000-{number:x12}");

    private static string Explaining(string database) => $"""
        LOAD 'auto_explain';
        ALTER DATABASE {database} SET session_preload_libraries = 'auto_explain';
        ALTER DATABASE {database} SET auto_explain.log_min_duration = 0;
        ALTER DATABASE {database} SET auto_explain.log_analyze = on;
        ALTER DATABASE {database} SET auto_explain.log_buffers = on;
        ALTER DATABASE {database} SET auto_explain.log_nested_statements = on;
        ALTER DATABASE {database} SET auto_explain.log_format = json;
        ALTER DATABASE {database} SET client_min_messages = log;
        ALTER DATABASE {database} SET log_min_messages = panic;
        """;
}

[CollectionDefinition]
public sealed class BigDatabaseTests : ICollectionFixture<BigDatabase>;
