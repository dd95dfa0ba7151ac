using ChatFlow.Core.Chatwoot.Sending;

namespace ChatFlow.Core.Chatwoot.Receiving;

/// <summary>What decides beside the message itself.</summary>
/// <param name="Known">Ids of messages that we created there, or that went out already.</param>
internal sealed record SendFacts(long AccountId, long InboxId, bool SendAutoReplies, long? OwnBotId, IReadOnlySet<long> Known);

/// <summary>
/// Whether a message from Chatwoot goes to WhatsApp: only if everything holds that contracts/chatwoot.md section 4 lists.
/// Each look that fails has a name, for the tests and for whoever asks why nothing was sent.
/// </summary>
internal static class SendRule
{
    /// <summary>Null: send it.</summary>
    public static string? WhyNot(ChatwootMessageCreated message, SendFacts facts) => message switch
    {
        { Type: not ("outgoing" or "template") } => "not_outgoing",
        { Type: "template" } when !facts.SendAutoReplies => "auto_reply",
        { Private: true } => "private_note",
        // Old forms name no account: then our address alone says whose it is.
        { AccountId: { } account } when account != facts.AccountId => "other_account",
        _ when message.InboxId != facts.InboxId => "other_inbox",
        { Channel: not "Channel::Api" } => "not_api_channel",
        { SourceId: { } source } when source.StartsWith(SourceIds.Prefix, StringComparison.Ordinal) => "own_message",
        { ExternalEcho: true } => "external_echo",
        { Deleted: true } => "deleted",
        { Sender: { Type: "agent_bot", Id: { } bot } } when bot == facts.OwnBotId => "own_bot",
        { Sender.Type: "contact" } => "written_by_contact",
        _ when facts.Known.Contains(message.Id) => "known",
        { Text.Length: 0, Attachments.Count: 0 } => "empty",
        _ => null,
    };
}
