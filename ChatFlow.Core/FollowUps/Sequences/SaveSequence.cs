using ChatFlow.Core.Common;
using ChatFlow.Core.Data;
using ChatFlow.Core.FollowUps.Executions;
using ChatFlow.Core.Live;
using ChatFlow.Core.Users;
using Microsoft.EntityFrameworkCore;

namespace ChatFlow.Core.FollowUps.Sequences;

/// <param name="Id">The sequence to replace; null makes one.</param>
/// <param name="ExpectedVersion">Refuses to overwrite what somebody else saved since; null overwrites.</param>
public sealed record SaveSequenceRequest(SequenceInput Definition, Guid? Id = null, int? ExpectedVersion = null);

/// <summary>
/// Stores a whole definition. Steps are matched by id; who is inside keeps the place: the next step is still the same one
/// wherever it moved, its successor if it was taken out. Waits that are running keep their time.
/// </summary>
public sealed class SaveSequence(TenantDb tenants, StopExecutions stop, TimeProvider clock)
{
    public Task<Result<SequenceView>> RunAsync(Actor actor, SaveSequenceRequest request, CancellationToken ct)
    {
        if (!actor.CanAdminister)
            return Task.FromResult<Result<SequenceView>>(new ForbiddenError());
        var read = SequenceDraft.Read(request.Definition);
        if (!read.IsSuccess)
            return Task.FromResult<Result<SequenceView>>(read.Error);
        return tenants.RunAsync(actor.OrganizationId, (db, token) => SaveAsync(db, actor, request, read.Value, token), ct);
    }

    private async Task<Result<SequenceView>> SaveAsync(
        ChatFlowDb db, Actor actor, SaveSequenceRequest request, SequenceDraft draft, CancellationToken ct)
    {
        var row = new FollowUpSequence { Id = Ids.New(clock), Name = draft.Name, CreatedAt = StoredTime.Now(clock), CreatedBy = actor.UserId, Version = 0 };
        if (request.Id is { } id)
        {
            if (!await SequenceReader.LockAsync(db, id, ct))
                return new SequenceUnknown();
            row = await db.Set<FollowUpSequence>().SingleAsync(s => s.Id == id, ct);
            if (request.ExpectedVersion is { } expected && expected != row.Version)
                return new SequenceChanged();
        }
        else
        {
            db.Add(row);
        }

        var switchedOn = draft.Enabled && !row.Enabled && request.Id is not null;
        Fill(row, draft);
        db.Add(AuditEntry.Of(actor, clock, "sequence.saved", draft.Name));
        await db.SaveChangesAsync(ct);
        if (await SequenceSteps.ReplaceAsync(db, row.Id, draft.Steps, StoredTime.Now(clock), clock, ct) is { } unknown)
            return unknown;
        if (switchedOn)
            await SwitchSequence.ResumeAsync(db, stop, row.Id, ct);
        db.Publish(LiveKind.SequenceChanged, id: row.Id);
        return (await SequenceReader.ViewAsync(db, row.Id, ct))!;
    }

    private static void Fill(FollowUpSequence row, SequenceDraft draft)
    {
        row.Name = draft.Name;
        row.Description = draft.Description;
        row.Enabled = draft.Enabled;
        row.TriggerType = draft.Trigger;
        row.TriggerConfig = draft.TriggerConfig;
        row.Strategy = draft.Strategy;
        row.Policy = draft.Policy;
        row.Goal = draft.Goal;
        row.ExitOnReply = draft.ExitOnReply;
        row.Conditions = draft.Conditions;
        row.Version++;
    }
}
