using ChatFlow.Core.Data;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace ChatFlow.Core.Users;

/// <summary>What Identity keeps for a user (recovery codes as hashes).</summary>
public sealed class UserToken : ITenantOwned
{
    public Guid OrganizationId { get; set; }
    public Guid UserId { get; set; }
    public required string LoginProvider { get; set; }
    public required string Name { get; set; }
    public string? Value { get; set; }
}

internal sealed class UserTokenMapping : IEntityTypeConfiguration<UserToken>
{
    public void Configure(EntityTypeBuilder<UserToken> builder)
    {
        builder.ToTable("user_tokens");
        builder.HasKey(t => new { t.OrganizationId, t.UserId, t.LoginProvider, t.Name });
    }
}
