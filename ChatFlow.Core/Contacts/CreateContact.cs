using System.Text.Json;
using ChatFlow.Core.Channels;
using ChatFlow.Core.Common;
using ChatFlow.Core.Contacts.Phones;
using ChatFlow.Core.Data;
using ChatFlow.Core.Live;
using ChatFlow.Core.Organizations;
using ChatFlow.Core.Users;
using Microsoft.EntityFrameworkCore;

namespace ChatFlow.Core.Contacts;

/// <param name="Phone">Any usual spelling; without a country code it is read as one of the organization's country.</param>
/// <param name="TimeZone">IANA name.</param>
public sealed record CreateContactRequest(
    string? Phone,
    string? Name = null,
    string? Email = null,
    ContactStatus? Status = null,
    IReadOnlyDictionary<string, JsonElement>? CustomFields = null,
    IReadOnlyList<string?>? Tags = null,
    string? TimeZone = null,
    string? Language = null);

/// <summary>A new contact. Whoever has the number already, in any spelling, is the same person: a conflict that names them.</summary>
public sealed class CreateContact(TenantDb tenants, ContactDirectory directory)
{
    public Task<Result<ContactView>> RunAsync(Actor actor, CreateContactRequest request, CancellationToken ct)
    {
        if (!actor.CanWrite)
            return Task.FromResult<Result<ContactView>>(new ForbiddenError());
        if (Check(request) is { } problem)
            return Task.FromResult<Result<ContactView>>(problem);
        return tenants.RunAsync(actor.OrganizationId, (db, token) => CreateAsync(db, request, token), ct);
    }

    private static ValidationError? Check(CreateContactRequest request) =>
        (TextRules.Clean(request.Phone) is null ? new PhoneMissing() : null)
        ?? ContactRules.Name(TextRules.Clean(request.Name))
        ?? ContactRules.Email(TextRules.Clean(request.Email))
        ?? ContactRules.TimeZone(TextRules.Clean(request.TimeZone))
        ?? ContactRules.Language(TextRules.Clean(request.Language));

    private async Task<Result<ContactView>> CreateAsync(ChatFlowDb db, CreateContactRequest request, CancellationToken ct)
    {
        var tags = ContactRules.Tags(request.Tags ?? []);
        if (!tags.IsSuccess)
            return tags.Error;
        var fields = ContactFields.Merge("{}", request.CustomFields ?? new Dictionary<string, JsonElement>());
        if (!fields.IsSuccess)
            return fields.Error;
        var country = await db.Set<Organization>().Where(o => o.Id == db.OrganizationId).Select(o => o.Country).SingleAsync(ct);
        if (!PhoneBook.TryParse(request.Phone, country, out var phone))
            return new PhoneInvalid();

        // The directory settles who comes first when two requests make the same person at once.
        var address = new ContactAddress(phone);
        var met = await directory.FindOrCreateAsync(db, [new MetAddress(address, null)], create: true, ct);
        var id = met.Find(address)!.Value;
        if (!met.Created.Contains(id))
            return new PhoneTaken(id);

        var contact = await db.Set<Contact>().SingleAsync(c => c.Id == id, ct);
        contact.Name = TextRules.Clean(request.Name);
        contact.NamedByUser = contact.Name is not null;
        contact.Email = TextRules.Clean(request.Email);
        contact.Status = request.Status ?? ContactStatus.Lead;
        contact.CustomFields = fields.Value;
        contact.Tags = tags.Value;
        contact.TimeZone = TextRules.Clean(request.TimeZone);
        contact.Language = TextRules.Clean(request.Language);
        await db.SaveChangesAsync(ct);
        db.Publish(LiveKind.ContactChanged, id);
        return ContactView.Of(contact);
    }
}
