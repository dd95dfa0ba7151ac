using System.Text.Json;
using ChatFlow.Core.Common;
using ChatFlow.Core.Contacts.Phones;
using ChatFlow.Core.Data;
using ChatFlow.Core.Live;
using ChatFlow.Core.Organizations;
using ChatFlow.Core.Users;
using Microsoft.EntityFrameworkCore;
using Npgsql;

namespace ChatFlow.Core.Contacts;

/// <summary>Absent members stay as they are, null clears. Custom fields are merged name by name, tags are replaced.</summary>
public sealed record UpdateContactRequest
{
    public Optional<string?> Phone { get; init; }
    public Optional<string?> Name { get; init; }
    public Optional<string?> Email { get; init; }
    public Optional<ContactStatus?> Status { get; init; }
    public Optional<IReadOnlyDictionary<string, JsonElement>?> CustomFields { get; init; }
    public Optional<IReadOnlyList<string?>?> Tags { get; init; }
    public Optional<string?> TimeZone { get; init; }
    public Optional<string?> Language { get; init; }

    /// <summary>A time stops follow-ups and campaigns; null allows them again.</summary>
    public Optional<DateTimeOffset?> OptedOutAt { get; init; }
}

/// <summary>Changes a contact. A new phone that somebody else has, in any spelling, is a conflict.</summary>
public sealed class UpdateContact(TenantDb tenants, TimeProvider clock)
{
    public async Task<Result<ContactView>> RunAsync(Actor actor, Guid id, UpdateContactRequest request, CancellationToken ct)
    {
        if (!actor.CanWrite)
            return new ForbiddenError();
        if (Check(request) is { } problem)
            return problem;
        return await tenants.RunAsync(actor.OrganizationId, (db, token) => UpdateAsync(db, id, request, token), ct);
    }

    private static ValidationError? Check(UpdateContactRequest request) =>
        ContactRules.Name(TextRules.Clean(request.Name.Value))
        ?? ContactRules.Email(TextRules.Clean(request.Email.Value))
        ?? (request.Status is { IsSet: true, Value: null } ? new ContactStatusInvalid() : null)
        ?? ContactRules.TimeZone(TextRules.Clean(request.TimeZone.Value))
        ?? ContactRules.Language(TextRules.Clean(request.Language.Value));

    private async Task<Result<ContactView>> UpdateAsync(ChatFlowDb db, Guid id, UpdateContactRequest request, CancellationToken ct)
    {
        // Contact first, then everything else, as everywhere.
        await db.QueryAsync(
            "SELECT id FROM contacts WHERE organization_id = $1 AND id = $2 FOR NO KEY UPDATE", r => r.GetGuid(0), ct, db.OrganizationId, id);
        if (await db.Set<Contact>().SingleOrDefaultAsync(c => c.Id == id, ct) is not { } contact)
            return new ContactMissing();
        if (request.Phone.IsSet && await MoveAsync(db, contact, TextRules.Clean(request.Phone.Value), ct) is { } phoneProblem)
            return phoneProblem;
        if (Apply(contact, request) is { } problem)
            return problem;
        try
        {
            await db.SaveChangesAsync(ct);
        }
        catch (DbUpdateException e) when (e.InnerException is PostgresException { SqlState: PostgresErrorCodes.UniqueViolation })
        {
            return new PhoneTaken(null);
        }

        db.Publish(LiveKind.ContactChanged, id);
        return ContactView.Of(contact);
    }

    private static Error? Apply(Contact contact, UpdateContactRequest request)
    {
        if (request.Name.IsSet)
        {
            contact.Name = TextRules.Clean(request.Name.Value);
            contact.NamedByUser = contact.Name is not null;
        }

        contact.Email = request.Email.IsSet ? TextRules.Clean(request.Email.Value) : contact.Email;
        contact.Status = request.Status.Value ?? contact.Status;
        contact.TimeZone = request.TimeZone.IsSet ? TextRules.Clean(request.TimeZone.Value) : contact.TimeZone;
        contact.Language = request.Language.IsSet ? TextRules.Clean(request.Language.Value) : contact.Language;
        if (request.OptedOutAt.IsSet)
            contact.OptedOutAt = request.OptedOutAt.Value is { } at ? StoredTime.Of(at) : null;
        if (request.Tags.IsSet)
        {
            var tags = ContactRules.Tags(request.Tags.Value ?? []);
            if (!tags.IsSuccess)
                return tags.Error;
            contact.Tags = tags.Value;
        }

        if (request.CustomFields.IsSet)
        {
            var fields = request.CustomFields.Value is { } changes ? ContactFields.Merge(contact.CustomFields, changes) : "{}";
            if (!fields.IsSuccess)
                return fields.Error;
            contact.CustomFields = fields.Value;
        }

        return null;
    }

    private async Task<Error?> MoveAsync(ChatFlowDb db, Contact contact, string? typed, CancellationToken ct)
    {
        var own = await db.Set<ContactIdentity>().Where(i => i.ContactId == contact.Id).ToListAsync(ct);
        var phoneKeys = own.FindAll(i => i.Kind is IdentityKind.Phone or IdentityKind.Whatsapp);
        if (typed is null)
        {
            // Somebody without any address could not be written to, nor recognised when they write.
            if (phoneKeys.Count == own.Count)
                return new PhoneMissing();
            db.RemoveRange(phoneKeys);
            contact.Phone = null;
            return null;
        }

        var country = await db.Set<Organization>().Where(o => o.Id == db.OrganizationId).Select(o => o.Country).SingleAsync(ct);
        if (!PhoneBook.TryParse(typed, country, out var phone))
            return new PhoneInvalid();
        var key = PhoneBook.Canonical(phone);
        contact.Phone = phone;
        if (own.Exists(i => i.Kind == IdentityKind.Phone && i.Value == key))
            return null;
        var holder = await db.Set<ContactIdentity>().AsNoTracking().SingleOrDefaultAsync(i => i.Kind == IdentityKind.Phone && i.Value == key, ct);
        if (holder is not null)
            return new PhoneTaken(holder.ContactId);
        db.RemoveRange(phoneKeys);
        db.Add(new ContactIdentity
        {
            Kind = IdentityKind.Phone,
            Value = key,
            ContactId = contact.Id,
            Address = phone.TrimStart('+'),
            CreatedAt = StoredTime.Now(clock),
        });
        return null;
    }
}
