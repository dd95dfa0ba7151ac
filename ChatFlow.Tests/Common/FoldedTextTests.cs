using ChatFlow.Core.Common;
using Xunit;

namespace ChatFlow.Tests.Common;

public sealed class FoldedTextTests
{
    [Theory]
    [InlineData("¡Sí, por favor! 🙏", "si por favor")]
    [InlineData("  AÑO\u00a0NUEVO\n2027 ", "ano nuevo 2027")]
    [InlineData("e\u0301xito", "exito")]
    [InlineData("opt-out", "opt out")]
    [InlineData("👍🏽", "")]
    [InlineData("Привет", "привет")]
    [InlineData("\ud800x", "x")]
    [InlineData(null, "")]
    public void Only_words_are_left(string? text, string folded) => Assert.Equal(folded, FoldedText.Of(text));
}
