using ChatFlow.Core.Ai;
using ChatFlow.Core.Channels;
using ChatFlow.Core.Data;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace ChatFlow.Core.Organizations;

/// <summary>
/// The organization's connection to WhatsApp and its bot: one row each. Secrets are ciphertexts of
/// <see cref="Security.SecretCipher"/>; the webhook key is also kept as a hash, to be found by.
/// </summary>
public sealed class BotConfig : ITenantOwned
{
    public Guid Id { get; set; }
    public Guid OrganizationId { get; set; }

    public ChannelType ConnectionType { get; set; } = ChannelType.EvolutionApi;
    public ConnectionStatus ConnectionStatus { get; set; } = ConnectionStatus.Disconnected;
    public string? EvolutionApiUrl { get; set; }
    public string? EvolutionInstanceName { get; set; }
    public string? EvolutionApiKey { get; set; }

    /// <summary>The token that creating the instance answered with, encrypted; preferred over the key on routes of the instance.</summary>
    public string? EvolutionInstanceToken { get; set; }
    public string? MetaBusinessAccountId { get; set; }
    public string? MetaAccessToken { get; set; }
    public string? MetaPhoneNumberId { get; set; }
    public string? MetaAppSecret { get; set; }
    public string? MetaVerifyToken { get; set; }
    public string? ChatwootInboxId { get; set; }
    public string? ChatwootAccountId { get; set; }
    public required byte[] WebhookKeyHash { get; set; }
    public required string WebhookKey { get; set; }

    /// <summary>The value of the header that Evolution must send; encrypted.</summary>
    public required string WebhookSecret { get; set; }
    public string? ConnectionDetail { get; set; }
    public string? ConnectionPhone { get; set; }

    /// <summary>The name that the number's profile bears.</summary>
    public string? ConnectionName { get; set; }

    /// <summary>The profile's picture, a small JPEG or PNG.</summary>
    public byte[]? ConnectionPicture { get; set; }
    public DateTimeOffset? ConnectionChangedAt { get; set; }

    /// <summary>Logged out or token refused: sends wait until somebody mends the connection.</summary>
    public bool SendingPaused { get; set; }

    /// <summary>Whether contacts see that a person has read their messages.</summary>
    public bool ReadReceipts { get; set; } = true;
    public PacingPreset PacingPreset { get; set; } = PacingPreset.Normal;
    public int PacingPerMinute { get; set; } = 30;
    public int PacingGapFrom { get; set; } = 1;
    public int PacingGapTo { get; set; } = 3;

    /// <summary>First contacts a day of a new number; null: no cap.</summary>
    public int? PacingFirstDaily { get; set; } = 50;

    /// <summary>What <see cref="Channels.Simulator.SimulatorBehaviour"/> writes.</summary>
    public string SimulatorBehaviour { get; set; } = "{}";

    /// <summary>Follow-ups wait until then: WhatsApp held back the number or restricted the account.</summary>
    public DateTimeOffset? AutomationHeldUntil { get; set; }

    /// <summary>The provider's word for why.</summary>
    public string? AutomationHeldCode { get; set; }

    public bool BotEnabled { get; set; }
    public AgentType AgentType { get; set; } = AgentType.Vendedor;
    public required string BusinessName { get; set; }
    public string? BusinessDescription { get; set; }
    public string? Products { get; set; }
    public string? BusinessHours { get; set; }
    public BotLanguage Language { get; set; } = BotLanguage.Es;
    public BotTone Tone { get; set; } = BotTone.Professional;
    public string? CustomPrompt { get; set; }
    public AiEngine AiEngine { get; set; } = AiEngine.Knowledge;
    public string? OpenaiUrl { get; set; }
    public string? OpenaiApiKey { get; set; }
    public string? OpenaiModel { get; set; }
    public string? FlowiseUrl { get; set; }
    public string? FlowiseApiKey { get; set; }
    public string? FlowiseChatflowId { get; set; }
    public int DebounceSeconds { get; set; } = 4;
    public bool BusinessHoursOnly { get; set; }

    /// <summary>How long the bot stays silent after a person's last message.</summary>
    public int ReturnAfterMinutes { get; set; } = 720;
    public DateTimeOffset? CreatedAt { get; set; }
    public DateTimeOffset? UpdatedAt { get; set; }
}

internal sealed class BotConfigMapping : IEntityTypeConfiguration<BotConfig>
{
    public void Configure(EntityTypeBuilder<BotConfig> builder)
    {
        builder.ToTable("bot_configs");
        builder.Property(b => b.SimulatorBehaviour).HasColumnType("jsonb");
        builder.Property(b => b.UpdatedAt).ValueGeneratedOnAddOrUpdate();
    }
}
