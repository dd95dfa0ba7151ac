using System.Globalization;
using ChatFlow.Core.Channels;
using ChatFlow.Core.Common;
using ChatFlow.Core.Data;
using ChatFlow.Core.Live;
using ChatFlow.Core.Organizations;
using ChatFlow.Core.Users;
using Microsoft.EntityFrameworkCore;

namespace ChatFlow.Core.Inbox;

/// <param name="Emoji">Null takes our reaction back.</param>
public sealed record ReactToMessageRequest(Guid MessageId, string? Emoji);

/// <summary>
/// Puts our reaction on a message. It is shown once the provider has taken it; a second one replaces the first, so that
/// trying again does no harm.
/// </summary>
public sealed class ReactToMessage(TenantDb tenants, ChannelSettingsReader reader, IEnumerable<IChatSignals> channels)
{
    private const int LongestEmoji = 32;

    public async Task<Result<Done>> RunAsync(Actor actor, ReactToMessageRequest request, CancellationToken ct)
    {
        if (!actor.CanWrite)
            return new ForbiddenError();
        if (request.Emoji is { } emoji && (emoji.Length is 0 or > LongestEmoji || !TextRules.IsStorable(emoji) || new StringInfo(emoji).LengthInTextElements != 1))
            return new EmojiInvalid();
        var read = await tenants.RunAsync(actor.OrganizationId, async (db, token) =>
        {
            var message = await db.Set<Message>().AsNoTracking().SingleOrDefaultAsync(m => m.Id == request.MessageId, token);
            return (Message: message, Config: await db.Set<BotConfig>().AsNoTracking().SingleAsync(token),
                Address: message is null ? null : await ContactAddresses.ReadAsync(db, message.ContactId, token));
        }, ct);
        if (read.Message is not { } target || read.Address is not { } address)
            return new MessageUnknown();
        if (target.WhatsappMessageId is not { } providerId || target.DeletedAt is not null || target.MessageType == MessageType.System)
            return new MessageNotReactable();
        if (reader.Read(read.Config) is not { } settings)
            return new ProviderError("not_connected", "WhatsApp is not connected.");
        var outcome = await channels.Single(c => c.Type == settings.Type).ReactAsync(
            settings, new SignalTarget(actor.OrganizationId, target.ContactId, address),
            new OutboundReaction(providerId, target.Direction == MessageDirection.Outbound, request.Emoji), ct);
        if (ErrorOf(outcome) is { } error)
            return new ProviderError(error.Code, error.Message);
        await tenants.RunAsync(actor.OrganizationId, async (db, token) =>
        {
            await db.ExecuteAsync("""
                UPDATE messages SET metadata = CASE WHEN $3::text IS NULL THEN metadata #- '{reactions,us}'
                    ELSE metadata || jsonb_build_object('reactions', coalesce(metadata -> 'reactions', '{}') || jsonb_build_object('us', $3::text)) END
                WHERE organization_id = $1 AND id = $2
                """, token, db.OrganizationId, target.Id, request.Emoji);
            db.Publish(LiveKind.MessageChanged, target.ContactId, target.Id);
        }, ct);
        return default(Done);
    }

    private static ChannelError? ErrorOf(SendOutcome outcome) => outcome switch
    {
        SendOutcome.Accepted => null,
        SendOutcome.Refused refused => refused.Error,
        SendOutcome.Retryable retryable => retryable.Error,
        SendOutcome.Unknown unknown => unknown.Error,
        _ => throw new InvalidOperationException("unknown outcome"),
    };
}
