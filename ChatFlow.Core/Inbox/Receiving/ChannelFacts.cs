using ChatFlow.Core.Data;
using ChatFlow.Core.Organizations;
using Microsoft.EntityFrameworkCore;

namespace ChatFlow.Core.Inbox.Receiving;

/// <summary>What receiving needs to know of the organization's connection and bot.</summary>
public sealed record ChannelFacts(string? MetaPhoneNumberId, string? MetaBusinessAccountId, bool BotEnabled, TimeSpan BotReturnsAfter)
{
    public static Task<ChannelFacts> ReadAsync(ChatFlowDb db, CancellationToken ct) => db.Set<BotConfig>().AsNoTracking()
        .Select(b => new ChannelFacts(b.MetaPhoneNumberId, b.MetaBusinessAccountId, b.BotEnabled, TimeSpan.FromMinutes(b.ReturnAfterMinutes)))
        .SingleAsync(ct);

    /// <summary>A Meta body may speak of several organizations; each takes only its own part.</summary>
    public bool Owns(string? route) => route is null || route == MetaPhoneNumberId || route == MetaBusinessAccountId;
}
