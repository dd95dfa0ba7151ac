using System.Globalization;
using ChatFlow.Core.Common;

namespace ChatFlow.Core.Chatwoot.Settings;

/// <summary>The whole mirror; only an omitted secret keeps what was stored.</summary>
/// <param name="InboxId">Empty: an inbox is made. Otherwise that one is taken; it must be an API inbox.</param>
/// <param name="SigningSecret">Chatwoot makes it and shows it in the inbox's settings (4.13 and later); it cannot be chosen.</param>
/// <param name="ForgetSigningSecret">Webhooks are taken unsigned again.</param>
public sealed record PutChatwootRequest(
    string? BaseUrl, string? AccountId, string? InboxId = null, string? AccessToken = null, string? SigningSecret = null, bool Enabled = true,
    bool SendAutoReplies = false, bool ForgetSigningSecret = false)
{
    private const int SecretLength = 1024;

    /// <summary>Records print their members; this one holds secrets.</summary>
    public override string ToString() => nameof(PutChatwootRequest);

    /// <summary>What is wrong, without looking at what is stored.</summary>
    internal ValidationError? Check() =>
        TextRules.Require(BaseUrl, 500, "baseUrl")
        ?? TextRules.Require(AccountId, 18, "accountId")
        ?? (IsNumber(AccountId) ? null : new ChatwootIdInvalid("accountId"))
        ?? TextRules.Check(InboxId, 18, "inboxId")
        ?? (string.IsNullOrWhiteSpace(InboxId) || IsNumber(InboxId) ? null : new ChatwootIdInvalid("inboxId"))
        ?? CheckSecret(AccessToken, "accessToken")
        ?? CheckSecret(SigningSecret, "signingSecret");

    private static bool IsNumber(string? text) => long.TryParse(text?.Trim(), NumberStyles.None, CultureInfo.InvariantCulture, out var id) && id > 0;

    // The token travels in a header, where anything else would be refused in the middle of a call.
    private static ValidationError? CheckSecret(string? secret, string field) =>
        TextRules.Check(secret, SecretLength, field)
        ?? (TextRules.Clean(secret) is { } text && text.AsSpan().ContainsAnyExceptInRange('!', '~') ? new ChatwootSecretInvalid(field) : null);
}

public sealed record ChatwootIdInvalid(string Name) : ValidationError("chatwoot.id", "The id consists of digits.", Name);

public sealed record ChatwootSecretInvalid(string Name)
    : ValidationError("connection.secret_invalid", "It holds spaces or characters that no key or token has.", Name);

public sealed record ChatwootTokenMissing() : ValidationError("chatwoot.token_missing", "Paste an access token of Chatwoot.", "accessToken");

public sealed record ChatwootTokenRefused() : ValidationError("chatwoot.refused", "Chatwoot refuses this token.", "accessToken");

public sealed record ChatwootTokenWeak() : ValidationError("chatwoot.forbidden", "The token's owner may not set up inboxes: use an administrator's.", "accessToken");

public sealed record ChatwootAccountUnknown() : ValidationError("chatwoot.account_unknown", "There is no such account at this address, or the token is not of it.", "accountId");

public sealed record ChatwootInboxUnknown() : ValidationError("chatwoot.inbox_unknown", "There is no such inbox in this account.", "inboxId");

public sealed record ChatwootUnreachable(string Reason)
    : ValidationError("chatwoot.unreachable", $"Chatwoot does not answer at this address ({Reason}).", "baseUrl");

public sealed record ChatwootUnusable(string Reason) : ValidationError("chatwoot.unusable", $"Chatwoot answers, but not as it should ({Reason}).", "baseUrl");

public sealed record ChatwootNotSetUp() : ConflictError("chatwoot.not_set_up", "The mirror is not set up.");
