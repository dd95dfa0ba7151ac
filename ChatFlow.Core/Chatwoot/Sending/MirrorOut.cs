using System.Text.Json.Nodes;
using ChatFlow.Core.Channels;
using ChatFlow.Core.Chatwoot.Api;
using ChatFlow.Core.Common;
using ChatFlow.Core.Inbox;
using ChatFlow.Core.Inbox.Receiving;

namespace ChatFlow.Core.Chatwoot.Sending;

/// <summary>
/// Brings one conversation in Chatwoot up to date, item by item in their order, outside any transaction. Stops at what may
/// succeed later; leaves aside what never will.
/// </summary>
internal sealed class MirrorOut(
    ChatwootApi api, ChatwootContacts contacts, ChatwootConversations conversations, MirrorPull pull, MirrorAgents agents, FinishMirror finish, TimeProvider clock)
{
    /// <summary>What could not be told within this time is not told any more.</summary>
    public static readonly TimeSpan MaximumAge = TimeSpan.FromDays(3);

    // Well below the lease.
    private static readonly TimeSpan s_visit = TimeSpan.FromMinutes(2);

    public async Task<MirrorVisit> RunAsync(MirrorWork work, CancellationToken ct)
    {
        var visit = new MirrorVisit(work);
        var until = clock.GetUtcNow() + s_visit;
        var fresh = work.Link.ConversationId is null;
        foreach (var item in work.Items)
        {
            if (clock.GetUtcNow() > until)
                break;
            if (clock.GetUtcNow() - item.CreatedAt < MaximumAge && await OneAsync(visit, item, ct) is { } problem)
            {
                if (!IsForGood(item, problem))
                {
                    visit.Stopped = problem;
                    break;
                }

                visit.Dropped = problem;
            }

            visit.Done.Add(item.Id);
        }

        // A conversation that has just been made does not know who holds it.
        if (visit.Stopped is null && fresh && visit.Link.ConversationId is not null && await PushAsync(visit, ct) is { } late)
            visit.Dropped = late;
        return visit;
    }

    private async Task<ChatwootProblem?> OneAsync(MirrorVisit visit, MirrorItem item, CancellationToken ct)
    {
        var message = item.MessageId is { } id ? visit.Work.Messages.GetValueOrDefault(id) : null;
        var result = item.Kind switch
        {
            MirrorItemKind.Message => message is null ? default(Done) : await WriteAsync(visit, item, message, ct),
            MirrorItemKind.Edit => message is null ? default(Done) : await EditAsync(visit, item, message, ct),
            MirrorItemKind.Status => message is null ? default(Done) : await StatusAsync(visit, message, ct),
            MirrorItemKind.Delete => message is null ? default(Done) : await DeleteAsync(visit, message, ct),
            MirrorItemKind.Conversation => await PushAsync(visit, ct) is { } pushed ? pushed : default(Done),
            MirrorItemKind.Pull => await pull.RunAsync(visit, ct),
        };
        return result.Error switch
        {
            null => null,
            ChatwootProblem problem => problem,
            var other => new ChatwootProblem(ProblemKind.Invalid, other.Code, other.Message),
        };
    }

    private async Task<Result<Done>> WriteAsync(MirrorVisit visit, MirrorItem item, MirrorMessage message, CancellationToken ct)
    {
        // It came from there, or was told already; or the contact took it back before it could be told.
        if (message.Deleted || message.Rows.Count > 0)
            return default(Done);
        if (await EnsureAsync(visit, ct) is { } problem)
            return problem;
        return await visit.WriteAsync(
            api, conversations, item, message, MirrorOrigin.Chatflow, message.SourceId, MirrorText.Of(message, visit.Work.Language), message.RepliesTo, ct);
    }

    private async Task<Result<Done>> EditAsync(MirrorVisit visit, MirrorItem item, MirrorMessage message, CancellationToken ct)
    {
        // What is told only now is told as it reads now.
        if (message.Deleted || visit.Link.ConversationId is null || message.Rows.Find(r => r.Origin != MirrorOrigin.Edit) is not { } original
            || visit.Created.Exists(c => c.MessageId == message.Id))
            return default(Done);
        return await visit.WriteAsync(
            api, conversations, item, message, MirrorOrigin.Edit, message.EditSourceId, MirrorText.Edited(message.Text, visit.Work.Language), original.ChatwootId, ct);
    }

    private async Task<Result<Done>> StatusAsync(MirrorVisit visit, MirrorMessage message, CancellationToken ct)
    {
        var failed = message.Status == MessageStatus.Failed;
        // Unknown is not told: Chatwoot would offer to send it again, and it may have arrived.
        if (visit.Link.ConversationId is null || message.Status is MessageStatus.Pending or MessageStatus.Unknown)
            return default(Done);
        for (var i = 0; i < message.Rows.Count; i++)
        {
            var row = message.Rows[i];
            if (row.Origin == MirrorOrigin.Edit || (!row.Last && !failed) || StatusMerge.Rank(message.Status) <= StatusMerge.Rank(row.Told ?? MessageStatus.Pending))
                continue;
            var body = new JsonObject { ["status"] = EnumText<MessageStatus>.Of(message.Status) };
            if (failed)
                body["external_error"] = ProviderWords.Cut(message.Error ?? "WhatsApp");
            var told = await api.PatchAsync(visit.Work.Access, $"/conversations/{visit.Conversation}/messages/{row.ChatwootId}", body, ct);
            if (!told.IsSuccess)
                return told.Error;
            visit.Told.Add((row.ChatwootId, row.Part, message.Status));
            message.Rows[i] = row with { Told = message.Status };
        }

        return default(Done);
    }

    private async Task<Result<Done>> DeleteAsync(MirrorVisit visit, MirrorMessage message, CancellationToken ct)
    {
        if (visit.Link.ConversationId is null)
            return default(Done);
        foreach (var row in message.Rows)
        {
            var deleted = await api.DeleteAsync(visit.Work.Access, $"/conversations/{visit.Conversation}/messages/{row.ChatwootId}", ct);
            if (!deleted.IsSuccess && deleted.Error is not ChatwootProblem { Kind: ProblemKind.NotFound })
                return deleted.Error;
        }

        return default(Done);
    }

    private async Task<ChatwootProblem?> EnsureAsync(MirrorVisit visit, CancellationToken ct)
    {
        if (visit.Link.ConversationId is not null)
            return null;
        var contact = visit.Link is { ChatwootContactId: { } id, SourceId: { } source } ? new ChatwootContact(id, source) : null;
        if (contact is null)
        {
            var ensured = await contacts.EnsureAsync(visit.Work.Access, visit.Work.Person, ct);
            if (!ensured.IsSuccess)
                return AsProblem(ensured.Error);
            contact = ensured.Value;
        }

        var status = visit.Now?.Status ?? ConversationStatus.Open;
        var conversation = await conversations.EnsureAsync(visit.Work.Access, contact, status, ct);
        if (!conversation.IsSuccess)
            return AsProblem(conversation.Error);
        visit.Link = visit.Link with
        {
            ChatwootContactId = contact.Id,
            SourceId = contact.SourceId,
            ConversationId = conversation.Value.Id,
            Status = conversation.Value.Status ?? status,
            AssigneeId = conversation.Value.Assignee?.Id,
        };
        return await finish.LinkAsync(visit, ct) ? null : new ChatwootProblem(ProblemKind.Unreachable, "chatwoot.lease_lost", "Another worker has the conversation.");
    }

    /// <summary>Chatwoot's state and assignment after ours, where they differ from what both last agreed on.</summary>
    private async Task<ChatwootProblem?> PushAsync(MirrorVisit visit, CancellationToken ct)
    {
        if (visit.Link.ConversationId is not { } id || visit.Now is not { } now)
            return null;
        if (now.Status != visit.Link.Status && visit.Link.Status is not null)
        {
            var set = await conversations.SetStatusAsync(visit.Work.Access, id, now.Status, ct);
            if (!set.IsSuccess)
                return AsProblem(set.Error);
            visit.Link = visit.Link with { Status = now.Status };
        }

        long? wanted = visit.Link.AssigneeId;
        if (now.Holder == ConversationHolder.Bot)
        {
            wanted = null;
        }
        else if (now is { Holder: ConversationHolder.Person, HolderEmail: { } email })
        {
            var agent = await agents.FindAsync(visit.Work, email, ct);
            if (!agent.IsSuccess)
                return AsProblem(agent.Error);
            wanted = agent.Value ?? wanted;
        }

        if (wanted == visit.Link.AssigneeId)
            return null;
        var assigned = await conversations.AssignAsync(visit.Work.Access, id, wanted, ct);
        if (!assigned.IsSuccess)
            return AsProblem(assigned.Error);
        visit.Link = visit.Link with { AssigneeId = wanted };
        return null;
    }

    // The rest is decided by FinishMirror, which may ask Chatwoot whether the inbox is still there.
    private static bool IsForGood(MirrorItem item, ChatwootProblem problem) =>
        problem.Kind == ProblemKind.Invalid || (problem.Kind == ProblemKind.Forbidden && item.Kind == MirrorItemKind.Status);

    private static ChatwootProblem AsProblem(Error error) =>
        error as ChatwootProblem ?? new ChatwootProblem(ProblemKind.Invalid, error.Code, error.Message);
}
