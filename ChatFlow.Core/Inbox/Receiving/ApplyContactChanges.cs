using ChatFlow.Core.Channels;
using ChatFlow.Core.Contacts;
using ChatFlow.Core.Data;
using ChatFlow.Core.Live;

namespace ChatFlow.Core.Inbox.Receiving;

/// <summary>
/// Names, moved numbers and Meta's marketing choice, for people already known. A name that a person wrote stays.
/// </summary>
public sealed class ApplyContactChanges(ContactDirectory directory)
{
    public async Task RunAsync(ChatFlowDb db, IReadOnlyList<ReceivedEvent> events, MetContacts met, MetContacts named, CancellationToken ct)
    {
        var names = events.Select(e => e.Event switch
        {
            MessageReceived { Name.Length: > 0 } m when met.Find(m.From) is { } id => (Id: id, m.Name, m.At),
            ContactNamed { Name.Length: > 0 } n when named.Find(n.Contact) is { } id => (Id: id, n.Name, n.At),
            _ => default,
        }).Where(n => n.Name is not null && !met.Created.Contains(n.Id)).GroupBy(n => n.Id).Select(g => g.MaxBy(n => n.At)).ToList();
        if (names.Count > 0)
        {
            var changed = await db.QueryAsync("""
                UPDATE contacts c SET name = left(n.name, 255) FROM unnest($2::uuid[], $3::text[]) AS n (id, name)
                WHERE c.organization_id = $1 AND c.id = n.id AND NOT c.named_by_user AND c.name IS DISTINCT FROM left(n.name, 255)
                RETURNING c.id
                """, r => r.GetGuid(0), ct, db.OrganizationId, names.ConvertAll(n => n.Id).ToArray(), names.ConvertAll(n => n.Name!).ToArray());
            foreach (var id in changed)
                db.Publish(LiveKind.ContactChanged, id);
        }

        await UsernamesAsync(db, events, met, ct);
        foreach (var created in met.Created)
            db.Publish(LiveKind.ContactChanged, created);
        await MarketingAsync(db, events, named, ct);
        await MoveAsync(db, events, named, ct);
    }

    private static async Task UsernamesAsync(ChatFlowDb db, IReadOnlyList<ReceivedEvent> events, MetContacts met, CancellationToken ct)
    {
        var names = events.Select(e => e.Event).OfType<MessageReceived>().Where(m => m.Username is not null)
            .Select(m => (Id: met.Find(m.From), m.Username, m.At)).Where(n => n.Id is not null)
            .GroupBy(n => n.Id!.Value).Select(g => (g.Key, g.MaxBy(n => n.At).Username)).ToList();
        if (names.Count == 0)
            return;
        var changed = await db.QueryAsync("""
            UPDATE contacts c SET username = n.username FROM unnest($2::uuid[], $3::text[]) AS n (id, username)
            WHERE c.organization_id = $1 AND c.id = n.id AND c.username IS DISTINCT FROM n.username RETURNING c.id
            """, r => r.GetGuid(0), ct, db.OrganizationId, names.ConvertAll(n => n.Key).ToArray(), names.ConvertAll(n => n.Username!).ToArray());
        foreach (var id in changed)
            db.Publish(LiveKind.ContactChanged, id);
    }

    private static async Task MarketingAsync(ChatFlowDb db, IReadOnlyList<ReceivedEvent> events, MetContacts named, CancellationToken ct)
    {
        var choices = events.Select(e => e.Event).OfType<MarketingPreferenceChanged>()
            .Select(p => (Id: named.Find(p.Contact), p.Stopped, p.At)).Where(p => p.Id is not null)
            .GroupBy(p => p.Id!.Value).Select(g => (g.Key, g.MaxBy(p => p.At))).ToList();
        if (choices.Count == 0)
            return;
        await db.ExecuteAsync("""
            UPDATE contacts c SET marketing_opted_out_at = n.at FROM unnest($2::uuid[], $3::timestamptz[]) AS n (id, at)
            WHERE c.organization_id = $1 AND c.id = n.id
            """, ct, db.OrganizationId, choices.ConvertAll(c => c.Key).ToArray(),
            choices.ConvertAll(c => c.Item2.Stopped ? c.Item2.At.ToUniversalTime() : (DateTimeOffset?)null).ToArray());
        foreach (var (id, _) in choices)
            db.Publish(LiveKind.ContactChanged, id);
    }

    // The new number becomes one more identity of the same person; the phone that people see follows it.
    private async Task MoveAsync(ChatFlowDb db, IReadOnlyList<ReceivedEvent> events, MetContacts named, CancellationToken ct)
    {
        var moves = events.Select(e => e.Event).OfType<IdentityMoved>().Where(m => m.To.Phone is not null)
            .Select(m => (Id: named.Find(m.From), m.From, m.To)).Where(m => m.Id is not null).ToList();
        if (moves.Count == 0)
            return;
        var taken = await directory.FindOrCreateAsync(db, moves.ConvertAll(m => new MetAddress(m.To, null)), create: false, ct);
        var free = moves.FindAll(m => taken.Find(m.To) is null);
        if (free.Count == 0)
            return;
        var keys = free.SelectMany(m => ContactDirectory.KeysOf(m.To).Select(k => (m.Id, Key: k))).ToList();
        await db.ExecuteAsync("""
            INSERT INTO contact_identities (organization_id, kind, value, contact_id, address)
            SELECT $1, n.kind, n.value, n.contact_id, n.address
            FROM unnest($2::text[], $3::text[], $4::uuid[], $5::text[]) AS n (kind, value, contact_id, address) ON CONFLICT DO NOTHING
            """, ct, db.OrganizationId, keys.ConvertAll(k => Common.EnumText<IdentityKind>.Of(k.Key.Kind)).ToArray(),
            keys.ConvertAll(k => k.Key.Value).ToArray(), keys.ConvertAll(k => k.Id!.Value).ToArray(), keys.ConvertAll(k => k.Key.Address).ToArray());
        await db.ExecuteAsync("""
            UPDATE contacts c SET phone = n.phone FROM unnest($2::uuid[], $3::text[]) AS n (id, phone)
            WHERE c.organization_id = $1 AND c.id = n.id
                AND NOT EXISTS (SELECT 1 FROM contacts o WHERE o.organization_id = $1 AND o.phone = n.phone)
            """, ct, db.OrganizationId, free.ConvertAll(m => m.Id!.Value).ToArray(), free.ConvertAll(m => m.To.Phone!).ToArray());
        foreach (var move in free)
            db.Publish(LiveKind.ContactChanged, move.Id);
    }
}
