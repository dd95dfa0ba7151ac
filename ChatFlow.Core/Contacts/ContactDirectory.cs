using ChatFlow.Core.Channels;
using ChatFlow.Core.Common;
using ChatFlow.Core.Contacts.Phones;
using ChatFlow.Core.Data;

namespace ChatFlow.Core.Contacts;

/// <summary>An address met in a batch, and the name that came with it.</summary>
public sealed record MetAddress(ContactAddress Address, string? Name);

/// <summary>Who the addresses of a batch are: contacts found or made, several addresses of one person joined.</summary>
public sealed class MetContacts(IReadOnlyDictionary<ContactAddress, Guid> byAddress, IReadOnlySet<Guid> created)
{
    public IReadOnlySet<Guid> Created => created;

    public IEnumerable<Guid> All => byAddress.Values.Distinct();

    public Guid? Find(ContactAddress address) => byAddress.TryGetValue(address, out var id) ? id : null;
}

/// <summary>
/// Finds people by any of their identities, and makes those that nobody knows. Works on whole batches: a handful of
/// statements, whatever the number of addresses. Rows are written in one order, so that two batches do not deadlock.
/// </summary>
public sealed class ContactDirectory(TimeProvider clock)
{
    public async Task<MetContacts> FindOrCreateAsync(ChatFlowDb db, IReadOnlyCollection<MetAddress> met, bool create, CancellationToken ct)
    {
        var people = Join(met);
        if (people.Count == 0)
            return new MetContacts(new Dictionary<ContactAddress, Guid>(), new HashSet<Guid>());

        var keys = people.SelectMany(p => p.Keys.Values).DistinctBy(k => (k.Kind, k.Value)).ToList();
        var known = (await db.QueryAsync("""
            SELECT i.kind, i.value, i.contact_id, i.address FROM contact_identities i
            JOIN unnest($2::text[], $3::text[]) AS k (kind, value) ON i.kind = k.kind AND i.value = k.value
            WHERE i.organization_id = $1
            """,
            r => (Kind: EnumText<IdentityKind>.Parse(r.GetString(0)), Value: r.GetString(1), Contact: r.GetGuid(2), Address: r.GetString(3)),
            ct, db.OrganizationId, keys.ConvertAll(k => EnumText<IdentityKind>.Of(k.Kind)).ToArray(), keys.ConvertAll(k => k.Value).ToArray()))
            .ToDictionary(i => (i.Kind, i.Value));

        foreach (var person in people)
        {
            // A phone outweighs a hidden id: it is what people recognise.
            person.Contact = person.Keys.Values.OrderBy(k => k.Kind)
                .Select(k => known.TryGetValue((k.Kind, k.Value), out var found) ? found.Contact : (Guid?)null)
                .FirstOrDefault(id => id is not null);
        }

        var created = create ? await CreateAsync(db, people.Where(p => p.Contact is null).ToList(), ct) : [];
        await LearnAsync(db, people, known.ToDictionary(p => p.Key, p => p.Value.Address), ct);

        var byAddress = new Dictionary<ContactAddress, Guid>();
        foreach (var person in people.Where(p => p.Contact is not null))
        {
            foreach (var address in person.Addresses)
                byAddress[address] = person.Contact!.Value;
        }

        return new MetContacts(byAddress, created);
    }

    /// <summary>The identities that an address stands for.</summary>
    public static IEnumerable<(IdentityKind Kind, string Value, string Address)> KeysOf(ContactAddress address)
    {
        if (address.Phone is { } phone)
            yield return (IdentityKind.Phone, PhoneBook.Canonical(phone), address.WhatsAppId ?? phone.TrimStart('+'));
        if (address.Lid is { } lid)
            yield return (IdentityKind.Lid, lid, lid);
        if (address.Bsuid is { } bsuid)
            yield return (IdentityKind.Bsuid, bsuid, bsuid);
    }

    // Two addresses of a batch that share an identity are one person.
    private static List<Person> Join(IReadOnlyCollection<MetAddress> met)
    {
        var byKey = new Dictionary<(IdentityKind, string), Person>();
        var people = new List<Person>();
        foreach (var one in met)
        {
            var keys = KeysOf(one.Address).ToList();
            if (keys.Count == 0)
                continue;
            var person = keys.Select(k => byKey.GetValueOrDefault((k.Kind, k.Value))).FirstOrDefault(p => p is not null);
            if (person is null)
                people.Add(person = new Person());
            person.Addresses.Add(one.Address);
            person.Name ??= one.Name;
            person.Phone ??= one.Address.Phone;
            foreach (var key in keys)
            {
                byKey.TryAdd((key.Kind, key.Value), person);
                person.Keys[(key.Kind, key.Value)] = key;
            }
        }

        return people;
    }

