using Bunit;
using ChatFlow.Core.Channels;
using ChatFlow.Core.Inbox;
using ChatFlow.Tests.Components.Shared;
using ChatFlow.Web.Components.Inbox;
using Xunit;

namespace ChatFlow.Tests.Components.Inbox;

public sealed class MessageBubbleTests : SharedContext
{
    private static readonly DateTimeOffset s_at = new(2026, 11, 23, 10, 41, 0, TimeSpan.Zero);

    [Fact]
    public void A_message_of_ours_shows_how_far_it_came_and_when()
    {
        var bubble = Show(Message(MessageSender.Person) with { SentAt = s_at, DeliveredAt = s_at.AddMinutes(1), Status = MessageStatus.Delivered });

        Assert.Equal("Entregado", bubble.Find(".ticks .cf-visually-hidden").TextContent);
        Assert.Contains("Enviado", bubble.Find(".ticks").GetAttribute("title"), StringComparison.Ordinal);
        Assert.Contains("Entregado", bubble.Find(".ticks").GetAttribute("title"), StringComparison.Ordinal);
        Assert.Contains("is-out", bubble.Find(".line").ClassName, StringComparison.Ordinal);
    }

    [Fact]
    public void A_customers_message_has_no_ticks()
    {
        var bubble = Show(Message(MessageSender.Contact));

        Assert.Empty(bubble.FindAll(".ticks"));
        Assert.Contains("is-in", bubble.Find(".line").ClassName, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(MessageSender.Bot, "Bot")]
    [InlineData(MessageSender.FollowUp, "Seguimiento")]
    [InlineData(MessageSender.Phone, "Desde el teléfono")]
    [InlineData(MessageSender.Person, "Ana")]
    public void Whoever_wrote_for_us_is_named(MessageSender sender, string words) =>
        Assert.Equal(words, Show(Message(sender)).Find(".author").TextContent.Trim());

    [Fact]
    public void A_failed_message_says_why_with_its_code_and_can_be_sent_again()
    {
        Guid? again = null;
        var message = Message(MessageSender.Person) with { Status = MessageStatus.Failed, Error = new MessageProblem("131047", "Re-engagement message") };

        var bubble = Render<MessageBubble>(p => p.Add(x => x.Message, message).Add(x => x.Local, s_at).Add(x => x.CanWrite, true).Add(x => x.OnRetry, id => again = id));
        bubble.Find(".again").Click();

        Assert.Contains("24 horas", bubble.Find(".failure").TextContent, StringComparison.Ordinal);
        Assert.Equal("131047", bubble.Find(".code").TextContent);
        Assert.Equal(message.Id, again);
    }

    [Fact]
    public void A_failure_that_nobody_translated_is_told_in_the_providers_words() =>
        Assert.Contains("Odd thing", Show(Message(MessageSender.Person) with { Status = MessageStatus.Failed, Error = new MessageProblem("999", "Odd thing") })
            .Find(".failure").TextContent, StringComparison.Ordinal);

    [Theory]
    [InlineData(false, MessageSender.Person)]
    [InlineData(true, MessageSender.FollowUp)]
    public void Only_who_may_write_sends_again_and_a_follow_up_belongs_to_its_sequence(bool canWrite, MessageSender sender)
    {
        var message = Message(sender) with { Status = MessageStatus.Failed, Error = new MessageProblem("131026", "x") };

        Assert.Empty(Show(message, canWrite).FindAll(".again"));
    }

    [Fact]
    public void A_deleted_message_does_not_show_its_text()
    {
        var bubble = Show(Message(MessageSender.Contact) with { DeletedAt = s_at });

        Assert.DoesNotContain("Hola", bubble.Markup, StringComparison.Ordinal);
    }

    [Fact]
    public void A_type_without_words_is_named()
    {
        var bubble = Show(Message(MessageSender.Contact) with
        {
            Text = "",
            Type = MessageType.Document,
            Details = System.Text.Json.JsonSerializer.SerializeToElement(new { media = new { fileName = "precios.pdf", size = 2048 } }),
        });

        Assert.Contains("Documento", bubble.Find(".kind").TextContent, StringComparison.Ordinal);
        Assert.Contains("precios.pdf", bubble.Find(".kind").TextContent, StringComparison.Ordinal);
        Assert.Contains("2 KB", bubble.Find(".kind").TextContent, StringComparison.Ordinal);
    }

    private IRenderedComponent<MessageBubble> Show(MessageView message, bool canWrite = false) =>
        Render<MessageBubble>(p => p.Add(x => x.Message, message).Add(x => x.Local, s_at).Add(x => x.CanWrite, canWrite));

    private static MessageView Message(MessageSender sender) => new(
        Guid.NewGuid(), Guid.NewGuid(), sender is MessageSender.Contact ? MessageDirection.Inbound : MessageDirection.Outbound, "Hola", MessageType.Text,
        MessageStatus.Sent, "wamid", null, s_at, s_at, s_at, null, null, null, null, [], sender, sender is MessageSender.Person ? "Ana" : null, null, null, null, null);
}
