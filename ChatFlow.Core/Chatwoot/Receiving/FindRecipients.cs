using ChatFlow.Core.Channels;
using ChatFlow.Core.Chatwoot.Sending;
using ChatFlow.Core.Contacts;
using ChatFlow.Core.Contacts.Phones;
using ChatFlow.Core.Data;
using ChatFlow.Core.Organizations;
using Microsoft.EntityFrameworkCore;

namespace ChatFlow.Core.Chatwoot.Receiving;

/// <summary>
/// Whom a conversation of Chatwoot is with: known by its display id, else by our own identifier, else by the number, which
/// makes the contact (an agent may write first). Remembers the conversation for the next time.
/// </summary>
internal sealed class FindRecipients(ContactDirectory directory)
{
    /// <summary>Contacts by display id; nothing for those that nobody can be found for.</summary>
    public async Task<Dictionary<long, Guid>> RunAsync(ChatFlowDb db, int version, IReadOnlyList<ChatwootMessageCreated> messages, CancellationToken ct)
    {
        var found = (await db.QueryAsync(
            "SELECT conversation_id, contact_id FROM chatwoot_conversations WHERE organization_id = $1 AND version = $2 AND conversation_id = ANY ($3)",
            r => (Id: r.GetInt64(0), Contact: r.GetGuid(1)), ct, db.OrganizationId, version, messages.Select(m => m.ConversationId).Distinct().ToArray()))
            .GroupBy(r => r.Id).ToDictionary(g => g.Key, g => g.First().Contact);
        var unknown = messages.Where(m => !found.ContainsKey(m.ConversationId)).DistinctBy(m => m.ConversationId).ToList();
        if (unknown.Count == 0)
            return found;

        var named = unknown.Select(m => MirrorIdentifier.Read(m.Recipient.Identifier)).OfType<Guid>().Distinct().ToArray();
        var ours = (await db.QueryAsync("SELECT id FROM contacts WHERE organization_id = $1 AND id = ANY ($2)", r => r.GetGuid(0), ct, db.OrganizationId, named)).ToHashSet();
        var country = await db.Set<Organization>().Where(o => o.Id == db.OrganizationId).Select(o => o.Country).SingleAsync(ct);
        var phones = unknown.Where(m => MirrorIdentifier.Read(m.Recipient.Identifier) is not { } id || !ours.Contains(id))
            .Select(m => (m.ConversationId, Address: PhoneBook.TryParse(m.Recipient.Phone, country, out var phone) ? new ContactAddress(phone) : null, m.Recipient.Name))
            .Where(p => p.Address is not null).ToDictionary(p => p.ConversationId, p => (p.Address, p.Name));
        var met = await directory.FindOrCreateAsync(db, [.. phones.Values.Select(p => new MetAddress(p.Address!, p.Name))], create: true, ct);

        var links = new List<(Guid Contact, ChatwootMessageCreated Message)>();
        foreach (var message in unknown)
        {
            var contact = MirrorIdentifier.Read(message.Recipient.Identifier) is { } id && ours.Contains(id) ? id
                : phones.TryGetValue(message.ConversationId, out var phone) ? met.Find(phone.Address!) : null;
            if (contact is null)
                continue;
            found[message.ConversationId] = contact.Value;
            links.Add((contact.Value, message));
        }

        await LearnAsync(db, version, [.. links.DistinctBy(l => l.Contact).OrderBy(l => l.Contact)], ct);
        return found;
    }

    // A conversation that the mirror already writes into stays the one.
    private static Task LearnAsync(ChatFlowDb db, int version, List<(Guid Contact, ChatwootMessageCreated Message)> links, CancellationToken ct) => db.ExecuteAsync("""
        INSERT INTO chatwoot_conversations AS c (organization_id, contact_id, version, conversation_id, chatwoot_contact_id, source_id)
        SELECT $1, n.contact_id, $2, n.conversation_id, n.chatwoot_contact_id, n.source_id
        FROM unnest($3::uuid[], $4::bigint[], $5::bigint[], $6::text[]) AS n (contact_id, conversation_id, chatwoot_contact_id, source_id)
        ON CONFLICT (organization_id, contact_id) DO UPDATE SET version = excluded.version, conversation_id = excluded.conversation_id,
            chatwoot_contact_id = excluded.chatwoot_contact_id, source_id = excluded.source_id, status = NULL, assignee_id = NULL
            WHERE c.version <> excluded.version OR c.conversation_id IS NULL
        """, ct, db.OrganizationId, version, links.ConvertAll(l => l.Contact).ToArray(), links.ConvertAll(l => l.Message.ConversationId).ToArray(),
        links.ConvertAll(l => l.Message.Recipient.ContactId).ToArray(), links.ConvertAll(l => l.Message.Recipient.SourceId).ToArray());
}
