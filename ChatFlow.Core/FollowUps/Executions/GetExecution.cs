using ChatFlow.Core.Common;
using ChatFlow.Core.Data;
using ChatFlow.Core.Users;

namespace ChatFlow.Core.FollowUps.Executions;

public sealed class GetExecution(TenantDb tenants)
{
    public Task<Result<ExecutionView>> RunAsync(Actor actor, Guid id, CancellationToken ct) =>
        tenants.RunAsync<Result<ExecutionView>>(actor.OrganizationId, async (db, token) =>
            await ExecutionReader.ViewAsync(db, id, token) is { } execution ? execution : new ExecutionUnknown(), ct);
}
