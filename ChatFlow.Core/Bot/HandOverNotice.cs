using ChatFlow.Core.Ai;

namespace ChatFlow.Core.Bot;

/// <summary>The one sentence that tells a contact that a person goes on, so that silence is never the answer.</summary>
public static class HandOverNotice
{
    /// <param name="isOpen">Whether somebody can be expected soon.</param>
    public static string For(HandOverReason reason, BotLanguage language, BotTone tone, bool isOpen)
    {
        var opening = (reason, language) switch
        {
            (HandOverReason.AskedForPerson, BotLanguage.Es) => "¡Por supuesto!",
            (HandOverReason.AskedForPerson, BotLanguage.En) => "Of course!",
            (HandOverReason.AskedForPerson, BotLanguage.Pt) => "Claro!",
            (HandOverReason.DoesNotKnow, BotLanguage.Es) => tone == BotTone.Formal ? "Prefiero que se lo confirme el equipo." : "Prefiero que te lo confirme el equipo.",
            (HandOverReason.DoesNotKnow, BotLanguage.En) => "I would rather have our team confirm that.",
            (HandOverReason.DoesNotKnow, BotLanguage.Pt) => "Prefiro que a equipe confirme isso.",
            (HandOverReason.EngineFailed, BotLanguage.Es) => "En este momento no puedo responder.",
            (HandOverReason.EngineFailed, BotLanguage.En) => "I cannot answer just now.",
            (HandOverReason.EngineFailed, BotLanguage.Pt) => "No momento não consigo responder.",
            (HandOverReason.MediaOnly, BotLanguage.Es) => "¡Gracias! Lo hemos recibido.",
            (HandOverReason.MediaOnly, BotLanguage.En) => "Thank you! We have received it.",
            (HandOverReason.MediaOnly, BotLanguage.Pt) => "Obrigado! Recebemos.",
        };
        var rest = (language, tone == BotTone.Formal, isOpen) switch
        {
            (BotLanguage.Es, true, true) => "Una persona de nuestro equipo le responderá en breve.",
            (BotLanguage.Es, true, false) => "Una persona de nuestro equipo le responderá en cuanto abramos.",
            (BotLanguage.Es, false, true) => "Una persona del equipo te responderá en breve.",
            (BotLanguage.Es, false, false) => "Una persona del equipo te responderá en cuanto abramos.",
            (BotLanguage.En, _, true) => "Somebody from our team will reply shortly.",
            (BotLanguage.En, _, false) => "Somebody from our team will reply as soon as we open.",
            (BotLanguage.Pt, _, true) => "Uma pessoa da equipe vai responder em breve.",
            (BotLanguage.Pt, _, false) => "Uma pessoa da equipe vai responder assim que abrirmos.",
        };
        return $"{opening} {rest}";
    }
}
