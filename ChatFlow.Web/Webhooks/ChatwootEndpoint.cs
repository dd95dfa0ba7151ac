using System.Security.Cryptography;
using System.Text;
using ChatFlow.Core.Chatwoot;
using ChatFlow.Core.Chatwoot.Receiving;
using ChatFlow.Core.Data;
using ChatFlow.Core.Security;
using Npgsql;

namespace ChatFlow.Web.Webhooks;

/// <summary>
/// <c>POST /webhooks/chatwoot/{key}</c>. The key says whose it is; where a secret was pasted the signature must fit too
/// (versions before 4.13 sign nothing for API inboxes). Chatwoot waits five seconds and then marks the agent's message as
/// failed, so the body is kept and answered at once.
/// </summary>
internal sealed class ChatwootEndpoint(Gate gate, MirrorSecrets secrets, WebhookIntake intake, ChatwootWebhookSignal signal, TimeProvider clock)
{
    private const string Channel = "chatwoot";
    private const int LargestBody = 2 * 1024 * 1024;

    public Task PostAsync(HttpContext context) => intake.AnswerAsync(context, Channel, ReceiveAsync);

    private async Task<int> ReceiveAsync(HttpContext context)
    {
        if (context.GetRouteValue("key") is not string key || !Tokens.IsWellFormed(key))
            return StatusCodes.Status404NotFound;
        await using var command = gate.Command("SELECT organization_id, signing_secret FROM gate.find_chatwoot($1)");
        command.Parameters.Add(new NpgsqlParameter<byte[]> { TypedValue = Tokens.Hash(key) });
        if (await Gate.ListAsync(command, r => (Organization: r.GetGuid(0), Secret: r.Get<string>(1)), context.RequestAborted) is not [var owner])
            return StatusCodes.Status404NotFound;
        if (await WebhookIntake.ReadAsync(context, LargestBody) is not { } body)
            return StatusCodes.Status413PayloadTooLarge;
        if (secrets.SigningSecret(owner.Organization, owner.Secret) is { } secret
            && !ChatwootSignature.IsValid(body, Header(context, "X-Chatwoot-Timestamp"), Header(context, "X-Chatwoot-Signature"), secret, clock.GetUtcNow()))
            return StatusCodes.Status401Unauthorized;
        await intake.StoreAsync(Channel, body, Hash(body, Header(context, "X-Chatwoot-Delivery")), [owner.Organization], context.RequestAborted);
        signal.Wake();
        return StatusCodes.Status200OK;
    }

    // The delivery's id stays over retries. Without one nothing tells a repetition from the same state that came back, such
    // as a conversation opened twice: then each body counts, and its effects happen once by themselves.
    private static byte[] Hash(byte[] body, string? delivery)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        hash.AppendData(Encoding.UTF8.GetBytes(delivery ?? Guid.NewGuid().ToString("N")));
        hash.AppendData("\n"u8);
        hash.AppendData(body);
        return hash.GetHashAndReset();
    }

    private static string? Header(HttpContext context, string name) => context.Request.Headers[name] is [{ Length: > 0 and <= 500 } one] ? one : null;
}
