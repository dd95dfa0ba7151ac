namespace ChatFlow.Core.Ai.Flowise;

/// <summary>Is a message a plain yes? Spanish, English and Portuguese. Everything doubtful is not.</summary>
internal static class Consent
{
    private static readonly HashSet<string> s_yes =
    [
        "si", "claro", "dale", "ok", "okay", "okey", "vale", "listo", "acepto", "confirmo", "confirmado", "correcto", "afirmativo", "adelante", "procede", "hazlo",
        "yes", "yep", "yeah", "sure", "proceed", "confirm", "confirmed", "accept", "approve", "approved", "correct",
        "sim", "certo", "aceito", "pode", "confirma", "isso", "beleza", "prossiga",
    ];

    private static readonly HashSet<string> s_company =
        ["por", "favor", "please", "por", "supuesto", "de", "acuerdo", "go", "ahead", "gracias", "thanks", "obrigado", "obrigada", "ser", "quiero", "quero", "i", "do", "it", "eso", "es", "e"];

    public static bool IsYes(string text)
    {
        var words = FoldedText.Words(text);
        return words.Count is > 0 and <= 6 && words.Any(s_yes.Contains) && words.All(w => s_yes.Contains(w) || s_company.Contains(w));
    }
}
