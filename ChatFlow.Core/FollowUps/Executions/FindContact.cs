using ChatFlow.Core.Channels;
using ChatFlow.Core.Common;
using ChatFlow.Core.Contacts;
using ChatFlow.Core.Contacts.Phones;
using ChatFlow.Core.Data;
using ChatFlow.Core.Organizations;
using Microsoft.EntityFrameworkCore;

namespace ChatFlow.Core.FollowUps.Executions;

/// <summary>The contact that a request names by id or by phone, locked; an unknown phone makes the contact.</summary>
public sealed class FindContact(ContactDirectory directory)
{
    public async Task<Result<Guid>> RunAsync(ChatFlowDb db, Guid? contactId, string? phone, CancellationToken ct)
    {
        var id = contactId;
        if (id is null)
        {
            if (string.IsNullOrWhiteSpace(phone))
                return new ValidationError("message.recipient", "Say who it is for: contactId or phone.", "contactId");
            var country = await db.Set<Organization>().Where(o => o.Id == db.OrganizationId).Select(o => o.Country).SingleAsync(ct);
            if (!PhoneBook.TryParse(phone, country, out var e164))
                return new PhoneInvalid();
            var address = new ContactAddress(e164);
            id = (await directory.FindOrCreateAsync(db, [new MetAddress(address, null)], create: true, ct)).Find(address);
        }

        return id is { } found && await LockAsync(db, found, ct) ? found : new ContactMissing();
    }

    /// <summary>Contact first, then everything else: the order of all locks.</summary>
    internal static async Task<bool> LockAsync(ChatFlowDb db, Guid contact, CancellationToken ct) => (await db.QueryAsync(
        "SELECT 1 FROM contacts WHERE organization_id = $1 AND id = $2 FOR NO KEY UPDATE", r => r.GetInt32(0), ct, db.OrganizationId, contact)).Count > 0;
}
