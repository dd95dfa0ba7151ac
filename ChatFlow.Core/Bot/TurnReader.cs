using ChatFlow.Core.Ai;
using ChatFlow.Core.Channels;
using ChatFlow.Core.Contacts;
using ChatFlow.Core.Data;
using ChatFlow.Core.Inbox;
using ChatFlow.Core.Organizations;
using Microsoft.EntityFrameworkCore;
using NodaTime;

namespace ChatFlow.Core.Bot;

/// <summary>A turn's facts as they stand now.</summary>
public sealed record TurnFacts(Conversation Conversation, BotConfig Config, BotTurnInput Input, DateTimeZone Zone);

/// <summary>Reads what the bot's decision depends on, and what the business's texts say about a question.</summary>
public static class TurnReader
{
    private const int MostMessages = 30;
    private const int MostPassages = 8;

    /// <summary>Null when the conversation is gone or another worker has it.</summary>
    public static async Task<TurnFacts?> ReadAsync(ChatFlowDb db, ClaimedTurn claimed, DateTimeOffset now, CancellationToken ct)
    {
        var conversation = await db.Set<Conversation>().AsNoTracking()
            .SingleOrDefaultAsync(c => c.Id == claimed.ConversationId && c.BotLeaseToken == claimed.LeaseToken, ct);
        if (conversation is null)
            return null;
        var config = await db.Set<BotConfig>().AsNoTracking().SingleAsync(ct);
        var zone = await db.Set<Organization>().Where(o => o.Id == db.OrganizationId).Select(o => o.TimeZone).SingleAsync(ct);
        var optedOut = await db.Set<Contact>().Where(c => c.Id == conversation.ContactId).Select(c => c.OptedOutAt != null).SingleAsync(ct);
        var messages = await db.Set<Message>().AsNoTracking()
            .Where(m => m.ContactId == conversation.ContactId && m.DeletedAt == null && m.Status != MessageStatus.Failed)
            .OrderByDescending(m => m.OccurredAt).ThenByDescending(m => m.Id).Take(MostMessages)
            .Select(m => new TurnMessage(m.Id, m.Direction, m.Sender, m.MessageType, m.MessageContent, m.OccurredAt, m.CreatedAt ?? m.OccurredAt)).ToListAsync(ct);
        var tz = DateTimeZoneProviders.Tzdb.GetZoneOrNull(zone) ?? DateTimeZone.Utc;
        return new TurnFacts(conversation, config, new BotTurnInput
        {
            Enabled = config.BotEnabled,
            Holder = conversation.Holder,
            PausedUntil = conversation.BotReturnsAt,
            OptedOut = optedOut,
            BusinessHoursOnly = config.BusinessHoursOnly,
            IsOpen = BusinessHours.IsOpen(config.BusinessHours, Instant.FromDateTimeOffset(now), tz),
            Debounce = TimeSpan.FromSeconds(config.DebounceSeconds),
            Messages = messages,
        }, tz);
    }

    /// <summary>The entries that a full-text search in the bot's language finds for the question, best first; words count without accents.</summary>
    public static Task<IReadOnlyList<Passage>> SearchAsync(ChatFlowDb db, BotLanguage language, string question, CancellationToken ct) => db.QueryAsync("""
        WITH words AS (
            SELECT string_agg(quote_literal(w.lexeme), ' | ')::tsquery AS query FROM unnest(to_tsvector($2::regconfig, unaccent($3))) AS w),
        found AS (
            SELECT k.question, k.answer, ts_rank(setweight(to_tsvector($2::regconfig, unaccent(k.question)), 'A') || to_tsvector($2::regconfig, unaccent(k.answer)), w.query) AS score
            FROM knowledge_entries k CROSS JOIN words w WHERE k.organization_id = $1 AND w.query IS NOT NULL)
        SELECT question, answer, score FROM found WHERE score > 0 ORDER BY score DESC LIMIT $4
        """, r => new Passage(PassageKind.Qa, r.GetString(0), r.GetString(1), r.GetFloat(2)), ct, db.OrganizationId, Configuration(language), question, MostPassages);

    private static string Configuration(BotLanguage language) => language switch
    {
        BotLanguage.Es => "spanish",
        BotLanguage.En => "english",
        BotLanguage.Pt => "portuguese",
    };
}
