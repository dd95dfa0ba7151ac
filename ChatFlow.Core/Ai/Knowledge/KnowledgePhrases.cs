namespace ChatFlow.Core.Ai.Knowledge;

/// <summary>The bot's own few words around what the business wrote.</summary>
internal static class KnowledgePhrases
{
    public static string Greeting(BotLanguage language, BotTone tone, string business) => (language, tone) switch
    {
        (BotLanguage.Es, BotTone.Formal) => $"Buen día. Gracias por comunicarse con {business}. ¿En qué podemos ayudarle?",
        (BotLanguage.Es, BotTone.Casual) => $"¡Hola! 👋 Gracias por escribir a {business}. ¿En qué te ayudo?",
        (BotLanguage.Es, BotTone.Professional) => $"¡Hola! Gracias por escribir a {business}. ¿En qué podemos ayudarte?",
        (BotLanguage.En, BotTone.Formal) => $"Good day. Thank you for contacting {business}. How may we help you?",
        (BotLanguage.En, BotTone.Casual) => $"Hi there! 👋 Thanks for messaging {business}. How can I help?",
        (BotLanguage.En, BotTone.Professional) => $"Hello! Thank you for contacting {business}. How can we help you?",
        (BotLanguage.Pt, BotTone.Formal) => $"Bom dia. Agradecemos o contato com {business}. Em que podemos ajudar?",
        (BotLanguage.Pt, BotTone.Casual) => $"Oi! 👋 Obrigado por falar com {business}. Como posso ajudar?",
        (BotLanguage.Pt, BotTone.Professional) => $"Olá! Obrigado pelo contato com {business}. Como podemos ajudar?",
    };

    public static string Thanks(BotLanguage language, BotTone tone) => (language, tone) switch
    {
        (BotLanguage.Es, BotTone.Formal) => "Con mucho gusto. Quedamos a sus órdenes.",
        (BotLanguage.Es, BotTone.Casual) => "¡De nada! 😊 Aquí estamos para lo que necesites.",
        (BotLanguage.Es, BotTone.Professional) => "¡Con gusto! Quedamos atentos a lo que necesites.",
        (BotLanguage.En, BotTone.Formal) => "You are most welcome. We remain at your service.",
        (BotLanguage.En, BotTone.Casual) => "You're welcome! 😊 We're here if you need anything.",
        (BotLanguage.En, BotTone.Professional) => "You're welcome! Let us know if you need anything else.",
        (BotLanguage.Pt, BotTone.Formal) => "Por nada. Permanecemos à disposição.",
        (BotLanguage.Pt, BotTone.Casual) => "De nada! 😊 Estamos aqui para o que precisar.",
        (BotLanguage.Pt, BotTone.Professional) => "Por nada! Ficamos à disposição.",
    };

    public static string Farewell(BotLanguage language) => language switch
    {
        BotLanguage.Es => "¡Hasta luego! Gracias por escribirnos.",
        BotLanguage.En => "Goodbye! Thank you for writing to us.",
        BotLanguage.Pt => "Até logo! Obrigado pelo contato.",
    };

    public static string Acknowledged(BotLanguage language) => language switch
    {
        BotLanguage.Es => "¡Perfecto! Cualquier pregunta, escríbenos por aquí.",
        BotLanguage.En => "Great! Any question, just write to us here.",
        BotLanguage.Pt => "Perfeito! Qualquer dúvida, é só escrever por aqui.",
    };

    /// <param name="greeted">The contact said hello in the same breath.</param>
    public static string Around(BotLanguage language, BotTone tone, bool greeted, IReadOnlyList<string> found)
    {
        var body = found.Count == 1 ? found[0] : string.Join('\n', found.Select(f => f.Contains('\n', StringComparison.Ordinal) ? f : $"- {f}"));
        var opening = (language, tone, greeted) switch
        {
            (BotLanguage.Es, BotTone.Formal, true) => "Buen día, con mucho gusto.",
            (BotLanguage.Es, BotTone.Formal, false) => "Con mucho gusto.",
            (BotLanguage.Es, BotTone.Casual, true) => "¡Hola! 👋 Te cuento:",
            (BotLanguage.Es, BotTone.Casual, false) => "¡Claro! Te cuento:",
            (BotLanguage.Es, BotTone.Professional, true) => "¡Hola! Con gusto:",
            (BotLanguage.Es, BotTone.Professional, false) => "Con gusto:",
            (BotLanguage.En, BotTone.Formal, true) => "Good day, and thank you for your question.",
            (BotLanguage.En, BotTone.Formal, false) => "Thank you for your question.",
            (BotLanguage.En, BotTone.Casual, true) => "Hi! 👋 Here you go:",
            (BotLanguage.En, BotTone.Casual, false) => "Sure! Here you go:",
            (BotLanguage.En, BotTone.Professional, true) => "Hello! Happy to help:",
            (BotLanguage.En, BotTone.Professional, false) => "Happy to help:",
            (BotLanguage.Pt, BotTone.Formal, true) => "Bom dia, com prazer.",
            (BotLanguage.Pt, BotTone.Formal, false) => "Com prazer.",
            (BotLanguage.Pt, BotTone.Casual, true) => "Oi! 👋 É assim:",
            (BotLanguage.Pt, BotTone.Casual, false) => "Claro! É assim:",
            (BotLanguage.Pt, BotTone.Professional, true) => "Olá! Com prazer:",
            (BotLanguage.Pt, BotTone.Professional, false) => "Com prazer:",
        };
        return $"{opening}\n{body}";
    }
}
