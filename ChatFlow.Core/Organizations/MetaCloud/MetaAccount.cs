using ChatFlow.Core.Channels;
using ChatFlow.Core.Data;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace ChatFlow.Core.Organizations.MetaCloud;

/// <summary>What Meta last said of the organization's number and account, and how our calls there went. Words are Meta's own.</summary>
public sealed class MetaAccount : ITenantOwned
{
    public Guid OrganizationId { get; set; }
    public required string PhoneNumberId { get; set; }
    public string? BusinessAccountId { get; set; }
    public string? VerifiedName { get; set; }
    public string? Quality { get; set; }
    public string? MessagingLimit { get; set; }
    public string? Throughput { get; set; }
    public string? NumberStatus { get; set; }
    public string? NameStatus { get; set; }
    public DateTimeOffset? CheckedAt { get; set; }
    public string? CheckError { get; set; }
    public DateTimeOffset? SubscribedAt { get; set; }
    public string? SubscribeError { get; set; }

    /// <summary>When all templates were last read; null means that we do not know which there are.</summary>
    public DateTimeOffset? TemplatesAt { get; set; }
    public string? TemplatesError { get; set; }
}

internal sealed class MetaAccountMapping : IEntityTypeConfiguration<MetaAccount>
{
    public void Configure(EntityTypeBuilder<MetaAccount> builder)
    {
        builder.ToTable("meta_accounts");
        builder.HasKey(a => a.OrganizationId);
        builder.Property(a => a.OrganizationId).ValueGeneratedNever();
    }
}

/// <summary>Something that Meta told about the account or the number.</summary>
public sealed class ChannelNotice : ITenantOwned
{
    public Guid Id { get; set; }
    public Guid OrganizationId { get; set; }
    public DateTimeOffset At { get; set; }
    public ChannelNoticeKind Kind { get; set; }
    public required string Code { get; set; }
    public string? Detail { get; set; }
}

internal sealed class ChannelNoticeMapping : IEntityTypeConfiguration<ChannelNotice>
{
    public void Configure(EntityTypeBuilder<ChannelNotice> builder) => builder.ToTable("channel_notices");
}
