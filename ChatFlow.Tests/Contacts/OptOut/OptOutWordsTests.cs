using ChatFlow.Core.Contacts.OptOut;
using Xunit;

namespace ChatFlow.Tests.Contacts.OptOut;

public sealed class OptOutWordsTests
{
    [Theory]
    [InlineData("STOP")]
    [InlineData("stop!!!")]
    [InlineData(" Ｓｔｏｐ ")] // full width
    [InlineData("Stop please")]
    [InlineData("STOP 🛑")]
    [InlineData("opt-out")]
    [InlineData("unsubscribe")]
    [InlineData("cancel")]
    [InlineData("END")]
    [InlineData("baja")]
    [InlineData("BAJA, por favor. ¡Gracias!")]
    [InlineData("Dar de baja ya")]
    [InlineData("No más mensajes")]
    [InlineData("desuscribirme porfa")]
    [InlineData("salir")]
    [InlineData("cancelar")]
    [InlineData("para")]
    [InlineData("sair agora")]
    [InlineData("SAIR obrigado")]
    [InlineData("Não quero mais receber")]
    [InlineData("descadastrar, por favor")]
    [InlineData("pare")]
    [InlineData("b\u200baja")]
    public void Asks_for_silence(string text) => Assert.True(OptOutWords.Matches(text));

    [Theory]
    [InlineData("quiero cancelar mi turno")]
    [InlineData("baja el precio?")]
    [InlineData("salir a comer")]
    [InlineData("para manana")]
    [InlineData("para mañana por favor")]
    [InlineData("vou sair agora")]
    [InlineData("stop at 5?")]
    [InlineData("cancelar por favor")] // ordinary words count alone only
    [InlineData("fin gracias")]
    [InlineData("el fin")]
    [InlineData("nonstop")]
    [InlineData("gracias")]
    [InlineData("por favor")]
    [InlineData("")]
    [InlineData(null)]
    [InlineData("🛑")]
    [InlineData("\ud800")]
    public void Does_not(string? text) => Assert.False(OptOutWords.Matches(text));

    [Fact]
    public void A_business_adds_its_own_words()
    {
        Assert.True(OptOutWords.Matches("Ya no me interesa, gracias", ["ya no me interesa"]));
        Assert.True(OptOutWords.Matches("stop", ["otra"]));
        Assert.False(OptOutWords.Matches("hola", ["", "🙂"]));
    }

    [Theory]
    [InlineData("START", true)]
    [InlineData("alta por favor", true)]
    [InlineData("volver", true)]
    [InlineData("voltar", true)]
    [InlineData("alta calidad", false)]
    [InlineData("", false)]
    public void Comes_back(string text, bool back) => Assert.Equal(back, OptOutWords.MatchesOptIn(text));

    [Theory]
    [InlineData("Gracias", true)]
    [InlineData("Muchas gracias!!", true)]
    [InlineData("ok 👍🏽", true)]
    [InlineData("👍", true)]
    [InlineData("❤️🙏", true)]
    [InlineData("Valeu!", true)]
    [InlineData("de nada", true)]
    [InlineData("ok, perfecto, gracias", true)]
    [InlineData("thank you", true)]
    [InlineData("ok?", false)]
    [InlineData("?", false)]
    [InlineData("...", false)]
    [InlineData("gracias, ¿cuánto cuesta", false)]
    [InlineData("gracias me interesa", false)]
    [InlineData("si", false)]
    [InlineData("nada", false)]
    [InlineData("muchas", false)]
    [InlineData("", false)]
    [InlineData(null, false)]
    public void Closers_need_no_chasing(string? text, bool closes) => Assert.Equal(closes, Closers.Matches(text));
}
