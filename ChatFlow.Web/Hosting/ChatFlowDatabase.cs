using ChatFlow.Core.Data;
using ChatFlow.Core.Data.Embedded;
using Microsoft.EntityFrameworkCore;
using Npgsql;

namespace ChatFlow.Web.Hosting;

/// <summary>
/// The database that the configuration names: <c>ConnectionStrings:Owner</c> and <c>App</c>; Owner alone (the App
/// password is ours, kept in the data folder); App alone (nothing is migrated); neither: the embedded PostgreSQL, which
/// ends with this.
/// </summary>
public sealed class ChatFlowDatabase : IAsyncDisposable
{
    /// <summary>The application's role where the configuration names none.</summary>
    public const string AppRole = "chatflow_app";

    private readonly EmbeddedPostgres? _embedded;

    private ChatFlowDatabase(string? owner, string app, EmbeddedPostgres? embedded)
    {
        Owner = owner;
        App = app;
        _embedded = embedded;
    }

    /// <summary>How to migrate; null when only the application's string is known. Holds a password.</summary>
    public string? Owner { get; }

    /// <summary>How the application connects. Holds a password.</summary>
    public string App { get; }

    public bool IsEmbedded => _embedded is not null;

    public static async Task<ChatFlowDatabase> OpenAsync(
        IConfiguration configuration, DataFolder folder, EmbeddedPostgresRole role, ILogger logger, CancellationToken ct)
    {
        var owner = Read(configuration, "Owner");
        var app = Read(configuration, "App");
        if (app is not null)
            return new ChatFlowDatabase(owner?.ConnectionString, app.ConnectionString, null);
        if (owner is not null)
            return new ChatFlowDatabase(owner.ConnectionString, Beside(owner, EmbeddedDatabase.AppPassword(folder)), null);
        var server = await EmbeddedPostgres.StartAsync(new EmbeddedPostgresOptions { DataFolder = folder, Role = role }, logger, ct);
        try
        {
            var (embeddedOwner, embeddedApp) = await EmbeddedDatabase.PrepareAsync(server, folder, ct);
            return new ChatFlowDatabase(embeddedOwner, embeddedApp, server);
        }
        catch
        {
            await server.DisposeAsync();
            throw;
        }
    }

    /// <summary>Brings the schema to this version, roles and grants included.</summary>
    /// <exception cref="StartupException">There is no owner's string, or the server refused.</exception>
    public async Task MigrateAsync(CancellationToken ct)
    {
        if (Owner is null)
            throw new StartupException("Migrating needs ConnectionStrings__Owner: the role that owns the database.");
        try
        {
            await DatabaseMigrator.RunAsync(Owner, App, ct);
        }
        catch (NpgsqlException error)
        {
            throw new StartupException($"The database could not be migrated as its owner: {error.Message}", error);
        }
    }

    /// <summary>
    /// Ready for the application: migrated where we may, refused where the schema is behind or the role is one that
    /// row-level security does not bind.
    /// </summary>
    /// <param name="always">False: an up-to-date schema is left alone, which is quicker.</param>
    public async Task PrepareAsync(bool always, CancellationToken ct)
    {
        if (Owner is not null && (always || await NeedsMigrationAsync(ct)))
            await MigrateAsync(ct);
        if (await ProblemAsync(ct) is { } problem)
            throw new StartupException(problem);
    }

    /// <summary>Why the application cannot run on this database, and what to do; null if it can.</summary>
    public async Task<string?> ProblemAsync(CancellationToken ct)
    {
        try
        {
            var missing = await MissingAsync(ct);
            if (missing.Count > 0)
                return $"The database lacks {string.Join(", ", missing)}. Run 'migrate' with ConnectionStrings__Owner set, then start again.";
            await using var source = NpgsqlDataSource.Create(Unpooled(App));
            return await RoleCheck.ProblemAsync(source, ct);
        }
        catch (NpgsqlException error)
        {
            return $"The database of ConnectionStrings__App does not let us in: {error.Message}";
        }
    }

    public async ValueTask DisposeAsync()
    {
        if (_embedded is not null)
            await _embedded.DisposeAsync();
    }

    private async Task<bool> NeedsMigrationAsync(CancellationToken ct)
    {
        try
        {
            return (await MissingAsync(ct)).Count > 0;
        }
        catch (NpgsqlException)
        {
            // The role is not there yet, has another password, or lacks its grants: migrating settles all three.
            return true;
        }
    }

    private async Task<IReadOnlyList<string>> MissingAsync(CancellationToken ct)
    {
        await using var db = new ChatFlowDb(new DbContextOptionsBuilder<ChatFlowDb>().UseNpgsql(Unpooled(App)).Options);
        return await DatabaseMigrator.MissingAsync(db, ct);
    }

    private static NpgsqlConnectionStringBuilder? Read(IConfiguration configuration, string name)
    {
        if (configuration.GetConnectionString(name) is not { Length: > 0 } text)
            return null;
        try
        {
            return new NpgsqlConnectionStringBuilder(text);
        }
        catch (ArgumentException)
        {
            // The exception would repeat a part of the string, which holds a password.
            throw new StartupException($"ConnectionStrings__{name} is not a connection string that Npgsql understands, such as Host=…;Database=…;Username=…;Password=…");
        }
    }

    private static string Beside(NpgsqlConnectionStringBuilder owner, string password) =>
        new NpgsqlConnectionStringBuilder(owner.ConnectionString) { Username = AppRole, Password = password }.ConnectionString;

    private static string Unpooled(string connection) =>
        new NpgsqlConnectionStringBuilder(connection) { Pooling = false, IncludeErrorDetail = false }.ConnectionString;
}
