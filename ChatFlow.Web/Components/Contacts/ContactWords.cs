using ChatFlow.Core.Contacts;
using ChatFlow.Core.Contacts.Phones;
using Microsoft.Extensions.Localization;

namespace ChatFlow.Web.Components.Contacts;

/// <summary>What several pages about contacts say alike.</summary>
public static class ContactWords
{
    /// <summary>The name, else the number as people write it, else that it is hidden.</summary>
    public static string NameOf(ContactView contact, IStringLocalizer<ContactTexts> texts)
    {
        ArgumentNullException.ThrowIfNull(contact);
        return contact.KnownAs ?? (contact.Phone is { } phone ? PhoneBook.Format(PhoneBook.Canonical(phone)) : texts["HiddenNumber"].Value);
    }

    public static string Messages(long count, IStringLocalizer<ContactTexts> texts) => count switch
    {
        0 => texts["NoMessages"],
        1 => texts["OneMessage"],
        _ => texts["ManyMessages", count],
    };
}
