using System.Buffers;
using System.Collections.Frozen;
using System.Globalization;
using System.Text;
using ChatFlow.Core.Common;

namespace ChatFlow.Core.Contacts.OptOut;

/// <summary>Messages that end a conversation politely ("gracias", "ok", a lone emoji): nobody needs to chase them.</summary>
public static class Closers
{
    private const int MostWords = 6;
    private static readonly SearchValues<char> s_questions = SearchValues.Create("?¿？");

    private static readonly FrozenSet<string> s_words = new[]
    {
        "gracias", "muchas", "muchisimas", "mil", "ok", "oka", "okay", "okey", "vale", "dale", "listo", "lista", "perfecto",
        "genial", "bueno", "buenisimo", "excelente", "entendido", "bien", "chau", "chao", "adios", "saludos", "igualmente",
        "de", "nada", "hasta", "luego", "muy", "amable",
        "valeu", "vlw", "obrigado", "obrigada", "muito", "beleza", "blz", "certo", "perfeito", "otimo", "tchau", "combinado",
        "thanks", "thank", "you", "thx", "ty", "great", "perfect", "cool", "bye", "cheers", "welcome", "fine",
    }.ToFrozenSet();

    // Some of the words above only close in company ("de nada", "muy amable"); alone they may be answers.
    private static readonly FrozenSet<string> s_notAlone =
        new[] { "de", "nada", "hasta", "luego", "muy", "muchas", "muchisimas", "mil", "muito", "you", "thank", "bien", "bueno" }.ToFrozenSet();

    public static bool Matches(string? text)
    {
        if (string.IsNullOrWhiteSpace(text) || text.AsSpan().IndexOfAny(s_questions) >= 0)
            return false;
        var words = FoldedText.Of(text).Split(' ', StringSplitOptions.RemoveEmptyEntries);
        return words switch
        {
            [] => HasEmoji(text),
            [var only] => s_words.Contains(only) && !s_notAlone.Contains(only),
            { Length: <= MostWords } => words.All(s_words.Contains),
            _ => false,
        };
    }

    private static bool HasEmoji(string text) =>
        text.EnumerateRunes().Any(r => Rune.GetUnicodeCategory(r) is UnicodeCategory.OtherSymbol or UnicodeCategory.ModifierSymbol);
}
