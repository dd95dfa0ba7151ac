using System.Text.Json;
using ChatFlow.Core.Common;
using NodaTime;

namespace ChatFlow.Core.FollowUps.Conditions;

/// <summary>
/// What must hold for somebody to enter a sequence, or for a step to be sent (research/followups.md section 1.5):
/// <c>{"all": […]}</c>, <c>{"any": […]}</c>, <c>{"not": …}</c> or <c>{"f": path, "op": op, "v": value, "within": period}</c>.
/// </summary>
public abstract record Condition
{
    /// <summary>Conditions inside conditions; more is refused rather than recursed into.</summary>
    public const int DeepestNesting = 5;

    public const int MostNodes = 50;

    private Condition()
    {
    }

    public sealed record All(IReadOnlyList<Condition> Conditions) : Condition;

    public sealed record Any(IReadOnlyList<Condition> Conditions) : Condition;

    public sealed record Not(Condition Inner) : Condition;

    /// <param name="Values">One literal, two of <see cref="ConditionOp.Between"/>, many of a list, or none.</param>
    /// <param name="Reference">Another path instead of a literal.</param>
    public sealed record Predicate(
        ConditionPath Path, ConditionOp Op, IReadOnlyList<ConditionValue> Values, ConditionPath? Reference = null, ConditionSpan? Within = null)
        : Condition
    {
        /// <summary>What is compared and how, for the log; never the contact's own value.</summary>
        public override string ToString() => $"{Path} {EnumText<ConditionOp>.Of(Op)}";
    }

    /// <summary>Null is "no condition": it always holds.</summary>
    /// <param name="field">The name of the input in errors, such as <c>conditions</c>.</param>
    public static Result<Parsed> Parse(JsonElement? json, string field) => new ConditionReader(field).Read(json);

    /// <summary>Every comparison in it, in reading order.</summary>
    public IEnumerable<Predicate> Leaves() => this switch
    {
        All all => all.Conditions.SelectMany(c => c.Leaves()),
        Any any => any.Conditions.SelectMany(c => c.Leaves()),
        Not not => not.Inner.Leaves(),
        Predicate predicate => [predicate],
        _ => throw new InvalidOperationException(GetType().Name),
    };

    /// <param name="Root">Null: nothing is asked, so it holds.</param>
    public sealed record Parsed(Condition? Root);
}

/// <summary>A literal. Text that is a date or a time is read as one where it is compared with one.</summary>
public abstract record ConditionValue
{
    private ConditionValue()
    {
    }

    public sealed record Text(string Value) : ConditionValue;

    public sealed record Number(decimal Value) : ConditionValue;

    public sealed record Flag(bool Value) : ConditionValue;

    /// <summary>A length of time, of <see cref="ConditionOp.WithinLast"/> and <see cref="ConditionOp.WithinNext"/>.</summary>
    public sealed record Span(Duration Value) : ConditionValue;
}

/// <summary>The stretch that a count looks at: back from now, or since the run was started.</summary>
/// <param name="Back">Null: since the start.</param>
public sealed record ConditionSpan(Duration? Back)
{
    public static ConditionSpan SinceEntry { get; } = new((Duration?)null);
}
