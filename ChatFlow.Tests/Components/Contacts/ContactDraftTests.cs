using System.Text.Json;
using ChatFlow.Core.Contacts;
using ChatFlow.Web.Components.Contacts;
using Xunit;

namespace ChatFlow.Tests.Components.Contacts;

public sealed class ContactDraftTests
{
    private readonly ContactView _contact = Samples.Contact(fields: """{"orders": 3, "city": "León", "vip": true, "sizes": [1, 2]}""");

    [Fact]
    public void Nothing_is_sent_of_what_did_not_change()
    {
        var draft = new ContactDraft(_contact);

        Assert.False(draft.Changed);
        Assert.Equal(new UpdateContactRequest(), draft.ToUpdate());
    }

    [Fact]
    public void A_number_stays_a_number_as_long_as_it_reads_as_one()
    {
        var draft = new ContactDraft(_contact);
        draft.Fields.Single(f => f.Name == "orders").Value = "4";
        draft.Fields.Single(f => f.Name == "vip").Value = "quizá";

        var changes = draft.ToUpdate().CustomFields.Value!;

        Assert.Equal((JsonValueKind.Number, "4"), (changes["orders"].ValueKind, changes["orders"].GetRawText()));
        Assert.Equal("quizá", changes["vip"].GetString());
        Assert.Equal(2, changes.Count);
    }

    [Fact]
    public void A_field_taken_away_is_sent_as_null()
    {
        var draft = new ContactDraft(_contact);
        draft.Fields.RemoveAll(f => f.Name == "city");

        var change = Assert.Single(draft.ToUpdate().CustomFields.Value!);

        Assert.Equal(("city", JsonValueKind.Null), (change.Key, change.Value.ValueKind));
    }

    [Theory]
    [InlineData("city", "city")]
    [InlineData("  ", "")]
    [InlineData("country", null)]
    public void Two_fields_of_one_name_or_of_none_are_told(string name, string? wrong)
    {
        var draft = new ContactDraft(_contact);
        draft.Fields.Add(new DraftField(name, null) { Value = "x" });

        Assert.Equal(wrong, draft.WrongField());
    }

    [Fact]
    public void A_cleared_name_is_a_change()
    {
        var draft = new ContactDraft(_contact) { Name = " " };

        Assert.True(draft.Changed);
        Assert.True(draft.ToUpdate().Name.IsSet);
        Assert.False(draft.ToUpdate().Phone.IsSet);
    }
}
