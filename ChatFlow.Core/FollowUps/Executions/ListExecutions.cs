using ChatFlow.Core.Common;
using ChatFlow.Core.Contacts;
using ChatFlow.Core.Data;
using ChatFlow.Core.FollowUps.Enums;
using ChatFlow.Core.FollowUps.Sequences;
using ChatFlow.Core.Users;
using Microsoft.EntityFrameworkCore;

namespace ChatFlow.Core.FollowUps.Executions;

/// <summary>Which runs: of a sequence, of a contact, or of one in the other.</summary>
/// <param name="Open">Only those that still do something: active and paused.</param>
public sealed record ListExecutionsRequest(
    Guid? SequenceId = null, Guid? ContactId = null, ExecutionStatus? Status = null, string? Cursor = null, int? Limit = null, bool Open = false);

/// <summary>Runs, newest first.</summary>
public sealed class ListExecutions(TenantDb tenants)
{
    public Task<Result<Page<ExecutionView>>> RunAsync(Actor actor, ListExecutionsRequest request, CancellationToken ct)
    {
        var after = Cursor.Read(request.Cursor);
        if (!after.IsSuccess)
            return Task.FromResult<Result<Page<ExecutionView>>>(after.Error);
        var size = PageSize.Clamp(request.Limit);
        return tenants.RunAsync<Result<Page<ExecutionView>>>(actor.OrganizationId, async (db, token) =>
        {
            var query = db.Set<FollowUpExecution>().AsNoTracking();
            if (request.SequenceId is { } sequence)
            {
                if (!await db.Set<FollowUpSequence>().AnyAsync(s => s.Id == sequence, token))
                    return new SequenceUnknown();
                query = query.Where(e => e.SequenceId == sequence);
            }

            if (request.ContactId is { } contact)
            {
                if (!await db.Set<Contact>().AnyAsync(c => c.Id == contact, token))
                    return new ContactMissing();
                query = query.Where(e => e.ContactId == contact);
            }

            if (request.Status is { } status)
                query = query.Where(e => e.Status == status);
            if (request.Open)
                query = query.Where(e => e.Status == ExecutionStatus.Active || e.Status == ExecutionStatus.Paused);
            if (after.Value is { } place)
                query = query.Where(e => EF.Functions.LessThan(ValueTuple.Create(e.StartedAt, e.Id), ValueTuple.Create((DateTimeOffset?)place.At, place.Id)));
            var rows = await query.OrderByDescending(e => e.StartedAt).ThenByDescending(e => e.Id).Take(size + 1).ToListAsync(token);
            var views = await ExecutionReader.ViewsAsync(db, rows, token);
            return Keyset.Page(views, size, v => v, v => new Cursor(v.StartedAt ?? DateTimeOffset.MinValue, v.Id));
        }, ct);
    }
}
