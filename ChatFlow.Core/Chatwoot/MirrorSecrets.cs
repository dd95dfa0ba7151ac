using ChatFlow.Core.Chatwoot.Api;
using ChatFlow.Core.Organizations;
using ChatFlow.Core.Security;

namespace ChatFlow.Core.Chatwoot;

/// <summary>The one place where the mirror's secrets become readable.</summary>
public sealed class MirrorSecrets(SecretCipher cipher)
{
    public string? Encrypt(string column, Guid organizationId, string? plain) => cipher.EncryptOptional(plain, Context(column, organizationId));

    public string WebhookKey(ChatwootMirror mirror) => cipher.Decrypt(mirror.WebhookKey, Context("webhook_key", mirror.OrganizationId));

    /// <summary>What Chatwoot signs with; null where none was pasted.</summary>
    public string? SigningSecret(Guid organizationId, string? stored) => cipher.DecryptOptional(stored, Context("signing_secret", organizationId));

    public string? Token(ChatwootMirror mirror) => cipher.DecryptOptional(mirror.AccessToken, Context("access_token", mirror.OrganizationId));

    /// <summary>Null while the mirror is not filled in.</summary>
    internal ChatwootAccess? Access(ChatwootMirror mirror, BotConfig config) =>
        Token(mirror) is { } token && long.TryParse(config.ChatwootAccountId, out var account) && long.TryParse(config.ChatwootInboxId, out var inbox)
            ? new ChatwootAccess(mirror.BaseUrl, account, inbox, token)
            : null;

    private static string Context(string column, Guid organizationId) => SecretContext.Of($"chatwoot_mirrors.{column}", organizationId);
}
