using ChatFlow.Core.Common;

namespace ChatFlow.Core.Contacts;

public sealed record ContactMissing() : NotFoundError("contact.unknown", "There is no such contact.");

public sealed record PhoneMissing() : ValidationError("contact.phone_missing", "A contact needs a phone number.", "phone");

public sealed record PhoneInvalid()
    : ValidationError("contact.phone_invalid", "This is not a phone number. Write it with its country code, as +52 55 1234 5678.", "phone");

/// <param name="ContactId">Who has it.</param>
public sealed record PhoneTaken(Guid? ContactId) : ConflictError(
    "contact.phone_taken", ContactId is null ? "Another contact has this phone number." : $"Contact {ContactId} has this phone number.", "phone");

public sealed record EmailInvalid() : ValidationError("contact.email_invalid", "This is not an e-mail address.", "email");

public sealed record ContactStatusInvalid()
    : ValidationError("contact.status_invalid", "The status is lead, contacted, customer or churned.", "status");

public sealed record TagsInvalid()
    : ValidationError("contact.tags_invalid", "A contact has at most 50 tags of 1 to 50 characters each.", "tags");

public sealed record CustomFieldsInvalid()
    : ValidationError("contact.custom_fields_invalid", "At most 100 fields with names of 1 to 100 characters, 16 KB in all.", "customFields");

public sealed record ContactTimeZoneInvalid()
    : ValidationError("time_zone.invalid", "This is not an IANA time zone, such as America/Mexico_City.", "timeZone");

public sealed record ContactLanguageInvalid()
    : ValidationError("contact.language_invalid", "Write the language as es or pt-BR.", "language");

public sealed record ContactIdsInvalid(int Most)
    : ValidationError("contact.ids_invalid", $"Name 1 to {Most} contacts.", "ids");

public sealed record ImportTooLarge(int Megabytes)
    : ValidationError("import.too_large", $"The file is larger than {Megabytes} MB.", "file");

public sealed record ImportTooManyRows(int Rows)
    : ValidationError("import.too_many_rows", $"The file has more than {Rows} rows. Split it.", "file");

public sealed record ImportUnreadable()
    : ValidationError("import.unreadable", "This is not a CSV file with a row of headings.", "file");

public sealed record ImportWithoutPhones()
    : ValidationError("import.no_phone", "No column holds phone numbers. Say which one it is.", "columns");
