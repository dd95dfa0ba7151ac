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
        return contact is null
            ? null
            : Of(contact.Phone, await db.Set<ContactIdentity>().AsNoTracking().Where(i => i.ContactId == contactId).ToListAsync(ct));
    }

    public static ContactAddress Of(string? phone, IEnumerable<ContactIdentity> identities)
    {
        var all = identities.OrderByDescending(i => i.CreatedAt).ToList();
        string? Address(IdentityKind kind) => all.Find(i => i.Kind == kind)?.Address;
        return new ContactAddress(phone, phone is null ? null : Address(IdentityKind.Phone), Address(IdentityKind.Lid), Address(IdentityKind.Bsuid));
    }
}
