using ChatFlow.Core.Data;
using ChatFlow.Core.Inbox.Media;
using ChatFlow.Core.Users;
using Microsoft.EntityFrameworkCore;

namespace ChatFlow.Core.Inbox;

/// <summary>Reads messages with the names of the people who wrote them, in the query's order.</summary>
internal static class MessageRows
{
    public static async Task<IReadOnlyList<MessageView>> ReadAsync(ChatFlowDb db, IQueryable<Message> messages, CancellationToken ct)
    {
        var rows = await messages.ToListAsync(ct);
        var writers = rows.Where(m => m.SentBy is not null).Select(m => m.SentBy!.Value).Distinct().ToArray();
        var names = writers.Length == 0
            ? []
            : await db.Set<User>().AsNoTracking().Where(u => writers.Contains(u.Id)).ToDictionaryAsync(u => u.Id, u => u.Name ?? u.Email, ct);
        var media = await MessageMedia.ReadAsync(db, [.. rows.Where(m => MediaKinds.Of(m.MessageType) is not null).Select(m => m.Id)], ct);
        return rows.ConvertAll(m => MessageView.Of(m, m.SentBy is { } writer ? names.GetValueOrDefault(writer) : null) with { Media = media.GetValueOrDefault(m.Id) });
    }
}
