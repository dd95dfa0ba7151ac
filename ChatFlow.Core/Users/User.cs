using ChatFlow.Core.Data;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace ChatFlow.Core.Users;

public enum UserRole
{
    /// <summary>Sets everything up.</summary>
    Admin,

    /// <summary>Reads and answers.</summary>
    User,

    /// <summary>Reads, changes nothing.</summary>
    Viewer,
}

/// <summary>A person who signs in; belongs to one organization.</summary>
public sealed class User : ITenantOwned
{
    public Guid Id { get; set; }
    public Guid OrganizationId { get; set; }
    public required string Email { get; set; }
    public string PasswordHash { get; set; } = "";
    public UserRole Role { get; set; } = UserRole.User;
    public bool IsActive { get; set; } = true;
    public DateTimeOffset? LastLoginAt { get; set; }
    public DateTimeOffset? CreatedAt { get; set; }
    public DateTimeOffset? UpdatedAt { get; set; }
    public string? Name { get; set; }

    /// <summary>Written by the database (upper case of the e-mail).</summary>
    public string NormalizedEmail { get; set; } = "";
    public bool EmailConfirmed { get; set; }
    public string SecurityStamp { get; set; } = "";
    public int AccessFailedCount { get; set; }
    public DateTimeOffset? LockoutEnd { get; set; }
    public bool TwoFactorEnabled { get; set; }

    /// <summary>The TOTP secret, encrypted.</summary>
    public string? AuthenticatorKey { get; set; }

    /// <summary>The last 30-second step whose code was accepted: a code counts once (ASVS 6.5.1).</summary>
    public long LastTotpStep { get; set; }
    public string? Language { get; set; }
}

internal sealed class UserMapping : IEntityTypeConfiguration<User>
{
    public void Configure(EntityTypeBuilder<User> builder)
    {
        builder.ToTable("users");
        builder.Property(u => u.NormalizedEmail).ValueGeneratedOnAddOrUpdate();
        builder.Property(u => u.UpdatedAt).ValueGeneratedOnAddOrUpdate();
    }
}
