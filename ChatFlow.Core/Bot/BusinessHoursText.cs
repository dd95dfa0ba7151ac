using System.Globalization;
using System.Text.RegularExpressions;
using ChatFlow.Core.Ai;
using NodaTime;

namespace ChatFlow.Core.Bot;

/// <summary>Reads the line of business hours: days, then their times, again and again. One word that it does not know, and it reads nothing.</summary>
internal static partial class BusinessHoursText
{
    private static readonly Dictionary<string, IsoDayOfWeek> s_days = Days(
        (IsoDayOfWeek.Monday, "lunes lun monday mon segunda seg"),
        (IsoDayOfWeek.Tuesday, "martes mar tuesday tue tues terca ter"),
        (IsoDayOfWeek.Wednesday, "miercoles mie mier wednesday wed quarta qua"),
        (IsoDayOfWeek.Thursday, "jueves jue thursday thu thur thurs quinta qui"),
        (IsoDayOfWeek.Friday, "viernes vie friday fri sexta sex"),
        (IsoDayOfWeek.Saturday, "sabado sabados sab saturday saturdays sat"),
        (IsoDayOfWeek.Sunday, "domingo domingos dom sunday sundays sun"));

    private static readonly IsoDayOfWeek[] s_week =
        [IsoDayOfWeek.Monday, IsoDayOfWeek.Tuesday, IsoDayOfWeek.Wednesday, IsoDayOfWeek.Thursday, IsoDayOfWeek.Friday, IsoDayOfWeek.Saturday, IsoDayOfWeek.Sunday];

    private static readonly HashSet<string> s_closed = ["cerrado", "cerramos", "closed", "fechado"];
    private static readonly HashSet<string> s_to = ["-", "a", "al", "to", "until", "till", "hasta", "ate", "as", "through"];
    private static readonly HashSet<string> s_fill =
        [",", ";", ".", ":", "/", "|", "&", "(", ")", "y", "e", "and", "de", "das", "da", "del", "desde", "from", "los", "el", "las", "la", "do", "aos", "o", "hs", "hrs", "h", "hr", "horas", "horario", "hours", "nos", "no"];

    public static IReadOnlyList<OpenRange>? Read(string? text)
    {
        if (string.IsNullOrWhiteSpace(text) || Tokens(text) is not { } tokens)
            return null;

        var ranges = new List<OpenRange>();
        var days = new List<IsoDayOfWeek>();
        var timesSeen = false;
        var settled = new HashSet<IsoDayOfWeek>();
        for (var i = 0; i < tokens.Count; i++)
        {
            switch (tokens[i])
            {
                case Token.Days named:
                    if (timesSeen)
                        days.Clear();
                    timesSeen = false;
                    if (i + 2 < tokens.Count && tokens[i + 1] is Token.To && tokens[i + 2] is Token.Days end)
                    {
                        days.AddRange(Between(named.Which[0], end.Which[0]));
                        i += 2;
                    }
                    else
                    {
                        days.AddRange(named.Which);
                    }

                    break;

                case Token.Closed when days.Count > 0:
                    settled.UnionWith(days);
                    timesSeen = true;
                    break;

                case Token.AllDay:
                    if (days.Count == 0)
                        days.AddRange(s_week);
                    ranges.AddRange(days.Select(d => new OpenRange(d, 0, 24 * 60)));
                    timesSeen = true;
                    break;

                case Token.Time from when i + 2 < tokens.Count && tokens[i + 1] is Token.To && tokens[i + 2] is Token.Time to:
                    if (days.Count == 0)
                        days.AddRange(s_week);
                    if (Range(from, to) is not { } range)
                        return null;
                    ranges.AddRange(days.Select(d => new OpenRange(d, range.From, range.To)));
                    timesSeen = true;
                    i += 2;
                    break;

                default:
                    return null;
            }
        }

        // Days without times at the end mean that something was not understood; so does a day both closed and open.
        return ranges.Count == 0 || !timesSeen || ranges.Exists(r => settled.Contains(r.Day)) ? null : ranges;
    }

    private static (int From, int To)? Range(Token.Time from, Token.Time to)
    {
        // "9 a 6 pm" opens in the morning, "1-5 pm" in the afternoon.
        var start = from.Minutes;
        var end = to.Minutes;
        if (to.Half == 'p' && from.Half == ' ' && start < 12 * 60 && start + (12 * 60) < end)
            start += 12 * 60;
        if (start == end || start >= 24 * 60)
            return null;
        return (start, end > start ? end : end + (24 * 60));
    }

