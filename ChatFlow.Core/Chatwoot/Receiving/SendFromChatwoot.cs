using ChatFlow.Core.Ai;
using ChatFlow.Core.Data;
using ChatFlow.Core.Inbox;
using ChatFlow.Core.Inbox.Sending;
using ChatFlow.Core.Organizations;

namespace ChatFlow.Core.Chatwoot.Receiving;

/// <summary>
/// What agents write in Chatwoot becomes messages of ours, once each: a person's takes the conversation from the bot. The
/// row that remembers Chatwoot's id stands in the same transaction as the message.
/// </summary>
internal sealed class SendFromChatwoot(FindRecipients recipients, WriteOutbound write, SendSignal sending, TimeProvider clock)
{
    public async Task RunAsync(
        ChatFlowDb db, ChatwootMirror mirror, BotConfig config, long account, long inbox, IReadOnlyList<ChatwootMessageCreated> created, CancellationToken ct)
    {
        if (created.Count == 0)
            return;
        var known = (await db.QueryAsync(
            "SELECT DISTINCT chatwoot_id FROM chatwoot_messages WHERE organization_id = $1 AND version = $2 AND chatwoot_id = ANY ($3)",
            r => r.GetInt64(0), ct, db.OrganizationId, mirror.Version, created.Select(m => m.Id).ToArray())).ToHashSet();
        var facts = new SendFacts(account, inbox, mirror.SendAutoReplies, mirror.OwnBotId, known);
        var wanted = created.Where(m => SendRule.WhyNot(m, facts) is null).DistinctBy(m => m.Id).ToList();
        if (wanted.Count == 0)
            return;
        var contacts = await recipients.RunAsync(db, mirror.Version, wanted, ct);
        await db.ExecuteAsync(
            "SELECT 1 FROM contacts WHERE organization_id = $1 AND id = ANY ($2) ORDER BY id FOR NO KEY UPDATE", ct, db.OrganizationId,
            contacts.Values.Distinct().ToArray());
        var users = await UsersAsync(db, wanted, ct);
        var quoted = await QuotedAsync(db, mirror.Version, wanted, ct);

        var messages = new List<NewOutbound>();
        var rows = new List<(long ChatwootId, int Part, Guid MessageId)>();
        var now = clock.GetUtcNow();
        foreach (var message in wanted)
        {
            if (!contacts.TryGetValue(message.ConversationId, out var contact))
                continue;
            var person = message is { Type: "outgoing", Sender.Type: not "agent_bot" };
            var by = person && message.Sender?.Email is { } email ? users.GetValueOrDefault(email.ToUpperInvariant()) : null;
            var part = 0;
            foreach (var (text, image) in Parts(message))
            {
                var one = new NewOutbound(
                    // They share their moment, so the ids keep the order of the parts.
                    Guid.CreateVersion7(now.AddMilliseconds(messages.Count)), contact, person ? MessageSender.Person : MessageSender.Api, text, image,
                    ReplyTo: part == 0 && message.RepliesTo is { } id ? quoted.GetValueOrDefault(id) : null, SentBy: by);
                messages.Add(one);
                rows.Add((message.Id, part++, one.Id));
            }
        }

        if (messages.Count == 0)
            return;
        await write.RunAsync(db, messages, TimeSpan.FromMinutes(config.ReturnAfterMinutes), inFlight: false, ct);
        await db.ExecuteAsync("""
            INSERT INTO chatwoot_messages (organization_id, version, chatwoot_id, part, message_id, origin)
            SELECT $1, $2, n.id, n.part, n.message_id, 'chatwoot' FROM unnest($3::bigint[], $4::int[], $5::uuid[]) AS n (id, part, message_id)
            """, ct, db.OrganizationId, mirror.Version, rows.ConvertAll(r => r.ChatwootId).ToArray(), rows.ConvertAll(r => r.Part).ToArray(),
            rows.ConvertAll(r => r.MessageId).ToArray());
        db.AfterCommit(sending.Wake);
    }

    // WhatsApp takes less text than Chatwoot; a picture carries the text that fits under it, other files go as links.
    private static IEnumerable<(string Text, string? Image)> Parts(ChatwootMessageCreated message)
    {
        var text = WhatsAppMarkdown.Convert(message.Text);
        var images = message.Attachments.Where(IsPicture).Select(a => a.Url).ToList();
        var links = message.Attachments.Where(a => !IsPicture(a)).Select(a => a.Url);
        var all = string.Join('\n', links.Prepend(text).Where(t => t.Length > 0));
        if (images.Count > 0 && all.Length <= LongestCaption)
        {
            yield return (all, images[0]);
            images.RemoveAt(0);
            all = "";
        }

        foreach (var image in images)
            yield return ("", image);
        foreach (var piece in LongText.Split(all, SendMessage.LongestText))
            yield return (piece, null);
    }

    private const int LongestCaption = 1024;

    private static bool IsPicture(ChatwootAttachment attachment) =>
        attachment.FileType == "image" && attachment.Url.Length <= 2048 && Uri.TryCreate(attachment.Url, UriKind.Absolute, out var url) && url.Scheme == Uri.UriSchemeHttps;

    private static async Task<Dictionary<string, Guid?>> UsersAsync(ChatFlowDb db, List<ChatwootMessageCreated> messages, CancellationToken ct)
    {
        var found = new Dictionary<string, Guid?>(StringComparer.Ordinal);
        var emails = messages.Select(m => m.Sender?.Email?.ToUpperInvariant()).OfType<string>().Distinct().ToArray();
        if (emails.Length == 0)
            return found;
        foreach (var (email, id) in await db.QueryAsync(
            "SELECT normalized_email, id FROM users WHERE organization_id = $1 AND normalized_email = ANY ($2) AND is_active AND role <> 'viewer'",
            r => (r.GetString(0), r.GetGuid(1)), ct, db.OrganizationId, emails))
            found[email] = id;
        return found;
    }

    private static async Task<Dictionary<long, string>> QuotedAsync(ChatFlowDb db, int version, List<ChatwootMessageCreated> messages, CancellationToken ct)
    {
        var ids = messages.Select(m => m.RepliesTo).OfType<long>().Distinct().ToArray();
        return ids.Length == 0 ? [] : (await db.QueryAsync("""
            SELECT c.chatwoot_id, m.whatsapp_message_id FROM chatwoot_messages c JOIN messages m ON m.organization_id = $1 AND m.id = c.message_id
            WHERE c.organization_id = $1 AND c.version = $2 AND c.chatwoot_id = ANY ($3) AND c.part = 0 AND m.whatsapp_message_id IS NOT NULL
            """, r => (Id: r.GetInt64(0), Provider: r.GetString(1)), ct, db.OrganizationId, version, ids)).ToDictionary(r => r.Id, r => r.Provider);
    }
}
