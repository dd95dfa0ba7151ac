using ChatFlow.Core.Common;
using Xunit;

namespace ChatFlow.Tests.Common;

public sealed class CursorTests
{
    [Fact]
    public void A_place_survives_its_text()
    {
        var place = new Cursor(new DateTimeOffset(2026, 1, 31, 9, 0, 0, 123, 456, TimeSpan.Zero), Guid.NewGuid());
        Assert.Equal(place, Cursor.Read(place.Encode()).Value);
        Assert.Null(Cursor.Read(null).Value);
    }

    [Theory]
    [InlineData("x")]
    [InlineData("!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!")]
    [InlineData("________________________________")]
    [InlineData("AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA")]
    public void Anything_else_is_refused(string text) => Assert.Equal("cursor.invalid", Cursor.Read(text).Error?.Code);
}
