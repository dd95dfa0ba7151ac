using ChatFlow.Core.Common;
using ChatFlow.Core.Data;
using ChatFlow.Core.FollowUps.Enums;
using ChatFlow.Core.FollowUps.Executions;
using ChatFlow.Core.Live;
using ChatFlow.Core.Users;
using Microsoft.EntityFrameworkCore;

namespace ChatFlow.Core.FollowUps.Sequences;

/// <summary>
/// Turns a sequence on or off. Off, nobody new enters and whoever is inside is held when the next step is due; on again,
/// they go on.
/// </summary>
public sealed class SwitchSequence(TenantDb tenants, StopExecutions stop, TimeProvider clock)
{
    public Task<Result<SequenceView>> RunAsync(Actor actor, Guid id, bool enabled, CancellationToken ct)
    {
        if (!actor.CanAdminister)
            return Task.FromResult<Result<SequenceView>>(new ForbiddenError());
        return tenants.RunAsync<Result<SequenceView>>(actor.OrganizationId, async (db, token) =>
        {
            if (!await SequenceReader.LockAsync(db, id, token))
                return new SequenceUnknown();
            var row = await db.Set<FollowUpSequence>().SingleAsync(s => s.Id == id, token);
            if (enabled && !await db.Set<FollowUpStep>().AnyAsync(s => s.SequenceId == id && s.RetiredAt == null, token))
                return SequenceProblems.StepsMissing;
            if (row.Enabled != enabled)
            {
                row.Enabled = enabled;
                db.Add(AuditEntry.Of(actor, clock, enabled ? "sequence.switched_on" : "sequence.switched_off", row.Name));
                await db.SaveChangesAsync(token);
                if (enabled)
                    await ResumeAsync(db, stop, id, token);
                db.Publish(LiveKind.SequenceChanged, id: id);
            }

            return (await SequenceReader.ViewAsync(db, id, token))!;
        }, ct);
    }

    internal static Task ResumeAsync(ChatFlowDb db, StopExecutions stop, Guid id, CancellationToken ct) =>
        stop.ResumeAsync(db, null, PauseReason.Sequence, ct, $"s.id = '{id:D}'");
}
