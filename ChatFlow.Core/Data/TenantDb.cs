using ChatFlow.Core.Common;
using ChatFlow.Core.Live;
using Microsoft.EntityFrameworkCore;
using Npgsql;

namespace ChatFlow.Core.Data;

/// <summary>
/// The only door to tenant data: a context and a transaction for one operation, with the organization set first. The work
/// may run again after a dropped connection or a deadlock, so it must not reach outside the database. A failed
/// <see cref="Result{T}"/> rolls back; live events go out after the commit.
/// </summary>
public sealed class TenantDb(IDbContextFactory<ChatFlowDb> factory, LiveBus bus)
{
    public async Task<T> RunAsync<T>(Guid organizationId, Func<ChatFlowDb, CancellationToken, Task<T>> work, CancellationToken ct)
    {
        await using var first = await factory.CreateDbContextAsync(ct);
        var (result, events) = await first.Database.CreateExecutionStrategy().ExecuteAsync(
            (factory, organizationId, work),
            static (_, state, token) => OnceAsync(state.factory, state.organizationId, state.work, token),
            null, ct);
        events?.Committed(bus);
        return result;
    }

    public Task RunAsync(Guid organizationId, Func<ChatFlowDb, CancellationToken, Task> work, CancellationToken ct) =>
        RunAsync(organizationId, async (db, token) =>
        {
            await work(db, token);
            return default(Done);
        }, ct);

    private static async Task<(T Result, ChatFlowDb? Events)> OnceAsync<T>(
        IDbContextFactory<ChatFlowDb> factory, Guid organizationId, Func<ChatFlowDb, CancellationToken, Task<T>> work, CancellationToken ct)
    {
        await using var db = await factory.CreateDbContextAsync(ct);
        db.OrganizationId = organizationId;
        await using var transaction = await db.Database.BeginTransactionAsync(ct);
        await SetOrganizationAsync(db.Connection, organizationId, ct);
        var result = await work(db, ct);
        if (result is IOutcome { IsSuccess: false })
        {
            await transaction.RollbackAsync(ct);
            return (result, null);
        }

        await transaction.CommitAsync(ct);
        return (result, db);
    }

    private static async Task SetOrganizationAsync(NpgsqlConnection connection, Guid organizationId, CancellationToken ct)
    {
        await using var command = connection.CreateCommand();
        command.CommandText = "SELECT set_config('app.current_organization_id', $1, true)";
        command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = organizationId.ToString() });
        await command.ExecuteNonQueryAsync(ct);
    }
}
