using Npgsql;

namespace ChatFlow.Tests.Resilience;

/// <summary>A lock that a test holds in a session of its own, so that another process stops exactly there.</summary>
internal sealed class HeldLock : IAsyncDisposable
{
    private readonly KilledSite _site;
    private readonly NpgsqlConnection _connection;

    private HeldLock(KilledSite site, NpgsqlConnection connection) => (_site, _connection) = (site, connection);

    public static async Task<HeldLock> TakeAsync(KilledSite site, string sql, CancellationToken ct)
    {
        var held = new HeldLock(site, new NpgsqlConnection(site.Database.Superuser + ";Pooling=false"));
        await held._connection.OpenAsync(ct);
        await using var command = new NpgsqlCommand($"BEGIN; {sql}", held._connection);
        await command.ExecuteNonQueryAsync(ct);
        return held;
    }

    /// <summary>Until a session of somebody else's waits for this lock.</summary>
    public Task WaitedForAsync(CancellationToken ct) => _site.UntilAsync(
        $"SELECT count(*) > 0 FROM pg_stat_activity WHERE datname = current_database() AND {_connection.ProcessID} = ANY (pg_blocking_pids(pid))", true, ct);

    public ValueTask DisposeAsync() => _connection.DisposeAsync();
}
