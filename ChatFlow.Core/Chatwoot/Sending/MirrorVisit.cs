using System.Text.Json.Nodes;
using ChatFlow.Core.Channels;
using ChatFlow.Core.Chatwoot.Api;
using ChatFlow.Core.Common;
using ChatFlow.Core.Inbox;

namespace ChatFlow.Core.Chatwoot.Sending;

/// <summary>A message that stands in Chatwoot by our hand.</summary>
internal sealed record CreatedRow(long ChatwootId, Guid MessageId, MirrorOrigin Origin, MessageStatus? Told);

/// <summary>What a visit to one conversation came to, for one transaction to record.</summary>
internal sealed class MirrorVisit(MirrorWork work)
{
    private Dictionary<string, long>? _sources;

    public MirrorWork Work => work;

    public MirrorLink Link { get; set; } = work.Link;

    /// <summary>Our side as it is now: following Chatwoot changes it during the visit.</summary>
    public ConversationNow? Now { get; set; } = work.Conversation;

    public List<long> Done { get; } = [];

    public List<CreatedRow> Created { get; } = [];

    public List<(long ChatwootId, int Part, MessageStatus Status)> Told { get; } = [];

    public long? OwnBotId { get; private set; }

    /// <summary>Anything that Chatwoot did not take and that was left aside, so that the rest goes on.</summary>
    public ChatwootProblem? Dropped { get; set; }

    public ChatwootProblem? Stopped { get; set; }

    public long Conversation => Link.ConversationId ?? throw new InvalidOperationException("no conversation yet");

    /// <summary>The message's id in Chatwoot if it is there already: an earlier request may have left without being recorded.</summary>
    public async Task<Result<long?>> FindAsync(ChatwootConversations conversations, MirrorItem item, string sourceId, CancellationToken ct)
    {
        if (item.Attempts == 0)
            return (long?)null;
        if (_sources is null)
        {
            var read = await conversations.SourcesAsync(work.Access, Conversation, work.LastCreated, ct);
            if (!read.IsSuccess)
                return read.Error;
            _sources = read.Value;
        }

        return _sources.TryGetValue(sourceId, out var id) ? id : (long?)null;
    }

    /// <summary>Writes a line into the conversation, unless it is there.</summary>
    public async Task<Result<Done>> WriteAsync(
        ChatwootApi api, ChatwootConversations conversations, MirrorItem item, MirrorMessage message, MirrorOrigin origin, string sourceId, string content,
        long? repliesTo, CancellationToken ct)
    {
        var found = await FindAsync(conversations, item, sourceId, ct);
        if (!found.IsSuccess)
            return found.Error;
        var id = found.Value;
        if (id is null)
        {
            var outgoing = message.Direction == MessageDirection.Outbound;
            var body = new JsonObject
            {
                ["content"] = content,
                ["message_type"] = outgoing ? "outgoing" : "incoming",
                ["private"] = false,
                ["content_type"] = "text",
                ["source_id"] = sourceId,
            };
            if (repliesTo is not null)
                body["content_attributes"] = new JsonObject { ["in_reply_to"] = repliesTo };
            var made = await api.PostAsync(work.Access, $"/conversations/{Conversation}/messages", body, ct);
            if (!made.IsSuccess)
                return made.Error;
            id = made.Value.Long("id");
            if (id is null)
                return new ChatwootProblem(ProblemKind.Unreachable, "chatwoot.unreadable", "The answer holds no message.");
            if (outgoing && made.Value.Get("sender") is var sender && sender.Text("type") == "agent_bot")
                OwnBotId = sender.Long("id");
        }

        // Chatwoot shows a new outgoing message as sent.
        MessageStatus? told = message.Direction == MessageDirection.Outbound ? MessageStatus.Sent : null;
        Created.Add(new CreatedRow(id.Value, message.Id, origin, told));
        message.Rows.Add(new MirroredRow(id.Value, 0, origin, told, Last: true));
        return default(Done);
    }
}
