using ChatFlow.Core.Chatwoot.Api;
using ChatFlow.Core.Common;
using ChatFlow.Core.Data;
using ChatFlow.Core.Inbox;
using ChatFlow.Core.Users;
using Microsoft.EntityFrameworkCore;

namespace ChatFlow.Core.Chatwoot.Sending;

/// <summary>
/// Asks Chatwoot how a conversation stands and follows what changed there since both sides last agreed. Bodies of its
/// webhooks come in any order and are known to name the wrong state (sample 304), so only the answer is believed.
/// </summary>
internal sealed class MirrorPull(ChatwootConversations conversations, TenantDb tenants, ChangeHolder change, TimeProvider clock)
{
    public async Task<Result<Done>> RunAsync(MirrorVisit visit, CancellationToken ct)
    {
        if (visit.Link.ConversationId is not { } id)
            return default(Done);
        var read = await conversations.ReadAsync(visit.Work.Access, id, ct);
        if (!read.IsSuccess)
            return read.Error;
        var there = read.Value;
        var status = there.Status is { } s && s != visit.Link.Status ? s : (ConversationStatus?)null;
        var assigned = there.Assignee is { } a && a.Id != visit.Link.AssigneeId ? a : null;
        if (status is not null || assigned is not null)
        {
            var user = assigned?.Email is { } email ? await UserAsync(visit.Work.OrganizationId, email, ct) : null;
            await change.RunAsync(Actor.System(visit.Work.OrganizationId), visit.Work.ContactId,
                (conversation, config) => Follow(conversation, config.BotEnabled, TimeSpan.FromMinutes(config.ReturnAfterMinutes), status, assigned is not null, user), ct);
            visit.Now = await tenants.RunAsync(visit.Work.OrganizationId, (db, token) => ReadMirrorWork.ConversationAsync(db, visit.Work.ContactId, token), ct);
        }

        visit.Link = visit.Link with { Status = there.Status ?? visit.Link.Status, AssigneeId = there.Assignee?.Id };
        return default(Done);
    }

    private void Follow(Conversation conversation, bool botEnabled, TimeSpan botReturnsAfter, ConversationStatus? status, bool assigned, Guid? user)
    {
        switch (status)
        {
            case ConversationStatus.Resolved:
                Let(conversation, ConversationHolder.Nobody, ConversationStatus.Resolved);
                return;
            case ConversationStatus.Snoozed:
                conversation.Status = ConversationStatus.Snoozed;
                return;
            case ConversationStatus.Pending when !assigned:
                Let(conversation, botEnabled ? ConversationHolder.Bot : ConversationHolder.Nobody, botEnabled ? ConversationStatus.Pending : ConversationStatus.Open);
                return;
            // Opened there while the bot had it: a person takes over.
            case ConversationStatus.Open when conversation.Status == ConversationStatus.Pending:
                assigned = true;
                break;
            case ConversationStatus.Open or ConversationStatus.Pending or null:
                break;
        }

        if (!assigned)
        {
            conversation.Status = ConversationStatus.Open;
            return;
        }

        conversation.Holder = ConversationHolder.Person;
        conversation.HolderUserId = user;
        conversation.BotReturnsAt = clock.GetUtcNow() + botReturnsAfter;
        conversation.Status = ConversationStatus.Open;
    }

    private static void Let(Conversation conversation, ConversationHolder holder, ConversationStatus status)
    {
        conversation.Holder = holder;
        conversation.HolderUserId = null;
        conversation.BotReturnsAt = null;
        conversation.Status = status;
    }

    private Task<Guid?> UserAsync(Guid organizationId, string email, CancellationToken ct) => tenants.RunAsync(organizationId, (db, token) =>
        MirrorUsers.FindAsync(db, email, token), ct);
}

/// <summary>The person of ours behind one of Chatwoot's agents.</summary>
internal static class MirrorUsers
{
    public static async Task<Guid?> FindAsync(ChatFlowDb db, string email, CancellationToken ct)
    {
        var normalized = email.ToUpperInvariant();
        return await db.Set<User>().AsNoTracking().Where(u => u.NormalizedEmail == normalized && u.IsActive && u.Role != UserRole.Viewer)
            .Select(u => (Guid?)u.Id).FirstOrDefaultAsync(ct);
    }
}
