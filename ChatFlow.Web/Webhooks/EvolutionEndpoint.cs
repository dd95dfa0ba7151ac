using ChatFlow.Core.Channels;
using ChatFlow.Core.Inbox.Media;
using ChatFlow.Core.Organizations;
using ChatFlow.Core.Security;

namespace ChatFlow.Web.Webhooks;

/// <summary>
/// <c>POST /webhooks/evolution/{key}</c>. Evolution signs nothing: the key says whose it is, and a header that we set
/// ourselves proves it; what the body says of either is not believed.
/// </summary>
internal sealed class EvolutionEndpoint(WebhookConnections connections, WebhookIntake intake, KeepInline inline, KeepPairing pairing)
{
    public const string Header = "X-ChatFlow-Secret";
    private const int LargestBody = 32 * 1024 * 1024;

    public Task PostAsync(HttpContext context) => intake.AnswerAsync(context, ChannelType.EvolutionApi, ReceiveAsync);

    private async Task<int> ReceiveAsync(HttpContext context)
    {
        var given = context.Request.Headers[Header] is [var one] ? one : null;
        bool IsGenuine(WebhookConnection c) => c.Type == ChannelType.EvolutionApi && Tokens.AreEqual(given, c.Secret);

        var connection = await connections.FindAsync(context.GetRouteValue("key") as string, IsGenuine, context.RequestAborted);
        if (connection is not { Type: ChannelType.EvolutionApi })
            return StatusCodes.Status404NotFound;
        if (!IsGenuine(connection))
            return StatusCodes.Status401Unauthorized;
        if (await WebhookIntake.ReadAsync(context, LargestBody) is not { } body)
            return StatusCodes.Status413PayloadTooLarge;
        // What is stored holds no secret; the code goes where the pages that wait for it look.
        if (PairingCodes.Find(body) is { } codes)
            await pairing.RunAsync(connection.OrganizationId, codes, context.RequestAborted);
        // A gateway may send files along inside the body: they go where files lie.
        body = await inline.RunAsync(connection.OrganizationId, body, context.RequestAborted);
        await intake.StoreAsync(ChannelType.EvolutionApi, body, [connection.OrganizationId], context.RequestAborted);
        return StatusCodes.Status200OK;
    }
}
