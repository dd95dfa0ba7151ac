namespace ChatFlow.Core.FollowUps.Templating;

/// <summary>A parsed text is a list of these; there is no loop among them, so rendering ends.</summary>
internal abstract record TemplateNode
{
    public sealed record Text(string Value) : TemplateNode;

    /// <param name="Required">The variable whose absence keeps the text back; null if there is a default or a literal.</param>
    public sealed record Output(TemplateExpression Expression, string? Required) : TemplateNode;

    /// <summary>The first branch whose condition holds; a null condition is the else.</summary>
    public sealed record Choice(IReadOnlyList<TemplateBranch> Branches) : TemplateNode;
}

internal sealed record TemplateBranch(TemplateCondition? Condition, IReadOnlyList<TemplateNode> Body);

/// <summary>A value and the filters it passes. <paramref name="Path"/> is a variable's full path; else the literal counts.</summary>
internal sealed record TemplateExpression(IReadOnlyList<string>? Path, object? Literal, IReadOnlyList<TemplateFilterCall> Filters)
{
    public object? Evaluate(TemplateValues values)
    {
        var value = Path is null ? Literal : values.Lookup(Path);
        foreach (var call in Filters)
            value = call.Filter(value, call.Argument?.Evaluate(values), values);
        return value;
    }
}

internal sealed record TemplateFilterCall(string Name, TemplateFilter Filter, TemplateExpression? Argument);

/// <summary>Any of the groups holds; a group holds when all of its comparisons do.</summary>
internal sealed record TemplateCondition(IReadOnlyList<IReadOnlyList<TemplateComparison>> AnyOf, bool Negated)
{
    public bool Holds(TemplateValues values) => AnyOf.Any(group => group.All(c => c.Holds(values))) != Negated;
}

/// <summary>Without operator: the value is there (not empty, not false).</summary>
internal sealed record TemplateComparison(TemplateExpression Left, string? Operator, TemplateExpression? Right)
{
    public bool Holds(TemplateValues values)
    {
        var left = Left.Evaluate(values);
        if (Operator is null)
            return left is not false && TemplateText.Of(left).Length > 0;
        var right = Right!.Evaluate(values);
        if (Operator == "contains")
            return TemplateText.Of(left).Contains(TemplateText.Of(right), StringComparison.OrdinalIgnoreCase);
        var order = Compare(left, right);
        return Operator switch
        {
            "==" => order == 0,
            "!=" or "<>" => order != 0,
            "<" => order < 0,
            "<=" => order <= 0,
            ">" => order > 0,
            _ => order >= 0,
        };
    }

    private static int Compare(object? left, object? right) =>
        TemplateText.Number(left) is { } one && TemplateText.Number(right) is { } other
            ? one.CompareTo(other)
            : string.Compare(TemplateText.Of(left), TemplateText.Of(right), StringComparison.OrdinalIgnoreCase);
}
