using ChatFlow.Core.Channels;
using ChatFlow.Core.Contacts;
using ChatFlow.Core.Data;
using Microsoft.EntityFrameworkCore;

namespace ChatFlow.Core.Inbox;

/// <summary>A contact's address from its identities: the newest of each kind, as the provider wrote it.</summary>
internal static class ContactAddresses
{
    /// <summary>Null when there is no such contact.</summary>
    public static async Task<ContactAddress?> ReadAsync(ChatFlowDb db, Guid contactId, CancellationToken ct)
    {
        var contact = await db.Set<Contact>().AsNoTracking().Where(c => c.Id == contactId).Select(c => new { c.Phone }).SingleOrDefaultAsync(ct);
        if (contact is null)
            return null;
        var identities = await db.Set<ContactIdentity>().AsNoTracking().Where(i => i.ContactId == contactId)
            .OrderByDescending(i => i.CreatedAt).ToListAsync(ct);
        return Of(contact.Phone, identities.Select(i => (i.Kind, i.Address)));
    }

    /// <param name="identities">Newest first.</param>
    public static ContactAddress Of(string? phone, IEnumerable<(IdentityKind Kind, string Address)> identities)
    {
        var all = identities.ToList();
        string? Newest(IdentityKind kind) => all.Find(i => i.Kind == kind).Address;
        return new ContactAddress(phone, phone is null ? null : Newest(IdentityKind.Phone), Newest(IdentityKind.Lid), Newest(IdentityKind.Bsuid));
    }
}
