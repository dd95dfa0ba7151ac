using ChatFlow.Core.Channels;
using ChatFlow.Core.Channels.MetaCloud;
using ChatFlow.Core.Security;

namespace ChatFlow.Web.Webhooks;

/// <summary>
/// <c>GET|POST /webhooks/meta/{key}</c>. The key's owner must verify the body; each part of it then counts only for an
/// organization that holds its number or account and whose own app secret verifies the body too.
/// </summary>
internal sealed class MetaEndpoint(WebhookConnections connections, WebhookIntake intake)
{
    private const int LargestBody = 4 * 1024 * 1024;
    private const int LongestChallenge = 1024;

    public Task GetAsync(HttpContext context) => intake.AnswerAsync(context, ChannelType.MetaApi, ConfirmAsync);

    public Task PostAsync(HttpContext context) => intake.AnswerAsync(context, ChannelType.MetaApi, ReceiveAsync);

    private async Task<int> ConfirmAsync(HttpContext context)
    {
        var query = context.Request.Query;
        bool IsKnown(WebhookConnection c) => c.Type == ChannelType.MetaApi && Tokens.AreEqual(query["hub.verify_token"], c.VerifyToken);

        var connection = await FindAsync(context, IsKnown);
        if (connection is null)
            return StatusCodes.Status404NotFound;
        if (query["hub.mode"] != "subscribe" || !IsKnown(connection) || query["hub.challenge"] is not [{ Length: <= LongestChallenge } challenge])
            return StatusCodes.Status403Forbidden;
        context.Response.ContentType = "text/plain; charset=utf-8";
        await context.Response.WriteAsync(challenge, context.RequestAborted);
        return StatusCodes.Status200OK;
    }

    private async Task<int> ReceiveAsync(HttpContext context)
    {
        if (await FindAsync(context, c => c.Type == ChannelType.MetaApi) is null)
            return StatusCodes.Status404NotFound;
        if (await WebhookIntake.ReadAsync(context, LargestBody) is not { } body)
            return StatusCodes.Status413PayloadTooLarge;
        var signature = context.Request.Headers["X-Hub-Signature-256"] is [var one] ? one : null;
        bool IsGenuine(WebhookConnection c) => c.Type == ChannelType.MetaApi && Verifies(c.AppSecret);
        // The owner's secret is asked for several times, and is usually the only one.
        string? verified = null;
        bool Verifies(string? appSecret)
        {
            if (appSecret is null || (appSecret != verified && !MetaSignature.IsValid(body, signature, appSecret)))
                return false;
            verified = appSecret;
            return true;
        }

        var owner = await FindAsync(context, IsGenuine);
        if (owner is null || !IsGenuine(owner))
            return StatusCodes.Status401Unauthorized;
        var organizations = MetaRoutes.Read(body) switch
        {
            null => [owner.OrganizationId],
            { Count: 0 } => [],
            { } routes => await ConcernedAsync(routes, context.RequestAborted),
        };
        if (organizations.Count > 0)
            await intake.StoreAsync(ChannelType.MetaApi, body, organizations, context.RequestAborted);
        return StatusCodes.Status200OK;

        async Task<IReadOnlyList<Guid>> ConcernedAsync(IReadOnlyList<string> routes, CancellationToken ct)
        {
            var owners = await connections.FindOwnersAsync(routes, all => all.Count > 0 && all.All(o => Verifies(o.AppSecret)), ct);
            return [.. owners.Where(o => Verifies(o.AppSecret)).Select(o => o.OrganizationId).Distinct()];
        }
    }

    private async ValueTask<WebhookConnection?> FindAsync(HttpContext context, Func<WebhookConnection, bool> accepts)
    {
        var connection = await connections.FindAsync(context.GetRouteValue("key") as string, accepts, context.RequestAborted);
        return connection is { Type: ChannelType.MetaApi } ? connection : null;
    }
}
