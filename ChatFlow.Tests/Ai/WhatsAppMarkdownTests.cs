using ChatFlow.Core.Ai;
using Xunit;

namespace ChatFlow.Tests.Ai;

public sealed class WhatsAppMarkdownTests
{
    [Theory]
    [InlineData("**hola** y *suave*", "*hola* y _suave_")]
    [InlineData("*ya es de WhatsApp*", "*ya es de WhatsApp*")]
    [InlineData("__fuerte__ ~~no~~", "*fuerte* ~no~")]
    [InlineData("***todo***", "*_todo_*")]
    [InlineData("## Planes\nuno", "*Planes*\nuno")]
    [InlineData("## **Planes**", "*Planes*")]
    [InlineData("* uno\n* dos\n+ tres", "- uno\n- dos\n- tres")]
    [InlineData("[Mapa](https://m.example/a_b_c__d__)", "Mapa: https://m.example/a_b_c__d__")]
    [InlineData("[https://m.example](https://m.example/)", "https://m.example/")]
    [InlineData("[m.example](https://m.example/)", "https://m.example/")]
    [InlineData("![foto](https://m.example/f.png)", "https://m.example/f.png")]
    [InlineData("<https://m.example>", "https://m.example")]
    [InlineData("a<br>b", "a\nb")]
    [InlineData("uno\n\n\n\n\ndos", "uno\n\ndos")]
    [InlineData("| Plan | Precio |\n|---|:-:|\n| Mes | $29 |", "Plan · Precio\nMes · $29")]
    [InlineData("uno\n---\ndos", "uno\n\ndos")]
    [InlineData("cuesta 5\\*", "cuesta 5*")]
    [InlineData("3 * 4 * 5 y **a**", "3 * 4 * 5 y *a*")]
    [InlineData("`**a**` **b**", "`**a**` *b*")]
    [InlineData("```csharp\nvar a = **b**;\n```", "```var a = **b**;```")]
    [InlineData("snake_case_name y __init__", "snake_case_name y *init*")]
    [InlineData("", "")]
    public void Becomes_what_WhatsApp_shows(string markdown, string expected) => Assert.Equal(expected, WhatsAppMarkdown.Convert(markdown));

    [Fact]
    public void Long_texts_end_at_a_sentence()
    {
        var text = string.Concat(Enumerable.Repeat("Una frase entera. ", 400));

        var cut = WhatsAppMarkdown.Cut(text);

        Assert.True(cut.Length <= WhatsAppMarkdown.LongestText);
        Assert.EndsWith("entera.…", cut, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(10)]
    [InlineData(11)]
    public void A_character_is_never_cut_in_two(int longest)
    {
        var cut = WhatsAppMarkdown.Cut(string.Concat(Enumerable.Repeat("😀", 20)), longest);

        Assert.True(cut.Length <= longest);
        Assert.False(char.IsHighSurrogate(cut[^2]));
    }
}