    private static IEnumerable<IsoDayOfWeek> Between(IsoDayOfWeek first, IsoDayOfWeek last)
    {
        for (var day = (int)first; ; day = (day % 7) + 1)
        {
            yield return (IsoDayOfWeek)day;
            if (day == (int)last)
                yield break;
        }
    }

    private static List<Token>? Tokens(string text)
    {
        var folded = Names().Replace(FoldedText.Fold(text), " ").Replace('–', '-').Replace('—', '-');
        var tokens = new List<Token>();
        foreach (Match match in Part().Matches(folded))
        {
            if (Read(match) is { } token)
                tokens.Add(token);
            else if (!s_fill.Contains(match.Value))
                return null;
        }

        return tokens;
    }

    private static Token? Read(Match match) => match switch
    {
        _ when match.Groups["all"].Success => new Token.AllDay(),
        _ when match.Groups["week"].Success => new Token.Days(s_week),
        _ when match.Groups["work"].Success => new Token.Days(s_week[..5]),
        _ when match.Groups["end"].Success => new Token.Days(s_week[5..]),
        _ when match.Groups["noon"].Success => new Token.Time(12 * 60, 'n'),
        _ when match.Groups["midnight"].Success => new Token.Time(24 * 60, 'n'),
        _ when match.Groups["hour"].Success => Time(match),
        _ when s_days.TryGetValue(match.Value, out var day) => new Token.Days([day]),
        _ when s_to.Contains(match.Value) => new Token.To(),
        _ when s_closed.Contains(match.Value) => new Token.Closed(),
        _ => null,
    };

    private static Token.Time? Time(Match match)
    {
        var hour = int.Parse(match.Groups["hour"].Value, CultureInfo.InvariantCulture);
        var minute = match.Groups["minute"].Success ? int.Parse(match.Groups["minute"].Value, CultureInfo.InvariantCulture) : 0;
        var half = match.Groups["half"].Success ? match.Groups["half"].Value[0] : ' ';
        if (minute > 59 || hour > 24 || (half != ' ' && hour is 0 or > 12) || (hour == 24 && minute > 0))
            return null;
        return new Token.Time((((half == ' ' ? hour : hour % 12) + (half == 'p' ? 12 : 0)) * 60) + minute, half);
    }

    private static Dictionary<string, IsoDayOfWeek> Days(params (IsoDayOfWeek Day, string Names)[] days) =>
        days.SelectMany(d => d.Names.Split(' ').Select(name => (name, d.Day))).ToDictionary(p => p.name, p => p.Day);

    private abstract record Token
    {
        public sealed record Days(IsoDayOfWeek[] Which) : Token;

        public sealed record Time(int Minutes, char Half) : Token;

        public sealed record To : Token;

        public sealed record Closed : Token;

        public sealed record AllDay : Token;
    }

    [GeneratedRegex(@"-feira\b|\bfeira\b")]
    private static partial Regex Names();

    [GeneratedRegex(
        @"(?<all>\b24\s*/\s*7\b|\b24\s*(?:h|hs|hrs|horas|hours)\b|\ball day\b|\btodo el dia\b|\bo dia todo\b)" +
        @"|(?<week>\btodos los dias\b|\bevery ?day\b|\bdaily\b|\btodos os dias\b|\bdiario\b|\bdiariamente\b)" +
        @"|(?<work>\bweekdays\b|\bdias de semana\b|\bdias uteis\b|\bdias habiles\b)|(?<end>\bweekends?\b|\bfines? de semana\b|\bfi(?:m|ns) de semana\b)" +
        @"|(?<noon>\bmediodia\b|\bnoon\b|\bmeio-dia\b)|(?<midnight>\bmedianoche\b|\bmidnight\b|\bmeia-noite\b)" +
        @"|\b(?<hour>\d{1,2})(?:\s*[:.h]\s*(?<minute>\d{2}))?(?:\s*(?<half>[ap])\.?\s?m\b\.?|\s*(?:hs|hrs|h)\b\.?)?(?![\d:])|[a-z]+|\S")]
    private static partial Regex Part();
}
