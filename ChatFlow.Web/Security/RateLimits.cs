using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Threading.RateLimiting;
using ChatFlow.Core.Security;
using Microsoft.AspNetCore.RateLimiting;

namespace ChatFlow.Web.Security;

/// <summary>
/// How often a stranger may ask, by policy: <c>[EnableRateLimiting(RateLimits.Login)]</c> on a page,
/// <c>.RequireRateLimiting(RateLimits.Webhooks)</c> on an endpoint. Too often is 429 with Retry-After. The counts are
/// this node's own.
/// </summary>
public static class RateLimits
{
    /// <summary>Account forms, by address of the sender; looking at the form is free. Accounts lock by themselves besides.</summary>
    public const string Login = "login";

    /// <summary>By the route value <c>key</c>.</summary>
    public const string Webhooks = "webhooks";

    /// <summary>By API key; requests without one by address.</summary>
    public const string Api = "api";

    private const string Reading = "reading";
    private const int ApiBurstSeconds = 10;
    private const int LoginSegments = 6;

    private static readonly TimeSpan s_tick = TimeSpan.FromMilliseconds(100);

    internal static void Configure(RateLimiterOptions limiter, RateLimitOptions options)
    {
        limiter.RejectionStatusCode = StatusCodes.Status429TooManyRequests;
        limiter.OnRejected = RejectAsync;
        limiter.AddPolicy(Login, context => IsReading(context.Request)
            ? RateLimitPartition.GetNoLimiter(Reading)
            : RateLimitPartition.GetSlidingWindowLimiter(SenderOf(context), _ => new SlidingWindowRateLimiterOptions
            {
                PermitLimit = options.LoginPerMinute,
                Window = TimeSpan.FromMinutes(1),
                SegmentsPerWindow = LoginSegments,
            }));
        limiter.AddPolicy(Webhooks, context => Bucket(WebhookOf(context), options.WebhooksPerSecond, options.WebhooksPerSecond));
        limiter.AddPolicy(Api, context => Bucket(ApiCallerOf(context), options.ApiPerSecond, options.ApiPerSecond * ApiBurstSeconds));
    }

    private static RateLimitPartition<string> Bucket(string partition, int perSecond, int burst) =>
        RateLimitPartition.GetTokenBucketLimiter(partition, _ => new TokenBucketRateLimiterOptions
        {
            TokenLimit = burst,
            // Many small refills rather than a wave at each full second; below ten a second there is no tenth to give.
            TokensPerPeriod = perSecond >= 10 ? perSecond / 10 : perSecond,
            ReplenishmentPeriod = perSecond >= 10 ? s_tick : TimeSpan.FromSeconds(1),
        });

    private static bool IsReading(HttpRequest request) => HttpMethods.IsGet(request.Method) || HttpMethods.IsHead(request.Method);

    // What cannot be a key of ours shares one bucket, or guessing would fill the memory with buckets.
    private static string WebhookOf(HttpContext context) =>
        context.GetRouteValue("key") is string key && Tokens.IsWellFormed(key) ? key : "";

    private static string ApiCallerOf(HttpContext context)
    {
        const string scheme = "Bearer ";
        var authorization = context.Request.Headers.Authorization.ToString();
        var key = authorization.StartsWith(scheme, StringComparison.OrdinalIgnoreCase) ? authorization[scheme.Length..].Trim() : null;
        return Tokens.IsApiKey(key) ? Convert.ToHexString(Tokens.Hash(key!)) : SenderOf(context);
    }

    // An IPv6 customer has a whole /64 to send from.
    private static string SenderOf(HttpContext context)
    {
        if (context.Connection.RemoteIpAddress is not { } remote)
            return "";
        var address = NetworkAddresses.Normalize(remote);
        return address.AddressFamily == AddressFamily.InterNetworkV6
            ? Convert.ToHexString(address.GetAddressBytes().AsSpan(0, 8))
            : address.ToString();
    }

    private static async ValueTask RejectAsync(OnRejectedContext rejected, CancellationToken cancellationToken)
    {
        var response = rejected.HttpContext.Response;
        var wait = rejected.Lease.TryGetMetadata(MetadataName.RetryAfter, out var after) ? after : TimeSpan.FromSeconds(1);
        var seconds = Math.Max(1, (int)Math.Ceiling(wait.TotalSeconds));
        response.Headers.RetryAfter = seconds.ToString(CultureInfo.InvariantCulture);
        if (rejected.HttpContext.Request.Path.StartsWithSegments("/api"))
        {
            await Results.Problem(
                title: "Too many requests.",
                detail: $"Try again in {seconds} s.",
                statusCode: (int)HttpStatusCode.TooManyRequests).ExecuteAsync(rejected.HttpContext).ConfigureAwait(false);
        }
    }
}
