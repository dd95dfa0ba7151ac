using ChatFlow.Core.Ai;
using ChatFlow.Core.Ai.Knowledge;
using Xunit;

namespace ChatFlow.Tests.Ai;

public sealed class KnowledgeTextTests
{
    [Fact]
    public void Cuts_each_text_in_its_own_way()
    {
        var passages = KnowledgeText.Split("Vendemos pan. Estamos en Quito.", "Panes:\n• Baguette: $2\n1) Integral: $3\n\nTorta $20, Galleta $1", "Lun-Vie 9-18");

        Assert.Equal(
            [
                new(PassageKind.Description, null, "Vendemos pan."),
                new(PassageKind.Description, null, "Estamos en Quito."),
                new(PassageKind.Product, "Panes", "Baguette: $2"),
                new(PassageKind.Product, "Panes", "Integral: $3"),
                new(PassageKind.Product, null, "Torta $20"),
                new(PassageKind.Product, null, "Galleta $1"),
                new(PassageKind.Hours, null, "Lun-Vie 9-18"),
            ],
            passages);
    }

    [Theory]
    [InlineData("Plan mensual: $29 al mes, sin permanencia")]
    [InlineData("Torta $1,500 pesos")]
    [InlineData("Mesa de 1.20 m: $80")]
    public void One_product_stays_one(string line) => Assert.Equal(line, Assert.Single(KnowledgeText.Split(null, line, null)).Text);

    [Fact]
    public void Nothing_gives_nothing() => Assert.Empty(KnowledgeText.Split(null, " \n ", ""));

    [Theory]
    [InlineData("planes", "plan")]
    [InlineData("planos", "plan")]
    [InlineData("meses", "mes")]
    [InlineData("cartões", "cartão")]
    [InlineData("mensais", "mensal")]
    [InlineData("cakes", "cake")]
    [InlineData("batteries", "battery")]
    [InlineData("homens", "homem")]
    [InlineData("luces", "luz")]
    [InlineData("abiertas", "abierto")]
    [InlineData("clases", "clase")]
    [InlineData("cuánto cuesta", "precio")]
    [InlineData("How much is it", "price")]
    [InlineData("quanto custa", "preço")]
    public void Words_that_mean_the_same_are_the_same(string one, string other) =>
        Assert.Equal(KnowledgeWords.Of(other).Distinct(), KnowledgeWords.Of(one).Distinct());

    [Theory]
    [InlineData("¿me puedes decir si ustedes tienen?")]
    [InlineData("could you please tell me about it")]
    [InlineData("você poderia me dizer se tem")]
    public void Words_without_meaning_are_left_out(string text) => Assert.Empty(KnowledgeWords.Of(text));

    [Fact]
    public void A_search_score_decides_between_equals_and_none_is_needed()
    {
        Passage[] passages = [new(PassageKind.Qa, "¿Yoga?", "Uno."), new(PassageKind.Qa, "¿Yoga?", "Dos.", 0.4)];

        Assert.Equal("Dos.", KnowledgeScorer.Score([.. KnowledgeWords.Of("yoga")], passages, [])[0].Passage.Text);
        Assert.Equal("Uno.", KnowledgeScorer.Score([.. KnowledgeWords.Of("yoga")], passages[..1], [])[0].Passage.Text);
        Assert.Empty(KnowledgeScorer.Score([.. KnowledgeWords.Of("yoga")], [], []));
        Assert.Empty(KnowledgeScorer.Score([], passages, []));
    }
}
