using System.Text.Json.Nodes;

namespace ChatFlow.Core.Channels.Evolution;

/// <summary>Presence, read receipts and reactions through Evolution API (contracts/evolution.md section 8).</summary>
internal sealed class EvolutionSignals(EvolutionApi api) : IChatSignals
{
    // The gateway holds the request open for as long as it shows "typing".
    private const int TypingMilliseconds = 5_000;

    public ChannelType Type => ChannelType.EvolutionApi;

    public Task TypingAsync(ChannelSettings settings, SignalTarget to, string? lastInboundId, CancellationToken ct) =>
        EvolutionChannel.Number(to.Address) is not { } number
            ? Task.CompletedTask
            : PostAsync((EvolutionSettings)settings, "/chat/sendPresence/", new JsonObject
            {
                ["number"] = number,
                ["presence"] = "composing",
                ["delay"] = TypingMilliseconds,
            }, ct);

    public Task ReadAsync(ChannelSettings settings, SignalTarget from, IReadOnlyList<string> providerMessageIds, CancellationToken ct) =>
        JidOf(from.Address) is not { } jid
            ? Task.CompletedTask
            : PostAsync((EvolutionSettings)settings, "/chat/markMessageAsRead/", new JsonObject
            {
                ["readMessages"] = new JsonArray([.. providerMessageIds.Select(id => (JsonNode)Key(id, jid, fromMe: false))]),
            }, ct);

    public async Task<SendOutcome> ReactAsync(ChannelSettings settings, SignalTarget to, OutboundReaction reaction, CancellationToken ct)
    {
        var evolution = (EvolutionSettings)settings;
        if (JidOf(to.Address) is not { } jid)
            return new SendOutcome.Refused(new("no_address", ChannelErrorClass.Unreachable, "The contact has no address on this channel."));
        var reply = await PostAsync(evolution, "/message/sendReaction/", new JsonObject
        {
            ["key"] = Key(reaction.ProviderMessageId, jid, reaction.OnOurs),
            // An empty one takes it back.
            ["reaction"] = reaction.Emoji ?? "",
        }, ct).ConfigureAwait(false);
        return reply switch
        {
            ProviderReply.Failure failure => failure.Outcome,
            ProviderReply.Answer { IsSuccess: true } answer when answer.Json.Flag("error") != true =>
                new SendOutcome.Accepted(answer.Json.Get("key").Text("id") ?? reaction.ProviderMessageId),
            ProviderReply.Answer answer => EvolutionErrors.Outcome(answer, evolution.ApiKey),
            _ => throw new InvalidOperationException(),
        };
    }

    private Task<ProviderReply> PostAsync(EvolutionSettings settings, string path, JsonObject body, CancellationToken ct) =>
        api.PostAsync(settings, path + EvolutionApi.Segment(settings), body, ct);

    private static string? JidOf(ContactAddress address) =>
        EvolutionChannel.Number(address) is not { } number ? null : number.Contains('@', StringComparison.Ordinal) ? number : number + "@s.whatsapp.net";

    private static JsonObject Key(string id, string jid, bool fromMe) => new() { ["remoteJid"] = jid, ["fromMe"] = fromMe, ["id"] = id };
}
