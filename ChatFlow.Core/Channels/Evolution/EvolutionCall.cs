using System.Globalization;
using System.Text.Json;

namespace ChatFlow.Core.Channels.Evolution;

/// <summary>A call that rings: one system line for each call id, made by its first event.</summary>
internal static class EvolutionCall
{
    public static InboundEvent Read(JsonElement item, EvolutionEnvelope envelope)
    {
        var caller = Jid.Parse(item.Text("from"));
        if (!caller.IsPerson)
            caller = Jid.Parse(item.Text("chatId"));
        if (item.Text("status") != "offer" || item.Text("id") is not { } id || item.Flag("isGroup") == true || !caller.IsPerson)
            return new Ignored("A call's later event.", envelope.At);
        var at = DateTimeOffset.TryParse(item.Text("date"), CultureInfo.InvariantCulture,
            DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal, out var date) ? date : envelope.At;
        var call = MessageDetails.Of(("call", MessageDetails.Of(("video", item.Flag("isVideo") ?? false))));
        return new MessageReceived(
            id, EvolutionAddress.Of(caller, caller), null, MessageType.System, "", at, Details: MessageDetails.Write(call));
    }
}
