using ChatFlow.Core.Common;
using Fluid.Ast;
using Fluid.Parser;
using Fluid.Values;

namespace ChatFlow.Core.FollowUps.Templating;

/// <summary>
/// Walks a parsed text once: notes variables, refuses what is not for messages (loops, assignments, includes, unknown
/// names and filters), and wraps each output without a default so that an empty one is noticed.
/// </summary>
internal sealed class TemplateCheck(TemplateVocabulary vocabulary) : AstRewriter
{
    private static readonly HashSet<Type> s_allowed =
    [
        typeof(TextSpanStatement), typeof(OutputStatement), typeof(IfStatement), typeof(UnlessStatement),
        typeof(ElseIfStatement), typeof(ElseStatement), typeof(CommentStatement), typeof(NoOpStatement),
    ];

    public SortedSet<string> Variables { get; } = new(StringComparer.Ordinal);

    public SortedSet<string> Required { get; } = new(StringComparer.Ordinal);

    public ValidationError? Error { get; private set; }

    public override Statement Visit(Statement statement)
    {
        if (statement is not null && !s_allowed.Contains(statement.GetType()))
            Fail("template_tag_not_allowed", "Only if, elsif, else, unless and comment may be used in a message.");
        return base.Visit(statement!);
    }

    protected override Statement VisitOutputStatement(OutputStatement outputStatement)
    {
        var expression = outputStatement.Expression;
        Visit(expression);
        if (HasDefault(expression) || Variable(expression) is not { } variable)
            return outputStatement;
        Required.Add(variable);
        return new OutputStatement(new RequiredExpression(expression, variable));
    }

    protected override Statement VisitTextSpanStatement(TextSpanStatement textSpanStatement)
    {
        var text = textSpanStatement.Text.ToString();
        if (text.Contains("{{", StringComparison.Ordinal) || text.Contains("}}", StringComparison.Ordinal)
            || text.Contains("{%", StringComparison.Ordinal) || text.Contains("%}", StringComparison.Ordinal))
        {
            Fail("template_unclosed", "A variable or tag is not closed, or was never opened.");
        }

        return textSpanStatement;
    }

    protected override Expression VisitFilterExpression(FilterExpression filterExpression)
    {
        if (!TemplateFilters.Allowed.Contains(filterExpression.Name))
            Fail("template_unknown_filter", $"There is no filter '{filterExpression.Name}'.");
        return base.VisitFilterExpression(filterExpression);
    }

    protected override Expression VisitMemberExpression(MemberExpression memberExpression)
    {
        if (Path(memberExpression) is not { } path)
            Fail("template_unknown_variable", "A variable is a name, or names with dots between.");
        else if (vocabulary.Resolve(path) is { } full)
            Variables.Add(full);
        else
            Fail("template_unknown_variable", $"There is no variable '{string.Join('.', path)}'.");
        return memberExpression;
    }

    private static bool HasDefault(Expression expression) =>
        expression is FilterExpression filter && (filter.Name == "default" || HasDefault(filter.Input));

    private string? Variable(Expression expression) => expression switch
    {
        FilterExpression filter => Variable(filter.Input),
        MemberExpression member when Path(member) is { } path => vocabulary.Resolve(path),
        _ => null,
    };

    private static List<string>? Path(MemberExpression member)
    {
        var path = new List<string>();
        foreach (var segment in member.Segments)
        {
            var name = segment switch
            {
                IdentifierSegment identifier => identifier.Identifier,
                IndexerSegment { Expression: LiteralExpression { Value: StringValue key } } => key.ToStringValue(),
                _ => null,
            };
            if (name is null)
                return null;
            path.Add(name);
        }

        return path;
    }

    private void Fail(string code, string message) => Error ??= new ValidationError(code, message, MessageTemplate.Field);
}
