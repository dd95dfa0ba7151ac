using System.Text.RegularExpressions;

namespace ChatFlow.Core.Ai.Knowledge;

/// <summary>
/// The words that matter in a text, made comparable over spelling, number, gender and everyday synonyms in Spanish, English
/// and Portuguese at once: customers mix them, and one set of rules costs nothing where the languages do not collide.
/// Concepts (<see cref="Price"/> and the like) stand for all their synonyms and begin with <c>@</c>.
/// </summary>
public static partial class KnowledgeWords
{
    public const string Price = "@price";
    public const string Hours = "@hours";
    public const string Catalog = "@catalog";
    public const string About = "@about";
    public const string Place = "@place";

    /// <summary>Every meaningful word in its order, repeats included.</summary>
    public static IReadOnlyList<string> Of(string text)
    {
        var folded = Phrases(FoldedText.Fold(text));
        var words = new List<string>();
        foreach (Match match in Word().Matches(folded))
        {
            var word = match.Value;
            if (word[0] == '@')
                words.Add(word);
            else if (!StopWords.Contains(word))
                words.Add(Synonyms.ConceptOf(word) ?? Stem(word));
        }

        return words;
    }

    public static bool IsConcept(string word) => word[0] == '@';

    /// <summary>Does the text state a price?</summary>
    public static bool HasPrice(string text) => Money().IsMatch(FoldedText.Fold(text));

    /// <summary>Does the text say where something is?</summary>
    public static bool HasAddress(string text) => Address().IsMatch(FoldedText.Fold(text));

    /// <summary>
    /// Light stemming: plural of nouns and verbs, then the last vowel, which carries gender ("abiertos", "abierta") and the difference between
    /// Spanish and Portuguese spellings ("plan", "plano"). Never touches figures.
    /// </summary>
    internal static string Stem(string word)
    {
        if (word.Length <= 3 || char.IsDigit(word[0]))
            return word;
        word = word switch
        {
            _ when word.EndsWith("oes", StringComparison.Ordinal) => word[..^3] + "ao",
            _ when word.EndsWith("ies", StringComparison.Ordinal) && word.Length > 4 => word[..^3] + "y",
            _ when word.EndsWith("ais", StringComparison.Ordinal) && word.Length > 4 => word[..^3] + "al",
            _ when word.EndsWith("eis", StringComparison.Ordinal) && word.Length > 4 => word[..^3] + "el",
            _ when word.EndsWith("ces", StringComparison.Ordinal) && word.Length > 4 => word[..^3] + "z",
            _ when word.EndsWith("es", StringComparison.Ordinal) && word.Length > 4 => word[..^2],
            _ when word.EndsWith("ss", StringComparison.Ordinal) => word,
            _ when word.EndsWith('s') => word[..^1],
            _ => word,
        };
        if (word.Length > 4 && word[^1] is 'n' or 'm' && word[^2] is 'a' or 'e')
            word = word[..^1];
        if (word.Length > 3 && word[^1] is 'a' or 'o' or 'e')
            word = word[..^1];
        return word[^1] == 'c' ? word[..^1] + 'z' : word;
    }

    private static string Phrases(string folded)
    {
        folded = HowMuch().Replace(folded, " @price ");
        folded = WhatYouSell().Replace(folded, " @catalog ");
        folded = WhatYouDo().Replace(folded, " @about ");
        return WhatTime().Replace(folded, " @hours ");
    }

    [GeneratedRegex(@"@[a-z]+|[\p{L}\p{N}]+")]
    private static partial Regex Word();

    [GeneratedRegex(@"r\$\s*\d|us\$|[$€£]\s*\d|\d\s*[€£$]|\d\s*(?:usd|eur|mxn|cop|ars|clp|pen|brl|soles|pesos|reais|euros?|dolares|dollars|bolivianos|quetzales|lempiras|guaranies)\b|\b(?:s/|bs\.?|q|gs\.?)\s*\d|\b(?:gratis|free|gratuit[ao]s?)\b")]
    private static partial Regex Money();

    [GeneratedRegex(@"\b(?:av\.|avda|avenida|calle|carrera|cra|jiron|jr\.|rua|r\.|avenue|ave\.|street|road|boulevard|blvd|bulevar|plaza|praca|esquina|centro comercial|mall|barrio|bairro|colonia)\s+\S|\b\d{1,5} [\w ]{2,25} (?:road|rd|street|st|avenue|ave|lane|ln|drive|square)\b|\b(?:estamos en|nos encuentras en|visitanos en|ubicad[oa]s? en|find us|located (?:at|in)|we are (?:at|in)|ficamos (?:em|na|no)|estamos (?:na|no))\b")]
    private static partial Regex Address();

    [GeneratedRegex(@"\b(?:how much(?: (?:is|are|does|do))?(?: .{0,40}? cost)?|what(?: is|'s|s)? the cost|a (?:como|cuanto) (?:esta|estan|sale|salen|tienen|da|dan)|que (?:precio|valor) (?:tiene|tienen)|(?:cuanto|quanto) (?:es|esta|estan|vale|valen|sale|salen|cobran|cobra|e|fica|sai|seria))\b")]
    private static partial Regex HowMuch();

    [GeneratedRegex(@"\b(?:que|q|cuales|o que|quais|what)(?: (?:tipo|tipos|clase|clases|kind|kinds|sort) (?:de|of))?(?: (?:productos?|servicios?|planes|cosas|produtos?|servicos?|planos?|products?|services?|plans?|things?|sao|son|os|los|las|sus|tus|are|your|do|you|the))*(?: (?:venden|vende|vendes|ofrecen|ofrece|ofreces|manejan|oferecem|oferece|vendem|sell|offer|available|have you got|trabajan|trabalham))\b")]
    private static partial Regex WhatYouSell();

    [GeneratedRegex(@"\b(?:a que se dedican|que hacen(?: ustedes)?|quienes son|de que (?:se )?trata(?: (?:el|este|su) negocio)?|what do you do|who are you|what is this(?: business| company)?|o que (?:voces )?fazem|quem (?:sao|e) voces?|com o que (?:voces )?trabalham)\b")]
    private static partial Regex WhatYouDo();

    [GeneratedRegex(@"\b(?:(?:a|hasta|desde) que horas?|que horas?|que dias|what time|until what time|que horas|ate que horas|quais dias|which days|what days|esta[ns]? abiert[oa]s?|est(?:a|ao) abert[oa]s?|(?:are|r) you open)\b")]
    private static partial Regex WhatTime();
}
