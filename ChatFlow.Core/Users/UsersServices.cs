using ChatFlow.Core.Users.Identity;
using ChatFlow.Core.Users.Mail;
using Microsoft.AspNetCore.Identity;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace ChatFlow.Core.Users;

/// <summary>Registers people: who they are, what they may do, how they join. Needs Data, Security and a TimeProvider.</summary>
public static class UsersServices
{
    /// <summary>OWASP's figure for PBKDF2 with HMAC-SHA-512; older hashes are renewed when their owner signs in.</summary>
    public const int PasswordIterations = 210_000;

    public static IServiceCollection AddUsers(this IServiceCollection services, IConfiguration configuration)
    {
        ArgumentNullException.ThrowIfNull(services);
        ArgumentNullException.ThrowIfNull(configuration);
        services.TryAddSingleton(TimeProvider.System);
        services.AddMemoryCache();
        services.Configure<PasswordHasherOptions>(options => options.IterationCount = PasswordIterations);
        services.TryAddSingleton<IPasswordHasher<User>, PasswordHasher<User>>();
        services.TryAddSingleton(_ => new Operators(configuration));
        services.TryAddSingleton(_ => SmtpOptions.Read(configuration));
        services.TryAddSingleton<MailQueue>();
        services.AddHostedService<MailSender>();
        services.AddSingleton<OpenOrganization>();
        services.AddSingleton<InviteUser>();
        services.AddSingleton<RevokeInvitation>();
        services.AddSingleton<AcceptInvitation>();
        services.AddSingleton<ChangeUser>();
        services.AddSingleton<ReadTeam>();
        services.AddSingleton<ManageApiKeys>();
        services.AddSingleton<AuthenticateApiKey>();
        services.AddSingleton<ChangeProfile>();
        services.AddSingleton<ReadAuditTrail>();
        services.AddSingleton<RecordAudit>();
        services.AddSingleton<CheckSession>();
        return services.AddIdentity();
    }

    private static IServiceCollection AddIdentity(this IServiceCollection services)
    {
        services.AddIdentityCore<User>(options =>
            {
                options.ClaimsIdentity.UserIdClaimType = ActorClaims.UserId;
                options.ClaimsIdentity.UserNameClaimType = ActorClaims.Email;
                options.ClaimsIdentity.EmailClaimType = ActorClaims.Email;
                options.ClaimsIdentity.RoleClaimType = ActorClaims.Role;
                options.ClaimsIdentity.SecurityStampClaimType = ActorClaims.SecurityStamp;
                options.User.RequireUniqueEmail = true;
                // E-mails hold more than the default allows.
                options.User.AllowedUserNameCharacters = "";
                options.Lockout.MaxFailedAccessAttempts = 10;
                options.Lockout.DefaultLockoutTimeSpan = TimeSpan.FromMinutes(5);
                // PasswordRules decides.
                options.Password.RequireDigit = false;
                options.Password.RequireLowercase = false;
                options.Password.RequireUppercase = false;
                options.Password.RequireNonAlphanumeric = false;
                options.Password.RequiredLength = 1;
                options.Password.RequiredUniqueChars = 1;
            })
            .AddUserManager<AccountManager>()
            .AddUserStore<UserStore>()
            .AddPasswordValidator<PasswordRulesValidator>()
            .AddClaimsPrincipalFactory<SessionPrincipal>()
            // Not the default ones: codes by e-mail and telephone are no second factor of ours.
            .AddTokenProvider<DataProtectorTokenProvider<User>>(TokenOptions.DefaultProvider)
            .AddTokenProvider<SingleUseTotp>(TokenOptions.DefaultAuthenticatorProvider);
        services.Configure<DataProtectionTokenProviderOptions>(options => options.TokenLifespan = TimeSpan.FromHours(1));
        return services;
    }
}
