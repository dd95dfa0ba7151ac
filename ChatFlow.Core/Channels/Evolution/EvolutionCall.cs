using System.Globalization;
using System.Text.Json;

namespace ChatFlow.Core.Channels.Evolution;

/// <summary>A call: one system line for each call id, made by whichever of its events comes first; the others find it there.</summary>
internal static class EvolutionCall
{
    public static InboundEvent Read(JsonElement item, EvolutionEnvelope envelope)
    {
        var caller = Jid.Parse(item.Text("from"));
        if (!caller.IsPerson)
            caller = Jid.Parse(item.Text("chatId"));
        if (item.Text("id") is not { } id || item.Flag("isGroup") == true || !caller.IsPerson || caller.IsSameLine(envelope.Own))
            return new Ignored("A call without a caller.", envelope.At);
        var at = DateTimeOffset.TryParse(item.Text("date"), CultureInfo.InvariantCulture,
            DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal, out var date) ? date : envelope.At;
        var call = MessageDetails.Of(("call", MessageDetails.Of(("video", item.Flag("isVideo") ?? false))));
        return new MessageReceived(
            id, EvolutionAddress.Of(caller, caller), null, MessageType.System, "", at, Details: MessageDetails.Write(call));
    }
}
