using ChatFlow.Core.Common;
using ChatFlow.Core.Contacts.Phones;
using ChatFlow.Core.Data;
using ChatFlow.Core.Organizations;
using Microsoft.EntityFrameworkCore;

namespace ChatFlow.Core.Contacts;

/// <summary>Which contacts; members that are null do not narrow.</summary>
/// <param name="Search">Part of the name, phone or e-mail, in any case, with or without accents.</param>
/// <param name="Phone">Any usual spelling of one person's number.</param>
public sealed record ContactFilter(string? Search = null, ContactStatus? Status = null, string? Tag = null, string? Phone = null)
{
    /// <summary>At most <paramref name="count"/> contacts after the place, newest first.</summary>
    internal async Task<Result<IReadOnlyList<Contact>>> ReadAsync(ChatFlowDb db, Cursor? after, int count, CancellationToken ct)
    {
        if ((TextRules.Check(Search, 200, "search") ?? TextRules.Check(Tag, 100, "tag")) is { } problem)
            return problem;
        var contacts = db.Set<Contact>().AsNoTracking();
        if (TextRules.Clean(Phone) is not null)
            return await ByPhoneAsync(db, contacts, after, ct);
        if (TextRules.Clean(Search) is not null || TextRules.Clean(Tag) is not null)
            return await BySearchAsync(db, contacts, after, count, ct);
        if (Status is { } status)
            contacts = contacts.Where(c => c.Status == status);
        if (after is { } place)
            contacts = contacts.Where(c => EF.Functions.LessThan(ValueTuple.Create(c.CreatedAt, c.Id), ValueTuple.Create((DateTimeOffset?)place.At, place.Id)));
        return await contacts.OrderByDescending(c => c.CreatedAt).ThenByDescending(c => c.Id).Take(count).ToListAsync(ct);
    }

    // One person at most, so the other conditions need no index.
    private async Task<Result<IReadOnlyList<Contact>>> ByPhoneAsync(ChatFlowDb db, IQueryable<Contact> contacts, Cursor? after, CancellationToken ct)
    {
        // A plus in an address means a space, so that a forgotten escape arrives as one.
        var typed = Phone!.StartsWith(' ') ? "+" + Phone.Trim() : Phone;
        var country = await db.Set<Organization>().Where(o => o.Id == db.OrganizationId).Select(o => o.Country).SingleAsync(ct);
        if (!PhoneBook.TryParse(typed, country, out var phone))
            return new PhoneInvalid();
        var key = PhoneBook.Canonical(phone);
        var found = after is not null ? null : await contacts.SingleOrDefaultAsync(
            c => db.Set<ContactIdentity>().Any(i => i.Kind == IdentityKind.Phone && i.Value == key && i.ContactId == c.Id), ct);
        return found is not null
            && (Status is null || found.Status == Status)
            && (TextRules.Clean(Tag) is not { } tag || found.Tags.Contains(tag))
            && (TextRules.Clean(Search) is not { } search || await MatchesAsync(db, found.Id, search, ct))
            ? (Contact[])[found]
            : Array.Empty<Contact>();
    }

    private static async Task<bool> MatchesAsync(ChatFlowDb db, Guid id, string search, CancellationToken ct) => (await db.QueryAsync(
        "SELECT id FROM contacts WHERE id = $1 AND search_text LIKE fold_text($2)", r => r.GetGuid(0), ct, id, Pattern(search))).Count > 0;

    private async Task<Result<IReadOnlyList<Contact>>> BySearchAsync(ChatFlowDb db, IQueryable<Contact> contacts, Cursor? after, int count, CancellationToken ct)
    {
        var status = Status is { } one ? EnumText<ContactStatus>.Of(one) : null;
        // One plan for all words would suit the rare ones or the frequent ones.
        await db.ExecuteAsync("SET LOCAL plan_cache_mode = force_custom_plan", ct);
        var ids = TextRules.Clean(Search) is { } search
            ? await db.QueryAsync(
                "SELECT * FROM gate.search_contacts($1, $2::text, $3::text, $4::timestamptz, $5::uuid, $6)", r => r.GetGuid(0), ct,
                Pattern(search), status, TextRules.Clean(Tag), after?.At, after?.Id, count)
            : await db.QueryAsync(
                "SELECT * FROM gate.tagged_contacts($1, $2::text, $3::timestamptz, $4::uuid, $5)", r => r.GetGuid(0), ct,
                TextRules.Clean(Tag), status, after?.At, after?.Id, count);
        var rows = await contacts.Where(c => ids.Contains(c.Id)).ToDictionaryAsync(c => c.Id, ct);
        return ids.Where(rows.ContainsKey).Select(id => rows[id]).ToList();
    }

    /// <summary>A LIKE pattern; the database folds case and accents. A number is looked for without the spaces and signs that people group it with.</summary>
    internal static string Pattern(string search)
    {
        var text = search.Trim();
        if (text.Count(char.IsAsciiDigit) >= 3 && text.All(c => char.IsAsciiDigit(c) || " +()-./".Contains(c, StringComparison.Ordinal)))
            return $"%{string.Concat(text.Where(char.IsAsciiDigit))}%";
        var escaped = text
            .Replace("\\", "\\\\", StringComparison.Ordinal).Replace("%", "\\%", StringComparison.Ordinal).Replace("_", "\\_", StringComparison.Ordinal);
        return $"%{escaped}%";
    }
}
