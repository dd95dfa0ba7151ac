using ChatFlow.Core.Ai;
using ChatFlow.Core.Ai.Knowledge;
using Xunit;

namespace ChatFlow.Tests.Ai;

public sealed class KnowledgeRepliesTests
{
    private static readonly ReplyRequest s_gym = Requests.Ask("") with
    {
        Description = "Somos un gimnasio familiar en el centro de Quito. Tenemos sala de pesas, clases de yoga y piscina temperada. Estamos en la Av. Amazonas N24-12.",
        Products = """
            Planes:
            - Plan mensual: $29 al mes, sin permanencia
            - Plan trimestral: $75 cada tres meses
            - Plan pareja: $49 al mes para dos personas

            Clase suelta de yoga: $8
            Entrenador personal: $20 la hora
            """,
        Hours = "Lun-Vie 6:00-22:00; Sáb 8:00-14:00",
        Passages =
        [
            new(PassageKind.Qa, "¿Aceptan tarjetas?", "Sí, aceptamos todas las tarjetas y transferencia."),
            new(PassageKind.Qa, "¿Puedo congelar mi membresía?", "Sí, hasta 30 días al año avisando con una semana."),
            new(PassageKind.Qa, "¿Tienen estacionamiento?", "Sí, gratis las dos primeras horas."),
        ],
    };

    private static readonly ReplyRequest s_bakery = Requests.Ask("", BotLanguage.En) with
    {
        BusinessName = "Corner Bakery",
        Description = "We bake sourdough bread and cakes every morning. You find us at 12 Mill Road. Everything is nut free.",
        Products = "Sourdough loaf: $6\nBirthday cake (10 people): $45, two days ahead\nCroissant: $2.50",
        Hours = "Mon-Sat 7am-5pm, Sun closed",
        Passages =
        [
            new(PassageKind.Qa, "Do you deliver?", "Yes, within five miles for $4."),
            new(PassageKind.Qa, "Do you have gluten free options?", "Yes, gluten free bread on Fridays."),
        ],
    };

    private static readonly ReplyRequest s_salon = Requests.Ask("", BotLanguage.Pt) with
    {
        BusinessName = "Salão Flor",
        Description = "Somos um salão de beleza no centro de Curitiba. Atendemos com hora marcada.",
        Products = "Corte feminino: R$ 80\nCorte masculino: R$ 50\nColoração: a partir de R$ 180\nManicure: R$ 35",
        Hours = "Ter-Sáb 9h-19h",
        Passages =
        [
            new(PassageKind.Qa, "Quais formas de pagamento vocês aceitam?", "Pix, cartão e dinheiro."),
            new(PassageKind.Qa, "Fazem progressiva?", "Sim, a partir de R$ 250 com avaliação."),
        ],
    };

    [Theory]
    [InlineData("¿cuánto cuesta el plan mensual?", "Plan mensual: $29 al mes, sin permanencia")]
    [InlineData("Hola buenas tardes, quería saber cuánto me sale el plan mensual por favor", "Plan mensual: $29")]
    [InlineData("cuanto cuesta el mensual", "Plan mensual: $29")]
    [InlineData("precio plan trimestral", "Plan trimestral: $75")]
    [InlineData("a como esta el plan de pareja??", "Plan pareja: $49")]
    [InlineData("¿Qué precio tienen las clases de yoga?", "Clase suelta de yoga: $8")]
    [InlineData("valor del entrenador personal", "Entrenador personal: $20")]
    [InlineData("precios?", "Plan trimestral: $75")]
    [InlineData("¿qué planes ofrecen?", "Plan pareja: $49")]
    [InlineData("¿A qué hora abren?", "Lun-Vie 6:00-22:00; Sáb 8:00-14:00")]
    [InlineData("abren los sábados?", "Sáb 8:00-14:00")]
    [InlineData("horarios", "Lun-Vie")]
    [InlineData("puedo pagar con tarjeta?", "aceptamos todas las tarjetas")]
    [InlineData("aceptan transferencias?", "transferencia")]
    [InlineData("se puede congelar la membresia", "hasta 30 días")]
    [InlineData("hay estacionamiento", "gratis las dos primeras horas")]
    [InlineData("¿tienen piscina?", "piscina temperada")]
    [InlineData("¿la piscina es climatizada?", "piscina temperada")]
    [InlineData("quería saber cuánto costaría el plan mensual para mi empresa", "Plan mensual: $29")]
    [InlineData("donde están ubicados?", "Av. Amazonas")]
    [InlineData("¿a qué se dedican?", "gimnasio familiar")]
    [InlineData("¿Cuánto cuesta el plan mensual? ¿Y a qué hora abren?", "Plan mensual: $29")]
    [InlineData("Me interesa el plan mensual. ¿Cuánto cuesta?", "Plan mensual: $29")]
    public void Answers_in_Spanish_with_the_business_own_words(string question, string expected) => AssertAnswer(s_gym, question, expected);

    [Theory]
    [InlineData("how much is a birthday cake?", "Birthday cake (10 people): $45")]
    [InlineData("Hi! What's the price of the sourdough?", "Sourdough loaf: $6")]
    [InlineData("prices of croissants", "Croissant: $2.50")]
    [InlineData("what time do you open?", "Mon-Sat 7am-5pm")]
    [InlineData("Are you open on Sunday?", "Sun closed")]
    [InlineData("do you do deliveries?", "within five miles")]
    [InlineData("is there anything gluten-free", "gluten free bread on Fridays")]
    [InlineData("where are you located?", "12 Mill Road")]
    [InlineData("what do you sell?", "Croissant: $2.50")]
    [InlineData("are your products nut free?", "Everything is nut free")]
    public void Answers_in_English_with_the_business_own_words(string question, string expected) => AssertAnswer(s_bakery, question, expected);

