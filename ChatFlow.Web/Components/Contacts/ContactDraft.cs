using System.Globalization;
using System.Text.Json;
using ChatFlow.Core.Common;
using ChatFlow.Core.Contacts;
using ChatFlow.Core.Contacts.Phones;

namespace ChatFlow.Web.Components.Contacts;

/// <summary>A contact as it is being edited: texts, until they are saved.</summary>
public sealed class ContactDraft
{
    private readonly ContactView? _contact;

    /// <param name="contact">Null: somebody new.</param>
    public ContactDraft(ContactView? contact = null)
    {
        _contact = contact;
        if (contact is null)
            return;
        Phone = PhoneShown;
        Name = contact.Name ?? "";
        Email = contact.Email ?? "";
        Status = contact.Status;
        Tags = contact.Tags;
        Fields = [.. contact.CustomFields.OrderBy(f => f.Key, StringComparer.CurrentCultureIgnoreCase).Select(f => new DraftField(f.Key, f.Value))];
    }

    public string Phone { get; set; } = "";
    public string Name { get; set; } = "";
    public string Email { get; set; } = "";
    public ContactStatus Status { get; set; } = ContactStatus.Lead;
    public IReadOnlyList<string> Tags { get; set; } = [];
    public List<DraftField> Fields { get; } = [];

    public bool Changed =>
        _contact is null || PhoneChanged || TextRules.Clean(Name) != _contact.Name || TextRules.Clean(Email) != _contact.Email
        || Status != _contact.Status || !Tags.SequenceEqual(_contact.Tags) || FieldChanges().Count > 0 || Fields.Exists(f => f is { Stored: null, IsBlank: false });

    private string PhoneShown => _contact?.Phone is { } phone ? PhoneBook.Format(PhoneBook.Canonical(phone)) : "";

    private bool PhoneChanged => Phone.Trim() != PhoneShown;

    /// <summary>The name that two fields have, or empty when one has none; null when all is well.</summary>
    public string? WrongField()
    {
        var named = Fields.FindAll(f => !f.IsBlank);
        return named.Exists(f => TextRules.Clean(f.Name) is null)
            ? ""
            : named.GroupBy(f => f.Name.Trim()).FirstOrDefault(g => g.Count() > 1)?.Key;
    }

    public CreateContactRequest ToCreate() => new(Phone, Name, Email, Status, FieldChanges(), [.. Tags]);

    /// <summary>Only what changed, so that what others changed meanwhile stays.</summary>
    public UpdateContactRequest ToUpdate()
    {
        var contact = _contact ?? throw new InvalidOperationException("Somebody new is created, not changed.");
        var fields = FieldChanges();
        return new UpdateContactRequest
        {
            Phone = PhoneChanged ? Phone : default(Optional<string?>),
            Name = TextRules.Clean(Name) != contact.Name ? Name : default(Optional<string?>),
            Email = TextRules.Clean(Email) != contact.Email ? Email : default(Optional<string?>),
            Status = Status != contact.Status ? (ContactStatus?)Status : default(Optional<ContactStatus?>),
            Tags = Tags.SequenceEqual(contact.Tags) ? default : new Optional<IReadOnlyList<string?>?>(true, [.. Tags]),
            CustomFields = fields.Count == 0 ? default : new Optional<IReadOnlyDictionary<string, JsonElement>?>(true, fields),
        };
    }

    // Null takes a field away.
    private Dictionary<string, JsonElement> FieldChanges()
    {
        var stored = _contact?.CustomFields ?? new Dictionary<string, JsonElement>();
        var kept = Fields.Where(f => TextRules.Clean(f.Name) is not null && !f.IsBlank).GroupBy(f => f.Name.Trim()).ToDictionary(g => g.Key, g => g.Last());
        var changes = kept.Where(f => !stored.TryGetValue(f.Key, out var before) || DraftField.Text(before) != f.Value.Value)
            .ToDictionary(f => f.Key, f => f.Value.ToJson());
        foreach (var gone in stored.Keys.Where(name => !kept.ContainsKey(name)))
            changes[gone] = JsonSerializer.SerializeToElement<string?>(null);
        return changes;
    }
}

/// <summary>One of the contact's own fields, as text.</summary>
public sealed class DraftField(string name, JsonElement? stored)
{
    public Guid Key { get; } = Guid.NewGuid();

    /// <summary>As it was read; null for a new one.</summary>
    public JsonElement? Stored => stored;

    public string Name { get; set; } = name;

    public string Value { get; set; } = stored is { } value ? Text(value) : "";

    /// <summary>Lists and objects come from programs; they are shown, not edited.</summary>
    public bool IsText => stored is not { ValueKind: JsonValueKind.Array or JsonValueKind.Object };

    public bool IsBlank => string.IsNullOrWhiteSpace(Name) && string.IsNullOrWhiteSpace(Value);

    public static string Text(JsonElement value) => value.ValueKind == JsonValueKind.String ? value.GetString() ?? "" : value.GetRawText();

    /// <summary>A number stays a number and a yes a yes as long as it reads as one.</summary>
    public JsonElement ToJson() => stored?.ValueKind switch
    {
        JsonValueKind.Number when double.TryParse(Value, NumberStyles.Float, CultureInfo.InvariantCulture, out _) && Parse() is { ValueKind: JsonValueKind.Number } number => number,
        JsonValueKind.True or JsonValueKind.False when bool.TryParse(Value, out var yes) => JsonSerializer.SerializeToElement(yes),
        JsonValueKind.Array or JsonValueKind.Object => stored!.Value,
        _ => JsonSerializer.SerializeToElement(Value),
    };

    private JsonElement? Parse()
    {
        try
        {
            return JsonSerializer.Deserialize<JsonElement>(Value);
        }
        catch (JsonException)
        {
            return null;
        }
    }
}
