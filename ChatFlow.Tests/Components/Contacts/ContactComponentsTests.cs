using Bunit;
using ChatFlow.Core.Contacts;
using ChatFlow.Core.Contacts.Transfer;
using ChatFlow.Core.FollowUps.Enums;
using ChatFlow.Core.Statistics;
using ChatFlow.Tests.Components.Shared;
using ChatFlow.Web.Components.Contacts;
using Microsoft.AspNetCore.Components;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace ChatFlow.Tests.Components.Contacts;

public sealed class ContactComponentsTests : SharedContext
{
    [Fact]
    public void A_row_opens_its_contact_and_says_who_must_not_be_written_to()
    {
        var row = Render<ContactRow>(p => p.Add(x => x.Contact, Samples.Contact(optedOut: DateTimeOffset.UnixEpoch)));

        row.Find("tr").Click();

        Assert.EndsWith("/contacts/00000000-0000-0000-0000-00000000000a", Services.GetRequiredService<NavigationManager>().Uri, StringComparison.Ordinal);
        Assert.Contains("No escribir", row.Find(".status").TextContent, StringComparison.Ordinal);
        Assert.Empty(row.FindAll("input"));
    }

    [Fact]
    public void Somebody_without_name_and_number_is_still_somebody()
    {
        var row = Render<ContactRow>(p => p.Add(x => x.Contact, Samples.Contact(name: null, phone: null)));

        Assert.Equal("Número oculto", row.Find("a").TextContent);
    }

    [Theory]
    [InlineData("bodas, Vip", "vip,bodas")]
    [InlineData("  ", "vip")]
    public void A_comma_or_leaving_the_field_makes_tags_and_none_twice(string typed, string expected)
    {
        IReadOnlyList<string> tags = ["vip"];
        var input = Render<TagsInput>(p => p.Add(x => x.Id, "t").Add(x => x.Tags, tags).Add(x => x.TagsChanged, changed => tags = changed));

        input.Find("input").Input(typed);
        input.Find("input").Blur();

        Assert.Equal(expected.Split(','), tags);
    }

    [Fact]
    public void Who_may_only_look_gets_tags_without_buttons()
    {
        var input = Render<TagsInput>(p => p.Add(x => x.Id, "t").Add(x => x.Tags, ["vip"]).Add(x => x.ReadOnly, true));

        Assert.Empty(input.FindAll("button, input"));
    }

    [Fact]
    public void A_taken_number_is_told_beside_the_field_with_the_way_to_its_contact()
    {
        var other = Guid.NewGuid();

        var form = Render<ContactForm>(p => p.Add(x => x.Draft, new ContactDraft()).Add(x => x.Error, new PhoneTaken(other)));

        Assert.Equal("true", form.Find("#contact-phone").GetAttribute("aria-invalid"));
        Assert.Equal($"/contacts/{other}", form.Find("#contact-phone-about a").GetAttribute("href"));
    }

    [Fact]
    public void A_decision_is_told_with_its_reason()
    {
        var decided = new TimelineFact.FollowUpDecided(Guid.NewGuid(), Guid.NewGuid(), "Carritos", 2, DecisionKind.Stopped, DecisionReason.Replied, null);

        var line = Render<TimelineLine>(p => p.Add(x => x.Entry, new TimelineEntry(DateTimeOffset.UnixEpoch, Guid.NewGuid(), decided)));

        var words = line.Find(".fact").TextContent;
        Assert.Contains("Carritos", words, StringComparison.Ordinal);
        Assert.Contains("paso 2", words, StringComparison.Ordinal);
        Assert.DoesNotContain("Reason.", words, StringComparison.Ordinal);
    }

    [Fact]
    public void An_event_of_the_businesss_own_keeps_its_name()
    {
        var happened = new TimelineFact.EventHappened("visita_tienda", "T-9", true, 1250.5m, "MXN");

        var line = Render<TimelineLine>(p => p.Add(x => x.Entry, new TimelineEntry(DateTimeOffset.UnixEpoch, Guid.NewGuid(), happened)));

        Assert.Contains("visita_tienda", line.Markup, StringComparison.Ordinal);
        Assert.Contains("1,250.50 MXN", line.Markup, StringComparison.Ordinal);
    }

    [Fact]
    public void A_field_of_the_contact_has_one_column_of_the_file()
    {
        IReadOnlyList<ImportColumn> columns = [new("Celular", ImportField.Phone), new("Otro", ImportField.Custom, "Otro")];
        var preview = new ImportPreview(columns, [new ImportPreviewRow(2, ["12", "x"], new PhoneInvalid())], 1);
        var table = Render<ImportPreviewTable>(p => p.Add(x => x.Preview, preview).Add(x => x.OnColumns, changed => columns = changed));

        table.FindAll("select")[1].Change(nameof(ImportField.Phone));

        Assert.Equal([ImportField.Skip, ImportField.Phone], columns.Select(c => c.Field));
        Assert.Contains("Ese teléfono no se reconoce", table.Find(".problem").TextContent, StringComparison.Ordinal);
    }
}
