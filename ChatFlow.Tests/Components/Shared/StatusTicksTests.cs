using Bunit;
using ChatFlow.Core.Channels;
using ChatFlow.Web.Components.Shared;
using Xunit;

namespace ChatFlow.Tests.Components.Shared;

public sealed class StatusTicksTests : SharedContext
{
    [Theory]
    [InlineData(MessageStatus.Pending, "En camino", "")]
    [InlineData(MessageStatus.Sent, "Enviado", "")]
    [InlineData(MessageStatus.Delivered, "Entregado", "")]
    [InlineData(MessageStatus.Read, "Leído", "is-read")]
    [InlineData(MessageStatus.Failed, "No se envió", "is-failed")]
    [InlineData(MessageStatus.Unknown, "Sin confirmación de WhatsApp", "is-unknown")]
    public void Each_status_has_its_words_and_not_a_colour_alone(MessageStatus status, string words, string look)
    {
        var ticks = Render<StatusTicks>(p => p.Add(x => x.Status, status));

        Assert.Equal(words, ticks.Find(".cf-visually-hidden").TextContent);
        Assert.Equal(words, ticks.Find(".ticks").GetAttribute("title"));
        Assert.Equal($"ticks {look}".Trim(), ticks.Find(".ticks").ClassName?.Trim());
    }

    [Fact]
    public void Every_status_is_drawn_and_read_differs_from_delivered_by_colour_only()
    {
        var drawings = Enum.GetValues<MessageStatus>()
            .ToDictionary(status => status, status => Render<StatusTicks>(p => p.Add(x => x.Status, status)).Find("svg").InnerHtml);

        Assert.Equal(drawings[MessageStatus.Delivered], drawings[MessageStatus.Read]);
        Assert.Equal(drawings.Count - 1, drawings.Values.Distinct().Count());
    }
}
