using System.Security.Claims;
using System.Text.Encodings.Web;
using ChatFlow.Core.Common;
using ChatFlow.Core.Users;
using Microsoft.AspNetCore.Authentication;
using Microsoft.Extensions.Options;

namespace ChatFlow.Web.Security;

/// <summary><c>Authorization: Bearer cf_…</c>: the key's organization, with an admin's rights. Never from the address.</summary>
public sealed class ApiKeyAuthentication(
    IOptionsMonitor<AuthenticationSchemeOptions> options, ILoggerFactory loggers, UrlEncoder encoder, AuthenticateApiKey authenticate)
    : AuthenticationHandler<AuthenticationSchemeOptions>(options, loggers, encoder)
{
    /// <summary>The scheme, and the authorization policy that demands it.</summary>
    public const string SchemeName = "ApiKey";

    private const string Bearer = "Bearer ";

    protected override async Task<AuthenticateResult> HandleAuthenticateAsync()
    {
        var header = Request.Headers.Authorization.ToString();
        if (!header.StartsWith(Bearer, StringComparison.OrdinalIgnoreCase))
            return AuthenticateResult.NoResult();
        if (await authenticate.RunAsync(header[Bearer.Length..].Trim(), Context.RequestAborted) is not { } actor)
            return AuthenticateResult.Fail("Unknown key.");
        var identity = new ClaimsIdentity(
            [
                new Claim(ActorClaims.OrganizationId, actor.OrganizationId.ToString()),
                new Claim(ActorClaims.Role, EnumText<UserRole>.Of(actor.Role)),
            ],
            ApiKeyAuthentication.SchemeName, ActorClaims.Email, ActorClaims.Role);
        return AuthenticateResult.Success(new AuthenticationTicket(new ClaimsPrincipal(identity), ApiKeyAuthentication.SchemeName));
    }

    protected override async Task HandleChallengeAsync(AuthenticationProperties properties)
    {
        Response.Headers.WWWAuthenticate = "Bearer";
        await Results.Problem(
            title: "A valid API key is needed.",
            detail: "Send Authorization: Bearer <key>.",
            statusCode: StatusCodes.Status401Unauthorized,
            extensions: new Dictionary<string, object?> { ["code"] = "unauthorized" }).ExecuteAsync(Context);
    }

    protected override Task HandleForbiddenAsync(AuthenticationProperties properties) =>
        Results.Problem(title: "This key does not allow it.", statusCode: StatusCodes.Status403Forbidden).ExecuteAsync(Context);
}
