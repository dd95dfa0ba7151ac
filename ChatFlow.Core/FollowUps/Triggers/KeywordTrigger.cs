using ChatFlow.Core.Common;
using ChatFlow.Core.Contacts.OptOut;
using ChatFlow.Core.FollowUps.Enums;

namespace ChatFlow.Core.FollowUps.Triggers;

public enum KeywordMatch
{
    /// <summary>The whole message is the keyword.</summary>
    Exact,

    /// <summary>The keyword occurs as whole words.</summary>
    Word,

    /// <summary>The keyword occurs anywhere, inside words too.</summary>
    Contains,
}

/// <summary>An inbound text names one of <paramref name="Keywords"/> (kept folded: no case, accents, emoji).</summary>
public sealed record KeywordTrigger(IReadOnlyList<string> Keywords, KeywordMatch Match) : TriggerConfig(TriggerType.Keyword)
{
    /// <summary>The keyword that <paramref name="text"/> matches, or null. A request for silence matches nothing.</summary>
    public string? Matches(string? text, IEnumerable<string>? extraOptOutWords = null)
    {
        var folded = FoldedText.Of(text);
        if (folded.Length == 0 || OptOutWords.Matches(text, extraOptOutWords))
            return null;
        return Match switch
        {
            KeywordMatch.Exact => Keywords.FirstOrDefault(k => k == folded),
            KeywordMatch.Word => Keywords.FirstOrDefault(k => $" {folded} ".Contains($" {k} ", StringComparison.Ordinal)),
            KeywordMatch.Contains => Keywords.FirstOrDefault(k => folded.Contains(k, StringComparison.Ordinal)),
        };
    }

    internal static KeywordTrigger Read(ConfigReader reader)
    {
        var given = reader.Has("keywords") ? reader.Texts("keywords") : reader.Texts("keyword");
        var keywords = given.Select(FoldedText.Of).Distinct().ToList();
        if (keywords.Count == 0 || keywords.Contains(""))
            reader.Fail("keywords", "At least one keyword is needed, each with a letter or digit.");
        else if (keywords.Find(k => OptOutWords.Matches(k)) is { } silence)
            reader.Fail("keywords", $"'{silence}' asks not to be written to and cannot start a sequence.");
        return new KeywordTrigger(keywords, reader.Choice("match", KeywordMatch.Word));
    }
}
