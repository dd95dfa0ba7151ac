using ChatFlow.Core.Ai;
using ChatFlow.Core.Common;
using ChatFlow.Core.Contacts;
using ChatFlow.Core.Data;
using ChatFlow.Core.Inbox;
using ChatFlow.Core.Users;
using Microsoft.EntityFrameworkCore;

namespace ChatFlow.Core.Bot;

/// <summary>What the bot did with one turn; never what was said.</summary>
/// <param name="Contact">The contact's name or phone; null where the conversation is gone.</param>
/// <param name="Reason">Why it was silent, handed over or failed: a value of <see cref="BotSilence"/>, <see cref="HandOverReason"/> or <see cref="AiFailure"/>.</param>
/// <param name="ProcessingTimeMs">How long the engine took.</param>
/// <param name="ResponseTimeMs">From the message's arrival to the answer.</param>
public sealed record BotLogView(
    Guid Id, DateTimeOffset? CreatedAt, BotLogStatus Status, string? Reason, string? Error, Guid? ContactId, string? Contact, string? MessageId,
    string? AiEngine, string? AiModel, AgentType? AgentType, bool BotResponded, int? ProcessingTimeMs, int? ResponseTimeMs,
    DateTimeOffset? ReceivedAt, DateTimeOffset? SentAt);

/// <summary>The bot's turns, newest first.</summary>
public sealed class ListBotLogs(TenantDb tenants)
{
    public Task<Result<Page<BotLogView>>> RunAsync(Actor actor, string? cursor, int? limit, CancellationToken ct)
    {
        var after = Cursor.Read(cursor);
        if (!after.IsSuccess)
            return Task.FromResult<Result<Page<BotLogView>>>(after.Error);
        var size = PageSize.Clamp(limit);
        return tenants.RunAsync<Result<Page<BotLogView>>>(actor.OrganizationId, async (db, token) =>
        {
            // Ids are time-ordered, and every turn has one.
            var logs = db.Set<BotMessageLog>().AsNoTracking();
            if (after.Value is { } place)
                logs = logs.Where(l => l.Id < place.Id);
            var rows = await logs.OrderByDescending(l => l.Id).Take(size + 1).ToListAsync(token);
            var people = await PeopleAsync(db, rows, token);
            return Keyset.Page(rows, size, l => View(l, people), l => new Cursor(l.CreatedAt ?? DateTimeOffset.MinValue, l.Id));
        }, ct);
    }

    private static async Task<Dictionary<string, (Guid Id, string? Name)>> PeopleAsync(ChatFlowDb db, List<BotMessageLog> rows, CancellationToken ct)
    {
        var ids = rows.Select(l => Guid.TryParse(l.ConversationId, out var id) ? id : Guid.Empty).Distinct().ToArray();
        var people = await (from conversation in db.Set<Conversation>()
                            join contact in db.Set<Contact>() on conversation.ContactId equals contact.Id
                            where ids.Contains(conversation.Id)
                            select new { conversation.Id, ContactId = contact.Id, Name = contact.Name ?? contact.Phone }).ToListAsync(ct);
        return people.ToDictionary(p => p.Id.ToString(), p => (p.ContactId, (string?)p.Name));
    }

    private static BotLogView View(BotMessageLog log, Dictionary<string, (Guid Id, string? Name)> people)
    {
        var known = people.TryGetValue(log.ConversationId ?? "", out var person);
        return new BotLogView(
            log.Id, log.CreatedAt, log.Status, log.ErrorCode, log.ErrorMessage, known ? person.Id : null, known ? person.Name : null, log.MessageId,
            log.AiProvider, log.AiModel, log.AgentType, log.BotResponded, log.ProcessingTimeMs, log.ResponseTimeMs, log.ReceivedAt, log.SentAt);
    }
}
