using System.Globalization;
using System.Net.Http.Headers;
using System.Text.RegularExpressions;

namespace ChatFlow.Core.Ai;

/// <summary>How long a service asks to wait: <c>Retry-After</c> in seconds or as a date, else the <c>x-ratelimit-reset-…</c> family ("1s", "6m0s", "250ms").</summary>
internal static partial class RetryAfter
{
    private static readonly string[] s_resetHeaders = ["x-ratelimit-reset-requests", "x-ratelimit-reset-tokens", "ratelimit-reset"];

    public static TimeSpan? From(HttpResponseHeaders headers, DateTimeOffset now)
    {
        if (headers.RetryAfter is { } retry)
        {
            var wait = retry.Delta ?? (retry.Date - now);
            return wait is { } w && w > TimeSpan.Zero ? w : TimeSpan.Zero;
        }

        var resets = s_resetHeaders.SelectMany(name => headers.TryGetValues(name, out var values) ? values : []).Select(Duration).OfType<TimeSpan>().ToArray();
        return resets.Length == 0 ? null : resets.Max();
    }

    internal static TimeSpan? Duration(string text)
    {
        if (double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var seconds))
            return seconds is >= 0 and < 86_400 ? TimeSpan.FromSeconds(seconds) : null;
        if (Parts().Match(text.Trim()) is not { Success: true } match)
            return null;

        double Part(string name) => match.Groups[name].Success ? double.Parse(match.Groups[name].Value, CultureInfo.InvariantCulture) : 0;
        return TimeSpan.FromSeconds((Part("h") * 3600) + (Part("m") * 60) + Part("s") + (Part("ms") / 1000));
    }

    [GeneratedRegex(@"^(?=.)(?:(?<h>\d{1,3})h)?(?:(?<m>\d{1,4})m(?!s))?(?:(?<s>\d{1,5}(?:\.\d{1,9})?)s)?(?:(?<ms>\d{1,7}(?:\.\d{1,9})?)ms)?$")]
    private static partial Regex Parts();
}
