using ChatFlow.Core.Contacts;

namespace ChatFlow.Tests.Components.Contacts;

internal static class Samples
{
    public static ContactView Contact(string? name = "Ana Ruiz", string? phone = "+525512345678", string fields = "{}", DateTimeOffset? optedOut = null) =>
        ContactView.Of(new Contact
        {
            Id = new Guid("00000000-0000-0000-0000-00000000000a"),
            Name = name,
            Phone = phone,
            CustomFields = fields,
            Tags = ["vip"],
            Status = ContactStatus.Customer,
            OptedOutAt = optedOut,
        });
}
