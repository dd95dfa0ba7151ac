using ChatFlow.Core.Organizations;

namespace ChatFlow.Core.Chatwoot.Settings;

/// <summary>The mirror as it may be shown: whether a secret is there, never the secret.</summary>
/// <param name="Waiting">What Chatwoot does not know yet.</param>
/// <param name="WaitingSince">The oldest of it.</param>
/// <param name="WebhookUrl">A secret: it goes to admins only.</param>
public sealed record ChatwootView(
    string? BaseUrl, string? AccountId, string? InboxId, bool AccessTokenSet, bool SigningSecretSet, bool Enabled, bool SendAutoReplies,
    MirrorState State, string? ErrorCode, string? ErrorMessage, DateTimeOffset? ErrorAt, DateTimeOffset? LastSuccessAt,
    long Waiting, DateTimeOffset? WaitingSince, string? WebhookUrl)
{
    internal static ChatwootView Of(ChatwootMirror? mirror, BotConfig config, long waiting, DateTimeOffset? since, string? webhookUrl) => new(
        mirror?.BaseUrl, config.ChatwootAccountId, config.ChatwootInboxId, mirror?.AccessToken is not null, mirror?.SigningSecret is not null,
        mirror?.Enabled ?? false, mirror?.SendAutoReplies ?? false, mirror?.State ?? MirrorState.Working, mirror?.ErrorCode, mirror?.ErrorMessage, mirror?.ErrorAt,
        mirror?.LastSuccessAt, waiting, since, webhookUrl);
}