    private async Task<HashSet<Guid>> CreateAsync(ChatFlowDb db, List<Person> unknown, CancellationToken ct)
    {
        if (unknown.Count == 0)
            return [];
        unknown.Sort((a, b) => string.CompareOrdinal(a.Phone, b.Phone));
        foreach (var person in unknown)
            person.Contact = Ids.New(clock);
        var written = await db.QueryAsync("""
            INSERT INTO contacts (id, organization_id, phone, name, created_at)
            SELECT n.id, $1, n.phone, n.name, $5 FROM unnest($2::uuid[], $3::text[], $4::text[]) AS n (id, phone, name)
            ON CONFLICT (organization_id, phone) DO UPDATE SET phone = excluded.phone
            RETURNING id, phone, (xmax = 0)
            """,
            r => (Id: r.GetGuid(0), Phone: r.Get<string>(1), New: r.GetBoolean(2)), ct, db.OrganizationId,
            unknown.ConvertAll(p => p.Contact!.Value).ToArray(), unknown.ConvertAll(p => p.Phone).ToArray(),
            unknown.ConvertAll(p => Clip(p.Name)).ToArray(), clock.GetUtcNow());
        var byPhone = written.Where(w => w.Phone is not null).ToDictionary(w => w.Phone!, w => w.Id);
        foreach (var person in unknown.Where(p => p.Phone is not null))
            person.Contact = byPhone[person.Phone!];
        return written.Where(w => w.New).Select(w => w.Id).ToHashSet();
    }

    // New identities of known people, an address as it is written now, and the phone of somebody who had none.
    private async Task LearnAsync(ChatFlowDb db, List<Person> people, Dictionary<(IdentityKind, string), string> known, CancellationToken ct)
    {
        var news = people.Where(p => p.Contact is not null)
            .SelectMany(p => p.Keys.Values.Select(k => (Contact: p.Contact!.Value, k.Kind, k.Value, k.Address)))
            .Where(k => !known.TryGetValue((k.Kind, k.Value), out var address) || address != k.Address)
            .OrderBy(k => k.Kind).ThenBy(k => k.Value, StringComparer.Ordinal).ToList();
        if (news.Count > 0)
        {
            await db.ExecuteAsync("""
                INSERT INTO contact_identities (organization_id, kind, value, contact_id, address, created_at)
                SELECT $1, n.kind, n.value, n.contact_id, n.address, $6
                FROM unnest($2::text[], $3::text[], $4::uuid[], $5::text[]) AS n (kind, value, contact_id, address)
                ON CONFLICT (organization_id, kind, value) DO UPDATE SET address = excluded.address
                """, ct, db.OrganizationId,
                news.ConvertAll(n => EnumText<IdentityKind>.Of(n.Kind)).ToArray(), news.ConvertAll(n => n.Value).ToArray(),
                news.ConvertAll(n => n.Contact).ToArray(), news.ConvertAll(n => n.Address).ToArray(), clock.GetUtcNow());
        }

        var phones = people.Where(p => p.Contact is not null && p.Phone is not null && p.Keys.Count > 1).ToList();
        if (phones.Count > 0)
        {
            await db.ExecuteAsync("""
                UPDATE contacts c SET phone = n.phone FROM unnest($2::uuid[], $3::text[]) AS n (id, phone)
                WHERE c.organization_id = $1 AND c.id = n.id AND c.phone IS NULL
                    AND NOT EXISTS (SELECT 1 FROM contacts o WHERE o.organization_id = $1 AND o.phone = n.phone)
                """, ct, db.OrganizationId, phones.ConvertAll(p => p.Contact!.Value).ToArray(), phones.ConvertAll(p => p.Phone!).ToArray());
        }
    }

    private static string? Clip(string? name) => name is { Length: > 255 } ? name[..255] : name;

    private sealed class Person
    {
        public Guid? Contact { get; set; }
        public string? Phone { get; set; }
        public string? Name { get; set; }
        public List<ContactAddress> Addresses { get; } = [];
        public Dictionary<(IdentityKind, string), (IdentityKind Kind, string Value, string Address)> Keys { get; } = [];
    }
}
