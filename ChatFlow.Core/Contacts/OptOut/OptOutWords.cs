using System.Collections.Frozen;
using ChatFlow.Core.Common;

namespace ChatFlow.Core.Contacts.OptOut;

/// <summary>
/// Whether a message asks for silence. The whole message must be one of the words, at most followed by courtesy
/// ("baja, por favor"): "quiero cancelar mi turno" or "stop at 5?" never count. A business may add words, never remove.
/// </summary>
public static class OptOutWords
{
    /// <summary>May be followed by courtesy.</summary>
    private static readonly FrozenSet<string> s_words = Fold(
        "stop", "stopall", "stop all", "unsubscribe", "unsubscribe me", "opt out", "optout", "remove me", "quit", "revoke",
        "please stop", "stop messaging me", "stop texting me",
        "baja", "dar de baja", "darme de baja", "dame de baja", "denme de baja", "quiero darme de baja", "parar", "salir",
        "detener", "desuscribir", "desuscribirme", "no molestar", "no mas mensajes", "no quiero mas mensajes",
        "no quiero recibir mas mensajes", "no enviar mas", "eliminar mi numero",
        "sair", "descadastrar", "descadastre", "desinscrever", "remover", "nao quero mais receber",
        "nao quero mais receber mensagens", "nao quero receber mais mensagens", "nao enviar mais", "excluir meu numero");

    /// <summary>Ordinary words too: only alone.</summary>
    private static readonly FrozenSet<string> s_alone = Fold("end", "cancel", "alto", "cancelar", "fin", "para", "pare", "fim", "baixa");

    private static readonly FrozenSet<string> s_back = Fold(
        "start", "unstop", "alta", "suscribir", "suscribirme", "volver", "iniciar", "voltar", "assinar");

    private static readonly string[] s_courtesy =
        ["por favor", "porfavor", "porfa", "ya", "please", "pls", "now", "agora", "gracias", "obrigado", "obrigada", "thanks", "thank you"];

    /// <summary>True when <paramref name="text"/> opts out; <paramref name="extraWords"/> are the business's own.</summary>
    public static bool Matches(string? text, IEnumerable<string>? extraWords = null)
    {
        var folded = FoldedText.Of(text);
        if (folded.Length == 0)
            return false;
        var extra = extraWords is null ? [] : extraWords.Select(FoldedText.Of).Where(w => w.Length > 0).ToHashSet();
        return s_alone.Contains(folded) || WithoutCourtesy(folded).Any(t => s_words.Contains(t) || extra.Contains(t));
    }

    /// <summary>True when <paramref name="text"/> asks to be written to again.</summary>
    public static bool MatchesOptIn(string? text) => WithoutCourtesy(FoldedText.Of(text)).Any(s_back.Contains);

    // The text itself, then with one, two, … courtesies taken off its end.
    private static IEnumerable<string> WithoutCourtesy(string text)
    {
        yield return text;
        while (s_courtesy.FirstOrDefault(c => text.EndsWith(" " + c, StringComparison.Ordinal)) is { } courtesy)
        {
            text = text[..^(courtesy.Length + 1)];
            yield return text;
        }
    }

    private static FrozenSet<string> Fold(params IEnumerable<string> words) => words.Select(FoldedText.Of).ToFrozenSet();
}
