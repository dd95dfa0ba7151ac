using System.Text.Json;
using System.Text.Json.Nodes;
using ChatFlow.Core.Channels;
using ChatFlow.Core.Common;

namespace ChatFlow.Core.Chatwoot.Api;

/// <summary>The API inbox in which the mirrored conversations stand; its webhook leads to us.</summary>
internal sealed class ChatwootInboxes(ChatwootApi api)
{
    private const string ApiChannel = "Channel::Api";

    /// <summary>Takes an inbox that is there and points its webhook at us. One that is no API inbox is refused.</summary>
    public async Task<Result<long>> AdoptAsync(ChatwootAccess access, long inboxId, string webhookUrl, CancellationToken ct)
    {
        var found = await api.GetAsync(access, $"/inboxes/{inboxId}", ct);
        if (!found.IsSuccess)
            return found.Error;
        if (found.Value.Text("channel_type") != ApiChannel)
            return new InboxNotApi();
        if (found.Value.Text("webhook_url") == webhookUrl)
            return inboxId;
        var changed = await api.PatchAsync(access, $"/inboxes/{inboxId}", new JsonObject { ["channel"] = new JsonObject { ["webhook_url"] = webhookUrl } }, ct);
        return changed.IsSuccess ? inboxId : changed.Error;
    }

    /// <summary>Makes the inbox, or takes the one that an interrupted attempt made with our address.</summary>
    public async Task<Result<long>> CreateAsync(ChatwootAccess access, string name, string webhookUrl, CancellationToken ct)
    {
        var all = await api.GetAsync(access, "/inboxes", ct);
        if (!all.IsSuccess)
            return all.Error;
        var ours = Payload(all.Value).FirstOrDefault(i => i.Text("channel_type") == ApiChannel && i.Text("webhook_url") == webhookUrl);
        if (ours.Long("id") is { } known)
            return known;
        var made = await api.PostAsync(access, "/inboxes", new JsonObject
        {
            ["name"] = name,
            // Who answers is decided by the bot and by people, not by turns.
            ["enable_auto_assignment"] = false,
            ["lock_to_single_conversation"] = true,
            ["channel"] = new JsonObject { ["type"] = "api", ["webhook_url"] = webhookUrl },
        }, ct);
        if (!made.IsSuccess)
            return made.Error;
        return made.Value.Long("id") is { } id ? id : new ChatwootProblem(ProblemKind.Unreachable, "chatwoot.unreadable", "The answer holds no inbox.");
    }

    /// <summary>Whether the inbox is still there: tells a deleted account from a deleted message.</summary>
    public async Task<ChatwootProblem?> ProbeAsync(ChatwootAccess access, CancellationToken ct) =>
        (await api.GetAsync(access, $"/inboxes/{access.InboxId}", ct)).Error as ChatwootProblem;

    /// <summary>Some routes wrap their list, some do not.</summary>
    internal static IEnumerable<JsonElement> Payload(JsonElement answer) => (answer.Get("payload").Exists() ? answer.Get("payload") : answer).Items();
}

internal sealed record InboxNotApi() : ValidationError("chatwoot.not_api", "This inbox is not an API inbox.", "inboxId");
