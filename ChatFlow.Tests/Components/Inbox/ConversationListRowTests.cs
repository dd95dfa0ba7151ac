using Bunit;
using ChatFlow.Core.Channels;
using ChatFlow.Core.Inbox;
using ChatFlow.Tests.Components.Shared;
using ChatFlow.Web.Components.Inbox;
using Xunit;

namespace ChatFlow.Tests.Components.Inbox;

public sealed class ConversationListRowTests : SharedContext
{
    private static readonly Guid s_me = Guid.NewGuid();

    [Theory]
    [InlineData(ConversationHolder.Bot, false, "Bot")]
    [InlineData(ConversationHolder.Nobody, false, "Sin atender")]
    [InlineData(ConversationHolder.Person, true, "Tú")]
    [InlineData(ConversationHolder.Person, false, "Desde el teléfono")]
    public void The_row_says_who_holds_the_conversation(ConversationHolder holder, bool mine, string words) =>
        Assert.Equal(words, Show(Row() with { Holder = holder, HolderUserId = mine ? s_me : null }).Find(".holder").TextContent.Trim());

    [Fact]
    public void Unread_is_counted_in_words_too()
    {
        var row = Show(Row() with { UnreadCount = 3 });

        Assert.Contains("is-unread", row.Find("a").ClassName, StringComparison.Ordinal);
        Assert.Equal("3 sin leer", row.Find(".cf-badge .cf-visually-hidden").TextContent);
    }

    [Fact]
    public void A_message_without_words_is_named_by_its_type() =>
        Assert.Equal("Imagen", Show(Row() with { LastMessagePreview = "[image]" }).Find(".preview").TextContent.Trim());

    [Fact]
    public void Without_a_name_the_number_stands_for_the_person() =>
        Assert.Equal("+52 55 1234 5678", Show(Row() with { Name = null }).Find(".name").TextContent);

    [Fact]
    public void The_open_conversation_is_marked_for_everybody() =>
        Assert.Equal("page", Show(Row(), selected: true).Find("a").GetAttribute("aria-current"));

    private IRenderedComponent<ConversationListRow> Show(ConversationRow row, bool selected = false) =>
        Render<ConversationListRow>(p => p.Add(x => x.Row, row).Add(x => x.Href, "/inbox/1").Add(x => x.Selected, selected).Add(x => x.Me, s_me));

    private static ConversationRow Row() => new(
        Guid.NewGuid(), Guid.NewGuid(), "Lucía", "+525512345678", ConversationStatus.Open, ConversationHolder.Bot, null, null, 0,
        new DateTimeOffset(2026, 11, 23, 10, 0, 0, TimeSpan.Zero), MessageDirection.Inbound, "Hola");
}
