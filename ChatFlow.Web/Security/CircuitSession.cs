using ChatFlow.Core.Users.Identity;
using Microsoft.AspNetCore.Components.Authorization;
using Microsoft.AspNetCore.Components.Server;

namespace ChatFlow.Web.Security;

/// <summary>
/// Ends an open page's session within a minute of losing access: the framework's half hour is for cookies, and a page
/// may stay open all day.
/// </summary>
public sealed class CircuitSession(ILoggerFactory loggers, CheckSession check, ILogger<CircuitSession> logger)
    : RevalidatingServerAuthenticationStateProvider(loggers)
{
    protected override TimeSpan RevalidationInterval => TimeSpan.FromSeconds(30);

    protected override async Task<bool> ValidateAuthenticationStateAsync(AuthenticationState authenticationState, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(authenticationState);
        try
        {
            return await check.RunAsync(authenticationState.User, cancellationToken);
        }
        catch (Exception e) when (e is not OperationCanceledException)
        {
            // A database that is away for a moment must not sign everybody out; nothing can be read without it either.
            logger.LogWarning("A session could not be checked: {Failure}", e.GetType().Name);
            return true;
        }
    }
}
