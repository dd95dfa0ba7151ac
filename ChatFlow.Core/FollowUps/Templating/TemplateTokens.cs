using System.Text.RegularExpressions;

namespace ChatFlow.Core.FollowUps.Templating;

internal enum TokenKind
{
    Word,
    Text,
    Number,
    Symbol,
    End,
}

internal readonly record struct Token(TokenKind Kind, string Value);

/// <summary>The words and signs between <c>{{</c> and <c>}}</c> or <c>{%</c> and <c>%}</c>, read one after the other.</summary>
internal sealed partial class TemplateTokens
{
    private readonly List<Token> _tokens = [];
    private int _next;

    /// <summary>False once something is in it that is no token.</summary>
    public bool Readable { get; }

    public TemplateTokens(string code)
    {
        var at = 0;
        foreach (Match match in Pattern().Matches(code))
        {
            if (match.Index != at)
                return;
            at += match.Length;
            if (match.Groups["word"].Success)
                _tokens.Add(new(TokenKind.Word, match.Value));
            else if (match.Groups["text"].Success)
                _tokens.Add(new(TokenKind.Text, match.Value[1..^1]));
            else if (match.Groups["number"].Success)
                _tokens.Add(new(TokenKind.Number, match.Value));
            else if (match.Groups["symbol"].Success)
                _tokens.Add(new(TokenKind.Symbol, match.Value));
        }

        Readable = at == code.Length;
    }

    public Token Peek => _next < _tokens.Count ? _tokens[_next] : new(TokenKind.End, "");

    public Token Take()
    {
        var token = Peek;
        _next++;
        return token;
    }

    public bool TakeIf(TokenKind kind, string value)
    {
        if (Peek.Kind != kind || Peek.Value != value)
            return false;
        _next++;
        return true;
    }

    [GeneratedRegex("""(?<space>\s+)|(?<word>[\p{L}_][\p{L}\p{N}_]*)|(?<text>"[^"]*"|'[^']*')|(?<number>-?[0-9]+(?:\.[0-9]+)?)|(?<symbol>==|!=|<>|<=|>=|[<>|:,.\[\]])""", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Pattern();
}
