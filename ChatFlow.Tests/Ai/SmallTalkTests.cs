using ChatFlow.Core.Ai;
using Xunit;

namespace ChatFlow.Tests.Ai;

public sealed class SmallTalkTests
{
    [Theory]
    [InlineData("Hola", SmallTalkKind.Greeting)]
    [InlineData("¡Buenos días!", SmallTalkKind.Greeting)]
    [InlineData("buenas", SmallTalkKind.Greeting)]
    [InlineData("hola que tal como están", SmallTalkKind.Greeting)]
    [InlineData("Hey there", SmallTalkKind.Greeting)]
    [InlineData("hi how are you doing?", SmallTalkKind.Greeting)]
    [InlineData("Hellooo", SmallTalkKind.Greeting)]
    [InlineData("Bom dia", SmallTalkKind.Greeting)]
    [InlineData("Oi tudo bem", SmallTalkKind.Greeting)]
    [InlineData("muchas gracias por la ayuda", SmallTalkKind.Thanks)]
    [InlineData("no, gracias", SmallTalkKind.Thanks)]
    [InlineData("ok gracias", SmallTalkKind.Thanks)]
    [InlineData("Thank you so much!", SmallTalkKind.Thanks)]
    [InlineData("muito obrigada", SmallTalkKind.Thanks)]
    [InlineData("valeu", SmallTalkKind.Thanks)]
    [InlineData("ok", SmallTalkKind.Acknowledgement)]
    [InlineData("👍", SmallTalkKind.Acknowledgement)]
    [InlineData("de acuerdo", SmallTalkKind.Acknowledgement)]
    [InlineData("listo, perfecto", SmallTalkKind.Acknowledgement)]
    [InlineData("got it", SmallTalkKind.Acknowledgement)]
    [InlineData("tá bom", SmallTalkKind.Acknowledgement)]
    [InlineData("beleza", SmallTalkKind.Acknowledgement)]
    [InlineData("hasta luego", SmallTalkKind.Farewell)]
    [InlineData("Bye bye", SmallTalkKind.Farewell)]
    [InlineData("até logo", SmallTalkKind.Farewell)]
    [InlineData("hola, ¿cuánto cuesta?", SmallTalkKind.None)]
    [InlineData("sí", SmallTalkKind.None)]
    [InlineData("no", SmallTalkKind.None)]
    [InlineData("?", SmallTalkKind.None)]
    [InlineData("", SmallTalkKind.None)]
    [InlineData("gracias, y tienen envío?", SmallTalkKind.None)]
    [InlineData("good price?", SmallTalkKind.None)]
    [InlineData("para mañana", SmallTalkKind.None)]
    public void Tells_manners_from_questions(string text, SmallTalkKind kind) => Assert.Equal(kind, SmallTalk.Of(text));
}
