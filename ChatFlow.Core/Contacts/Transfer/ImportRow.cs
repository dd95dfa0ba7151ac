using System.Text.Json;
using ChatFlow.Core.Common;
using ChatFlow.Core.Contacts.Phones;

namespace ChatFlow.Core.Contacts.Transfer;

/// <summary>One person of a file, checked. Null and empty members say nothing, they do not erase.</summary>
internal sealed record ImportRow(int Line, string Phone)
{
    private const int LongestCell = 2000;

    public string? Name { get; private set; }
    public string? Email { get; private set; }
    public ContactStatus? Status { get; private set; }
    public List<string> Tags { get; private set; } = [];
    public string? TimeZone { get; private set; }
    public string? Language { get; private set; }
    public Dictionary<string, JsonElement> Custom { get; } = [];

    /// <param name="country">ISO 3166: for numbers without a country code.</param>
    public static Result<ImportRow> Read(int line, string[] cells, IReadOnlyList<ImportColumn> columns, string country)
    {
        var texts = columns.Zip(cells.Select(Cell), (column, text) => (Column: column, Text: text)).Where(c => c.Text is not null).ToList();
        if (Of(ImportField.Phone) is not { } typed)
            return new PhoneMissing();
        if (!PhoneBook.TryParse(typed, country, out var phone))
            return new PhoneInvalid();
        var status = Of(ImportField.Status);
        var tags = ContactRules.Tags((Of(ImportField.Tags) ?? "").Split([',', ';', '|'], StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries));
        if (!tags.IsSuccess)
            return tags.Error;
        var both = TextRules.Clean($"{Of(ImportField.FirstName)} {Of(ImportField.LastName)}");
        var row = new ImportRow(line, phone)
        {
            Name = Of(ImportField.Name) ?? both,
            Email = Of(ImportField.Email),
            Status = status is null ? null : StatusOf(status),
            Tags = tags.Value,
            TimeZone = Of(ImportField.TimeZone),
            Language = Of(ImportField.Language),
        };
        if (status is not null && row.Status is null)
            return new ContactStatusInvalid();
        foreach (var (column, text) in texts.Where(c => c.Column.Field == ImportField.Custom))
        {
            if (text!.Length > LongestCell || !TextRules.IsStorable(text))
                return new CustomFieldsInvalid();
            row.Custom[column.CustomName ?? column.Heading] = JsonSerializer.SerializeToElement(text);
        }

        var problem = ContactRules.Name(row.Name) ?? ContactRules.Email(row.Email) ?? ContactRules.TimeZone(row.TimeZone) ?? ContactRules.Language(row.Language);
        return problem is null ? row : problem;

        string? Of(ImportField field) => texts.Find(c => c.Column.Field == field).Text;
    }

    /// <returns>Whether anything changed.</returns>
    public Result<bool> Apply(Contact contact)
    {
        var before = (contact.Name, contact.Email, contact.Status, contact.TimeZone, contact.Language, contact.CustomFields, contact.Tags.Count);
        if (Name is not null && contact.Name != Name)
        {
            contact.Name = Name;
            contact.NamedByUser = true;
        }

        contact.Email = Email ?? contact.Email;
        contact.Status = Status ?? contact.Status;
        contact.TimeZone = TimeZone ?? contact.TimeZone;
        contact.Language = Language ?? contact.Language;
        var tags = ContactRules.Tags(contact.Tags.Concat(Tags));
        if (!tags.IsSuccess)
            return tags.Error;
        if (tags.Value.Count != contact.Tags.Count)
            contact.Tags = tags.Value;
        if (Custom.Any(f => !Same(contact, f.Key, f.Value)))
        {
            var fields = ContactFields.Merge(contact.CustomFields, Custom);
            if (!fields.IsSuccess)
                return fields.Error;
            contact.CustomFields = fields.Value;
        }

        return before != (contact.Name, contact.Email, contact.Status, contact.TimeZone, contact.Language, contact.CustomFields, contact.Tags.Count);
    }

    // What a program stored as 5 or true, and a file says in the same characters, is the same: its type stays.
    private static bool Same(Contact contact, string name, JsonElement text) =>
        ContactFields.Read(contact.CustomFields).TryGetValue(name, out var stored)
        && (stored.ValueKind == JsonValueKind.String ? stored.GetString() : stored.GetRawText()) == text.GetString();

    // Exports put an apostrophe before what a spreadsheet would take for a formula.
    private static string? Cell(string cell)
    {
        var text = TextRules.Clean(cell);
        return text is ['\'', '=' or '+' or '-' or '@', ..] ? text[1..] : text;
    }

    private static ContactStatus? StatusOf(string text) => FoldedText.Of(text) switch
    {
        "lead" or "prospecto" or "prospect" or "new" or "nuevo" or "novo" => ContactStatus.Lead,
        "contacted" or "contactado" or "contactada" or "contatado" or "contatada" => ContactStatus.Contacted,
        "customer" or "client" or "cliente" => ContactStatus.Customer,
        "churned" or "lost" or "perdido" or "perdida" => ContactStatus.Churned,
        _ => null,
    };
}
