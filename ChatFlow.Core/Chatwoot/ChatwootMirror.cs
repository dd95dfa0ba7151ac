using ChatFlow.Core.Data;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace ChatFlow.Core.Chatwoot;

public enum MirrorState
{
    Working,

    /// <summary>Chatwoot does not answer; what happens meanwhile waits for it.</summary>
    Waiting,

    /// <summary>The account or the inbox does not exist any more: the mirror switched itself off.</summary>
    Gone,

    /// <summary>The access token is refused; what happens meanwhile waits for another.</summary>
    Refused,
}

/// <summary>
/// Where an organization's conversations are mirrored to. The account and the inbox stand in <c>bot_configs</c>; secrets
/// are ciphertexts of <see cref="Security.SecretCipher"/>.
/// </summary>
public sealed class ChatwootMirror : ITenantOwned
{
    public Guid OrganizationId { get; set; }

    /// <summary>Where Chatwoot is reached, without a slash at the end.</summary>
    public required string BaseUrl { get; set; }
    public string? AccessToken { get; set; }
    public string? SigningSecret { get; set; }
    public required byte[] WebhookKeyHash { get; set; }
    public required string WebhookKey { get; set; }
    public bool Enabled { get; set; }

    /// <summary>Greetings and out-of-office lines that Chatwoot writes by itself go to the contact too.</summary>
    public bool SendAutoReplies { get; set; }
    public MirrorState State { get; set; } = MirrorState.Working;

    /// <summary>Rises with another installation, account or inbox: ids learnt before count no more.</summary>
    public int Version { get; set; } = 1;

    /// <summary>Set where the token is an agent bot's: what that bot writes is our own.</summary>
    public long? OwnBotId { get; set; }
    public int Failures { get; set; }
    public DateTimeOffset? RetryAt { get; set; }
    public string? ErrorCode { get; set; }
    public string? ErrorMessage { get; set; }
    public DateTimeOffset? ErrorAt { get; set; }
    public DateTimeOffset? LastSuccessAt { get; set; }
}

internal sealed class ChatwootMirrorMapping : IEntityTypeConfiguration<ChatwootMirror>
{
    public void Configure(EntityTypeBuilder<ChatwootMirror> builder)
    {
        builder.ToTable("chatwoot_mirrors");
        builder.HasKey(m => m.OrganizationId);
    }
}