    [Theory]
    [InlineData("quanto custa o corte feminino?", "Corte feminino: R$ 80")]
    [InlineData("Oi, qual o valor da manicure?", "Manicure: R$ 35")]
    [InlineData("quanto fica a coloração", "Coloração: a partir de R$ 180")]
    [InlineData("qual o horário de funcionamento?", "Ter-Sáb 9h-19h")]
    [InlineData("que horas vocês abrem?", "Ter-Sáb 9h-19h")]
    [InlineData("aceita cartão?", "Pix, cartão e dinheiro")]
    [InlineData("vocês fazem progressiva", "a partir de R$ 250")]
    [InlineData("quais serviços vocês oferecem?", "Corte masculino: R$ 50")]
    [InlineData("tabela de preços", "Manicure: R$ 35")]
    public void Answers_in_Portuguese_with_the_business_own_words(string question, string expected) => AssertAnswer(s_salon, question, expected);

    [Theory]
    [InlineData("¿cuánto cuesta el plan anual?")]
    [InlineData("¿venden proteínas?")]
    [InlineData("¿tienen clases de natación?")]
    [InlineData("mi recibo tiene un error y me cobraron dos veces")]
    [InlineData("¿me pueden dar una factura con RUC?")]
    [InlineData("¿Cuánto cuesta el plan mensual? ¿Y venden proteínas?")]
    [InlineData("necesito cancelar mi contrato")]
    [InlineData("asdfgh")]
    public void Hands_over_what_the_texts_do_not_tell(string question) =>
        Assert.Equal(new ReplyOutcome.HandOver(HandOverReason.DoesNotKnow), KnowledgeReplies.Reply(s_gym with { Question = question }));

    [Fact]
    public void Hands_over_to_whoever_asks_for_a_person() =>
        Assert.Equal(new ReplyOutcome.HandOver(HandOverReason.AskedForPerson), KnowledgeReplies.Reply(s_gym with { Question = "¿Cuánto cuesta? Mejor quiero hablar con un asesor" }));

    [Theory]
    [InlineData("hola", BotLanguage.Es, BotTone.Professional, "¡Hola! Gracias por escribir a Gimnasio Andes. ¿En qué podemos ayudarte?")]
    [InlineData("Holaaa 👋", BotLanguage.Es, BotTone.Casual, "¡Hola! 👋 Gracias por escribir a Gimnasio Andes. ¿En qué te ayudo?")]
    [InlineData("good morning", BotLanguage.En, BotTone.Formal, "Good day. Thank you for contacting Gimnasio Andes. How may we help you?")]
    [InlineData("oi, tudo bem?", BotLanguage.Pt, BotTone.Professional, "Olá! Obrigado pelo contato com Gimnasio Andes. Como podemos ajudar?")]
    [InlineData("muchas gracias!", BotLanguage.Es, BotTone.Professional, "¡Con gusto! Quedamos atentos a lo que necesites.")]
    [InlineData("tchau", BotLanguage.Pt, BotTone.Casual, "Até logo! Obrigado pelo contato.")]
    public void Minds_its_manners(string message, BotLanguage language, BotTone tone, string expected) =>
        Assert.Equal(expected, Assert.IsType<ReplyOutcome.Answer>(KnowledgeReplies.Reply(Requests.Ask(message, language, tone))).Text);

    [Fact]
    public void Greets_back_in_the_same_answer() =>
        Assert.StartsWith("¡Hola!", Assert.IsType<ReplyOutcome.Answer>(KnowledgeReplies.Reply(s_gym with { Question = "hola, cuánto cuesta el plan mensual" })).Text, StringComparison.Ordinal);

    [Fact]
    public void A_question_that_names_nothing_is_about_what_was_said_before()
    {
        var request = s_gym with { Question = "¿y cuánto cuesta?", History = [new(ReplyRole.Contact, "me interesa el plan trimestral"), new(ReplyRole.Business, "¡Claro!")] };

        var text = Assert.IsType<ReplyOutcome.Answer>(KnowledgeReplies.Reply(request)).Text;

        Assert.Contains("Plan trimestral: $75", text, StringComparison.Ordinal);
        Assert.DoesNotContain("mensual", text, StringComparison.Ordinal);
    }

    [Fact]
    public void One_price_is_asked_and_one_is_told() =>
        Assert.DoesNotContain("trimestral", Assert.IsType<ReplyOutcome.Answer>(KnowledgeReplies.Reply(s_gym with { Question = "¿cuánto cuesta el plan mensual?" })).Text, StringComparison.Ordinal);

    [Fact]
    public void The_only_product_answers_its_question()
    {
        var request = Requests.Ask("¿cuánto cuesta el plan mensual?") with { Products = "Plan mensual: $29 al mes" };

        Assert.Contains("Plan mensual: $29 al mes", Assert.IsType<ReplyOutcome.Answer>(KnowledgeReplies.Reply(request)).Text, StringComparison.Ordinal);
    }

    [Fact]
    public void Without_any_text_it_knows_nothing() =>
        Assert.IsType<ReplyOutcome.HandOver>(KnowledgeReplies.Reply(Requests.Ask("¿cuánto cuesta?")));

    private static void AssertAnswer(ReplyRequest business, string question, string expected)
    {
        var outcome = KnowledgeReplies.Reply(business with { Question = question });
        Assert.Contains(expected, Assert.IsType<ReplyOutcome.Answer>(outcome).Text, StringComparison.Ordinal);
    }
}
