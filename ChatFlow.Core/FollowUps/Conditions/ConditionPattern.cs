using System.Collections.Concurrent;
using System.Text.RegularExpressions;

namespace ChatFlow.Core.FollowUps.Conditions;

/// <summary>
/// The regular expressions of conditions, in .NET's syntax as far as it runs in linear time (no look-around, no
/// references back). They are matched against text without case and accents. PostgreSQL reads patterns otherwise, so a
/// condition with one is never left to it.
/// </summary>
internal static class ConditionPattern
{
    private const int Longest = 200;
    private const int MostKept = 1000;

    // Linear in the text, so this only bounds a machine that stands still; a decision must not depend on how busy it is.
    private static readonly TimeSpan s_limit = TimeSpan.FromSeconds(30);
    private static readonly ConcurrentDictionary<string, Regex> s_compiled = new();

    /// <summary>Why a pattern is not taken, or null.</summary>
    public static string? Problem(string pattern)
    {
        if (pattern.Length > Longest)
            return $"A pattern has at most {Longest} characters.";
        try
        {
            _ = Compile(pattern);
            return null;
        }
        catch (Exception error) when (error is ArgumentException or NotSupportedException)
        {
            return "The pattern is no regular expression, or one that looks around or back.";
        }
    }

    public static bool IsMatch(string pattern, string folded)
    {
        // Patterns are few, one for each condition that somebody wrote; the cap is against a client that makes them up.
        if (s_compiled.Count > MostKept)
            s_compiled.Clear();
        try
        {
            return s_compiled.GetOrAdd(pattern, Compile).IsMatch(folded);
        }
        catch (RegexMatchTimeoutException)
        {
            return false;
        }
    }

    private static Regex Compile(string pattern) =>
        new(pattern, RegexOptions.NonBacktracking | RegexOptions.CultureInvariant | RegexOptions.IgnoreCase, s_limit);
}
