using System.Text.Json;

namespace ChatFlow.Core.Channels.Evolution;

/// <summary>Who the other side of a message is: the phone and the LID that its key tells, in any of the gateway's versions.</summary>
internal static class EvolutionAddress
{
    /// <summary>The person of a one-to-one chat; null with the reason when the chat is none.</summary>
    public static ContactAddress? Read(JsonElement key, Jid own, out string reason)
    {
        var chat = Jid.Parse(key.Text("remoteJid"));
        if (!chat.IsPerson)
        {
            reason = NotOneToOne(chat);
            return null;
        }

        var fromMe = key.Flag("fromMe") == true;
        var alternative = Jid.Parse(key.Text("remoteJidAlt"));
        // On what we sent, "sender" speaks of ourselves and must never become the contact's identity.
        var sender = fromMe ? default : Jid.Parse(key.Text("senderPn"));
        var senderLid = Jid.Parse(key.Text("senderLid"));
        var phone = First(JidKind.Phone, chat, alternative, sender);
        if (fromMe && (phone.IsSameLine(own) || (chat.Kind == JidKind.Lid && phone.Kind == JidKind.None && senderLid == chat)))
        {
            reason = "A note to oneself.";
            return null;
        }

        reason = "";
        return Of(phone, First(JidKind.Lid, chat, alternative, fromMe ? default : senderLid));
    }

    public static ContactAddress Of(Jid phone, Jid lid = default) => new(
        phone.Kind == JidKind.Phone ? "+" + phone.User : null,
        phone.Kind == JidKind.Phone ? phone.User : null,
        lid.Kind == JidKind.Lid ? lid.User : null);

    public static string NotOneToOne(Jid chat) => chat.Kind switch
    {
        JidKind.Group => "A group.",
        JidKind.Story => "A story.",
        JidKind.Newsletter => "A newsletter.",
        JidKind.Broadcast => "A broadcast list.",
        JidKind.None or JidKind.Phone or JidKind.Lid => "No person's address.",
    };

    private static Jid First(JidKind kind, params ReadOnlySpan<Jid> candidates)
    {
        foreach (var candidate in candidates)
        {
            if (candidate.Kind == kind)
                return candidate;
        }

        return default;
    }
}
