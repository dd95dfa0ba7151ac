using System.Text.Json.Nodes;
using Microsoft.Extensions.Options;

namespace ChatFlow.Core.Channels.MetaCloud;

/// <summary>
/// Read receipts, "typing" (which Meta shows only together with a receipt, for 25 seconds or until a message comes) and
/// reactions (contracts/meta-cloud.md section 7).
/// </summary>
internal sealed class MetaSignals(MetaApi api, IOptions<ChannelOptions> options) : IChatSignals
{
    public ChannelType Type => ChannelType.MetaApi;

    public Task TypingAsync(ChannelSettings settings, SignalTarget to, string? lastInboundId, CancellationToken ct)
    {
        if (lastInboundId is null)
            return Task.CompletedTask;
        var body = ReadBody(lastInboundId);
        body["typing_indicator"] = new JsonObject { ["type"] = "text" };
        return PostAsync((MetaSettings)settings, body, ct);
    }

    // A receipt for a message is one for all before it.
    public Task ReadAsync(ChannelSettings settings, SignalTarget from, IReadOnlyList<string> providerMessageIds, CancellationToken ct) =>
        providerMessageIds.Count == 0 ? Task.CompletedTask : PostAsync((MetaSettings)settings, ReadBody(providerMessageIds[^1]), ct);

    public async Task<SendOutcome> ReactAsync(ChannelSettings settings, SignalTarget to, OutboundReaction reaction, CancellationToken ct)
    {
        var account = (MetaSettings)settings;
        var body = new JsonObject { ["messaging_product"] = "whatsapp", ["recipient_type"] = "individual" };
        if (MetaRequest.Digits(to.Address) is { } digits)
            body["to"] = digits;
        else if (to.Address.Bsuid is { Length: > 0 } bsuid)
            body["recipient"] = bsuid;
        else
            return new SendOutcome.Refused(new("no_address", ChannelErrorClass.Unreachable, "The contact has no address on this channel."));
        body["type"] = "reaction";
        body["reaction"] = new JsonObject { ["message_id"] = reaction.ProviderMessageId, ["emoji"] = reaction.Emoji ?? "" };
        var reply = await PostAsync(account, body, ct).ConfigureAwait(false);
        return reply switch
        {
            ProviderReply.Failure failure => failure.Outcome,
            ProviderReply.Answer { IsSuccess: true } answer =>
                new SendOutcome.Accepted(answer.Json.Get("messages").Items().FirstOrDefault().Text("id") ?? reaction.ProviderMessageId),
            ProviderReply.Answer answer => MetaAnswers.Outcome(answer, account.AccessToken),
            _ => throw new InvalidOperationException(),
        };
    }

    private static JsonObject ReadBody(string id) => new()
    {
        ["messaging_product"] = "whatsapp",
        ["status"] = "read",
        ["message_id"] = id,
    };

    private Task<ProviderReply> PostAsync(MetaSettings account, JsonObject body, CancellationToken ct) =>
        api.CallAsync(account, account.PhoneNumberId, HttpMethod.Post, "/messages", body, options.Value.QueryTimeout, ct);
}
