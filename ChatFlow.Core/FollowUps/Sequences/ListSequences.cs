using ChatFlow.Core.Common;
using ChatFlow.Core.Data;
using ChatFlow.Core.Users;
using Microsoft.EntityFrameworkCore;

namespace ChatFlow.Core.FollowUps.Sequences;

/// <summary>Sequences that are not archived, newest first.</summary>
public sealed class ListSequences(TenantDb tenants)
{
    public Task<Result<Page<SequenceView>>> RunAsync(Actor actor, string? cursor, int? limit, CancellationToken ct)
    {
        var after = Cursor.Read(cursor);
        if (!after.IsSuccess)
            return Task.FromResult<Result<Page<SequenceView>>>(after.Error);
        var size = PageSize.Clamp(limit);
        return tenants.RunAsync<Result<Page<SequenceView>>>(actor.OrganizationId, async (db, token) =>
        {
            var query = db.Set<FollowUpSequence>().AsNoTracking().Where(s => s.ArchivedAt == null);
            if (after.Value is { } place)
                query = query.Where(s => EF.Functions.LessThan(ValueTuple.Create(s.CreatedAt, s.Id), ValueTuple.Create((DateTimeOffset?)place.At, place.Id)));
            var rows = await query.OrderByDescending(s => s.CreatedAt).ThenByDescending(s => s.Id).Take(size + 1).ToListAsync(token);
            var views = await SequenceReader.ViewsAsync(db, rows, token);
            return Keyset.Page(views, size, v => v, v => new Cursor(v.CreatedAt ?? DateTimeOffset.MinValue, v.Id));
        }, ct);
    }
}
