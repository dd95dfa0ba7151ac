using ChatFlow.Core.Common;
using ChatFlow.Core.Data;
using ChatFlow.Core.Users;

namespace ChatFlow.Core.FollowUps.Sequences;

public sealed class GetSequence(TenantDb tenants)
{
    public Task<Result<SequenceView>> RunAsync(Actor actor, Guid id, CancellationToken ct) =>
        tenants.RunAsync<Result<SequenceView>>(actor.OrganizationId, async (db, token) =>
            await SequenceReader.ViewAsync(db, id, token) is { } sequence ? sequence : new SequenceUnknown(), ct);
}
