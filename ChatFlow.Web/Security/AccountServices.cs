using ChatFlow.Core.Common;
using ChatFlow.Core.Users;
using ChatFlow.Web.Components.Account;
using Microsoft.AspNetCore.Antiforgery;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.Cookies;
using Microsoft.AspNetCore.Components.Authorization;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.Identity;

namespace ChatFlow.Web.Security;

/// <summary>
/// Registers sign-in: cookies for people, keys for programs, and what either may do. After AddInterface, whose session
/// check it replaces.
/// </summary>
public static class AccountServices
{
    private const string SignedInAt = "signed_in_at";

    private static readonly TimeSpan s_idle = TimeSpan.FromDays(14);
    private static readonly TimeSpan s_longest = TimeSpan.FromDays(60);

    /// <param name="services">Where Users are registered too.</param>
    /// <param name="keysFolder">
    /// Where the keys of cookies and links are kept, readable by the application alone; null: in memory, and every
    /// session ends with the process.
    /// </param>
    public static IServiceCollection AddAccounts(this IServiceCollection services, DirectoryInfo? keysFolder)
    {
        ArgumentNullException.ThrowIfNull(services);
        services.AddHttpContextAccessor();
        services.AddAccountPages();
        services.AddCascadingAuthenticationState();
        services.AddScoped<AuthenticationStateProvider, CircuitSession>();
        var keys = services.AddDataProtection().SetApplicationName("ChatFlow");
        if (keysFolder is not null)
            keys.PersistKeysToFileSystem(keysFolder);
        services.AddScoped<SignInManager<User>, PersonSignIn>();
        services.AddScoped(provider => (PersonSignIn)provider.GetRequiredService<SignInManager<User>>());
        services.AddScoped<IUserConfirmation<User>, DefaultUserConfirmation<User>>();
        services.AddScoped<ISecurityStampValidator, SecurityStampValidator<User>>();
        services.AddScoped<ITwoFactorSecurityStampValidator, TwoFactorSecurityStampValidator<User>>();
        services.AddOptions<SecurityStampValidatorOptions>().Configure<TimeProvider>((options, clock) =>
        {
            options.ValidationInterval = TimeSpan.FromMinutes(1);
            options.TimeProvider = clock;
        });
        services.Configure<AntiforgeryOptions>(options =>
        {
            options.Cookie.Name = HostCookies.Forms;
            options.Cookie.SecurePolicy = CookieSecurePolicy.SameAsRequest;
            options.Cookie.Path = "/";
        });
        var authentication = services.AddAuthentication(options =>
        {
            options.DefaultScheme = IdentityConstants.ApplicationScheme;
            options.DefaultSignInScheme = IdentityConstants.ApplicationScheme;
        });
        authentication.AddCookie(IdentityConstants.ApplicationScheme, ConfigureSession);
        authentication.AddCookie(IdentityConstants.TwoFactorUserIdScheme, options => ConfigureCookie(options, HostCookies.SecondFactor, TimeSpan.FromMinutes(5)));
        authentication.AddCookie(IdentityConstants.TwoFactorRememberMeScheme, options =>
        {
            ConfigureCookie(options, HostCookies.KnownDevice, TimeSpan.FromDays(30));
            options.Events.OnValidatePrincipal = SecurityStampValidator.ValidateAsync<ITwoFactorSecurityStampValidator>;
        });
        authentication.AddScheme<AuthenticationSchemeOptions, ApiKeyAuthentication>(ApiKeyAuthentication.SchemeName, null);
        services.AddAuthorizationBuilder()
            .AddPolicy(Policies.Administer, policy => policy.RequireClaim(ActorClaims.Role, EnumText<UserRole>.Of(UserRole.Admin)))
            .AddPolicy(Policies.Operate, policy => policy.RequireClaim(ActorClaims.Operator, "true"))
            .AddPolicy(Policies.Api, policy => policy
                .AddAuthenticationSchemes(ApiKeyAuthentication.SchemeName).RequireAuthenticatedUser());
        return services;
    }

    private static void ConfigureSession(CookieAuthenticationOptions options)
    {
        ConfigureCookie(options, HostCookies.Session, s_idle);
        options.SlidingExpiration = true;
        options.LoginPath = "/account/login";
        options.LogoutPath = "/account/sign-out";
        options.AccessDeniedPath = "/account/login";
        options.ReturnUrlParameter = "returnUrl";
        options.Events.OnSigningIn = context =>
        {
            context.Properties.Items.TryAdd(SignedInAt, Now(context.HttpContext).ToUnixTimeSeconds().ToString(System.Globalization.CultureInfo.InvariantCulture));
            return Task.CompletedTask;
        };
        options.Events.OnValidatePrincipal = async context =>
        {
            if (IsTooOld(context.Properties, Now(context.HttpContext)))
                context.RejectPrincipal();
            else
                await SecurityStampValidator.ValidatePrincipalAsync(context);
        };
        // Programs get a status, not a page to sign in on.
        options.Events.OnRedirectToLogin = context => Redirect(context, StatusCodes.Status401Unauthorized);
        options.Events.OnRedirectToAccessDenied = context => Redirect(context, StatusCodes.Status403Forbidden);
    }

    private static void ConfigureCookie(CookieAuthenticationOptions options, string name, TimeSpan lifetime)
    {
        options.Cookie.Name = name;
        options.Cookie.Path = "/";
        options.Cookie.HttpOnly = true;
        options.Cookie.SameSite = SameSiteMode.Lax;
        options.Cookie.SecurePolicy = CookieSecurePolicy.SameAsRequest;
        options.Cookie.IsEssential = true;
        options.ExpireTimeSpan = lifetime;
    }

    private static DateTimeOffset Now(HttpContext context) => context.RequestServices.GetRequiredService<TimeProvider>().GetUtcNow();

    private static bool IsTooOld(AuthenticationProperties properties, DateTimeOffset now) =>
        properties.Items.TryGetValue(SignedInAt, out var text)
        && long.TryParse(text, System.Globalization.CultureInfo.InvariantCulture, out var seconds)
        && now - DateTimeOffset.FromUnixTimeSeconds(seconds) > s_longest;

    private static Task Redirect(RedirectContext<CookieAuthenticationOptions> context, int status)
    {
        var path = context.Request.Path;
        if (path.StartsWithSegments("/api") || path.StartsWithSegments("/hubs") || path.StartsWithSegments("/_blazor"))
            context.Response.StatusCode = status;
        else
            context.Response.Redirect(context.RedirectUri);
        return Task.CompletedTask;
    }
}
