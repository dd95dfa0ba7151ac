using System.Text.Json;
using System.Text.Json.Nodes;
using ChatFlow.Core.Channels;
using ChatFlow.Core.Common;
using ChatFlow.Core.Inbox;

namespace ChatFlow.Core.Chatwoot.Api;

/// <param name="Id">The display id, unique in its account only.</param>
internal sealed record ChatwootConversation(long Id, ConversationStatus? Status, ChatwootAgent? Assignee);

internal sealed record ChatwootAgent(long Id, string? Email);

/// <summary>Conversations and what stands in them, as far as the mirror writes and reads it.</summary>
internal sealed class ChatwootConversations(ChatwootApi api)
{
    private const int PageOfMessages = 100;
    private const int MostPages = 20;

    /// <summary>The newest conversation of the contact in our inbox, or a new one. The caller holds the contact's lease.</summary>
    public async Task<Result<ChatwootConversation>> EnsureAsync(ChatwootAccess access, ChatwootContact contact, ConversationStatus status, CancellationToken ct)
    {
        var all = await api.GetAsync(access, $"/contacts/{contact.Id}/conversations", ct);
        if (!all.IsSuccess)
            return all.Error;
        var newest = ChatwootInboxes.Payload(all.Value).Where(c => c.Long("inbox_id") == access.InboxId && c.Long("id") is not null)
            .OrderByDescending(c => c.Long("id")).FirstOrDefault();
        if (newest.Exists())
            return Read(newest)!;
        var made = await api.PostAsync(access, "/conversations", new JsonObject
        {
            ["source_id"] = contact.SourceId,
            ["inbox_id"] = access.InboxId,
            ["contact_id"] = contact.Id,
            ["status"] = EnumText<ConversationStatus>.Of(status),
        }, ct);
        if (!made.IsSuccess)
            return made.Error;
        return Read(made.Value) is { } conversation ? conversation : new ChatwootProblem(ProblemKind.Unreachable, "chatwoot.unreadable", "The answer holds no conversation.");
    }

    public async Task<Result<ChatwootConversation>> ReadAsync(ChatwootAccess access, long conversationId, CancellationToken ct)
    {
        var found = await api.GetAsync(access, $"/conversations/{conversationId}", ct);
        if (!found.IsSuccess)
            return found.Error;
        return Read(found.Value) is { } conversation ? conversation : new ChatwootProblem(ProblemKind.Unreachable, "chatwoot.unreadable", "The answer holds no conversation.");
    }

    public Task<Result<JsonElement>> SetStatusAsync(ChatwootAccess access, long conversationId, ConversationStatus status, CancellationToken ct) =>
        api.PostAsync(access, $"/conversations/{conversationId}/toggle_status", new JsonObject { ["status"] = EnumText<ConversationStatus>.Of(status) }, ct);

    /// <param name="agentId">Null takes the assignment back.</param>
    public Task<Result<JsonElement>> AssignAsync(ChatwootAccess access, long conversationId, long? agentId, CancellationToken ct) =>
        api.PostAsync(access, $"/conversations/{conversationId}/assignments", new JsonObject { ["assignee_id"] = agentId }, ct);

    public async Task<Result<IReadOnlyList<ChatwootAgent>>> AgentsAsync(ChatwootAccess access, CancellationToken ct)
    {
        var all = await api.GetAsync(access, "/agents", ct);
        return all.IsSuccess ? ChatwootInboxes.Payload(all.Value).Select(Agent).OfType<ChatwootAgent>().ToList() : all.Error;
    }

    /// <summary>The messages that stand there after the last one we know, by their source ids.</summary>
    public async Task<Result<Dictionary<string, long>>> SourcesAsync(ChatwootAccess access, long conversationId, long after, CancellationToken ct)
    {
        var sources = new Dictionary<string, long>(StringComparer.Ordinal);
        for (var page = 0; page < MostPages; page++)
        {
            var answer = await api.GetAsync(access, $"/conversations/{conversationId}/messages?after={after}", ct);
            if (!answer.IsSuccess)
                return answer.Error;
            var messages = ChatwootInboxes.Payload(answer.Value).ToList();
            foreach (var message in messages)
            {
                if (message.Long("id") is { } id && message.Text("source_id") is { } source)
                    sources.TryAdd(source, id);
            }

            var last = messages.Max(m => m.Long("id"));
            if (messages.Count < PageOfMessages || last is null || last <= after)
                break;
            after = last.Value;
        }

        return sources;
    }

    private static ChatwootConversation? Read(JsonElement json) => json.Long("id") is { } id
        ? new ChatwootConversation(id, EnumText<ConversationStatus>.TryParse(json.Text("status"), out var status) ? status : null, Agent(json.Get("meta").Get("assignee")))
        : null;

    private static ChatwootAgent? Agent(JsonElement json) => json.Long("id") is { } id ? new ChatwootAgent(id, json.Text("email")) : null;
}
