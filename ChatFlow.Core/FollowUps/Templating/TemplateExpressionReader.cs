using System.Globalization;
using ChatFlow.Core.Common;

namespace ChatFlow.Core.FollowUps.Templating;

/// <summary>Reads expressions and conditions, notes their variables, and keeps the first thing that is wrong.</summary>
internal sealed class TemplateExpressionReader(TemplateVocabulary vocabulary)
{
    public SortedSet<string> Variables { get; } = new(StringComparer.Ordinal);

    public ValidationError? Error { get; private set; }

    /// <summary>The variable that must have a value for this output, or null if it has a default or is a literal.</summary>
    public static string? RequiredBy(TemplateExpression expression) =>
        expression.Path is null || expression.Filters.Any(f => f.Name == TemplateFilters.Default) ? null : string.Join('.', expression.Path);

    public TemplateExpression Output(TemplateTokens tokens)
    {
        var expression = Operand(tokens);
        var filters = new List<TemplateFilterCall>();
        while (Error is null && tokens.TakeIf(TokenKind.Symbol, "|"))
        {
            var name = tokens.Take();
            if (name.Kind is not TokenKind.Word || TemplateFilters.Find(name.Value) is not { } filter)
            {
                Fail("template_unknown_filter", $"There is no filter '{name.Value}'.");
                break;
            }

            filters.Add(new(name.Value, filter, tokens.TakeIf(TokenKind.Symbol, ":") ? Operand(tokens) : null));
        }

        return expression with { Filters = filters };
    }

    public TemplateCondition Condition(TemplateTokens tokens, bool negated)
    {
        var any = new List<IReadOnlyList<TemplateComparison>>();
        do
        {
            var all = new List<TemplateComparison>();
            do
                all.Add(Comparison(tokens));
            while (Error is null && tokens.TakeIf(TokenKind.Word, "and"));
            any.Add(all);
        }
        while (Error is null && tokens.TakeIf(TokenKind.Word, "or"));
        return new TemplateCondition(any, negated);
    }

    public void End(TemplateTokens tokens)
    {
        if (!tokens.Readable || tokens.Peek.Kind is not TokenKind.End)
            Fail("template_syntax", "The variables of this text cannot be read.");
    }

    public void Fail(string code, string message) => Error ??= new ValidationError(code, message, MessageTemplate.Field);

    private TemplateComparison Comparison(TemplateTokens tokens)
    {
        var left = Operand(tokens);
        var sign = tokens.Peek;
        if (sign is not ({ Kind: TokenKind.Symbol, Value: "==" or "!=" or "<>" or "<" or "<=" or ">" or ">=" } or { Kind: TokenKind.Word, Value: "contains" }))
            return new TemplateComparison(left, null, null);
        tokens.Take();
        return new TemplateComparison(left, sign.Value, Operand(tokens));
    }

    private TemplateExpression Operand(TemplateTokens tokens)
    {
        var token = tokens.Take();
        return token switch
        {
            { Kind: TokenKind.Text } => Literal(token.Value),
            { Kind: TokenKind.Number } => Literal(decimal.Parse(token.Value, CultureInfo.InvariantCulture)),
            { Kind: TokenKind.Word, Value: "true" } => Literal(true),
            { Kind: TokenKind.Word, Value: "false" } => Literal(false),
            { Kind: TokenKind.Word, Value: "nil" or "empty" or "blank" } => Literal(null),
            { Kind: TokenKind.Word } => Variable(token.Value, tokens),
            _ => Unreadable(),
        };
    }

    private TemplateExpression Variable(string first, TemplateTokens tokens)
    {
        var path = new List<string> { first };
        while (true)
        {
            if (tokens.TakeIf(TokenKind.Symbol, "."))
            {
                if (tokens.Take() is not { Kind: TokenKind.Word } name)
                    return Unreadable();
                path.Add(name.Value);
            }
            else if (tokens.TakeIf(TokenKind.Symbol, "["))
            {
                if (tokens.Take() is not { Kind: TokenKind.Text } key || !tokens.TakeIf(TokenKind.Symbol, "]"))
                    return Unreadable();
                path.Add(key.Value);
            }
            else
            {
                break;
            }
        }

        if (vocabulary.Resolve(path) is not { } full)
        {
            Fail("template_unknown_variable", $"There is no variable '{string.Join('.', path)}'.");
            return Literal(null);
        }

        Variables.Add(string.Join('.', full));
        return new TemplateExpression(full, null, []);
    }

    private TemplateExpression Unreadable()
    {
        Fail("template_syntax", "The variables of this text cannot be read.");
        return Literal(null);
    }

    private static TemplateExpression Literal(object? value) => new(null, value, []);
}
