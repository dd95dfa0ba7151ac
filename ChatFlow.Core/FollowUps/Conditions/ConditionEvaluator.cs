using System.Globalization;
using NodaTime;

namespace ChatFlow.Core.FollowUps.Conditions;

/// <summary>What a path stands for: a <see cref="string"/>, <see cref="decimal"/>, <see cref="bool"/>, <see cref="Instant"/>, a list of strings, or null.</summary>
public interface IConditionFacts
{
    Instant Now { get; }

    /// <summary>The contact's zone, for dates without a time.</summary>
    DateTimeZone Zone { get; }

    object? Find(ConditionPath path, ConditionSpan? within);

    /// <summary>Whether the value is another than when the run was started; false where that is not known.</summary>
    bool HasChangedSinceEntry(ConditionPath path);
}

/// <param name="Failing">The first comparison that made it false, for the log; null when it holds.</param>
public readonly record struct ConditionOutcome(bool Holds, string? Failing);

/// <summary>Whether a condition holds, from nothing but its facts.</summary>
public static class ConditionEvaluator
{
    /// <param name="condition">Null holds.</param>
    public static ConditionOutcome Evaluate(Condition? condition, IConditionFacts facts)
    {
        string? failing = null;
        var holds = condition is null || Holds(condition, facts, ref failing);
        return new ConditionOutcome(holds, holds ? null : failing);
    }

    private static bool Holds(Condition condition, IConditionFacts facts, ref string? failing)
    {
        switch (condition)
        {
            case Condition.All all:
                foreach (var one in all.Conditions)
                {
                    if (!Holds(one, facts, ref failing))
                        return false;
                }

                return true;
            case Condition.Any any:
                foreach (var one in any.Conditions)
                {
                    if (Holds(one, facts, ref failing))
                        return true;
                }

                return false;
            case Condition.Not not:
                string? inner = null;
                if (!Holds(not.Inner, facts, ref inner))
                    return true;
                failing = $"not {string.Join(", ", not.Inner.Leaves())}";
                return false;
            case Condition.Predicate predicate:
                if (Holds(predicate, facts))
                    return true;
                failing = predicate.ToString();
                return false;
            default:
                throw new InvalidOperationException(condition.GetType().Name);
        }
    }

    private static bool Holds(Condition.Predicate p, IConditionFacts facts) => p.Op switch
    {
        ConditionOp.ChangedSinceEntry => facts.HasChangedSinceEntry(p.Path),
        ConditionOp.Missing => Left(p, facts) is null,
        ConditionOp.Exists => Left(p, facts) is not null,
        ConditionOp.Ne => !Is(p with { Op = ConditionOp.Eq }, facts),
        ConditionOp.Nin => !Is(p with { Op = ConditionOp.In }, facts),
        ConditionOp.Ncontains => !Is(p with { Op = ConditionOp.Contains }, facts),
        ConditionOp.HasNone => !Is(p with { Op = ConditionOp.HasAny }, facts),
        _ => Is(p, facts),
    };

    // Missing is false for all that are left; the negations above turn it round.
    private static bool Is(Condition.Predicate p, IConditionFacts facts)
    {
        if (Left(p, facts) is not { } left)
            return false;
        if (p.Reference is { } path)
            return facts.Find(path, null) is { } right && ComparesWith(p.Op, left, right, facts);
        return p.Op switch
        {
            ConditionOp.Eq => Equal(left, p.Values[0]),
            ConditionOp.In => p.Values.Any(v => Equal(left, v)),
            ConditionOp.Gt => Order(left, p.Values[0]) > 0,
            ConditionOp.Gte => Order(left, p.Values[0]) >= 0,
            ConditionOp.Lt => Order(left, p.Values[0]) < 0,
            ConditionOp.Lte => Order(left, p.Values[0]) <= 0,
            ConditionOp.Between => Order(left, p.Values[0]) >= 0 && Order(left, p.Values[1]) <= 0,
            ConditionOp.Contains => Folded(left)?.Contains(Folded(p), StringComparison.Ordinal) == true,
            ConditionOp.Starts => Folded(left)?.StartsWith(Folded(p), StringComparison.Ordinal) == true,
            ConditionOp.Ends => Folded(left)?.EndsWith(Folded(p), StringComparison.Ordinal) == true,
            ConditionOp.Regex => Folded(left) is { } text && ConditionPattern.IsMatch(((ConditionValue.Text)p.Values[0]).Value, text),
            ConditionOp.HasAny => p.Values.Any(v => Items(left).Contains(Folded(v))),
            ConditionOp.HasAll => p.Values.All(v => Items(left).Contains(Folded(v))),
            ConditionOp.Before => Moment(left, facts) < Moment(p.Values[0], facts),
            ConditionOp.After => Moment(left, facts) > Moment(p.Values[0], facts),
            ConditionOp.WithinLast => Moment(left, facts) is { } at && at <= facts.Now && facts.Now - at <= ((ConditionValue.Span)p.Values[0]).Value,
            ConditionOp.WithinNext => Moment(left, facts) is { } at && at >= facts.Now && at - facts.Now <= ((ConditionValue.Span)p.Values[0]).Value,
            ConditionOp.Ne or ConditionOp.Nin or ConditionOp.Ncontains or ConditionOp.HasNone or ConditionOp.Exists or ConditionOp.Missing
                or ConditionOp.ChangedSinceEntry => throw new InvalidOperationException(p.Op.ToString()),
        };
    }

    private static object? Left(Condition.Predicate p, IConditionFacts facts) => facts.Find(p.Path, p.Within) switch
    {
        string { Length: 0 } => null,
        IReadOnlyList<string> { Count: 0 } => null,
        var value => value,
    };

    private static bool ComparesWith(ConditionOp op, object left, object right, IConditionFacts facts)
    {
        if (op is ConditionOp.Before or ConditionOp.After)
            return Moment(left, facts) is { } one && Moment(right, facts) is { } other && (op == ConditionOp.Before ? one < other : one > other);
        ConditionValue? value = right switch
        {
            decimal number => new ConditionValue.Number(number),
            bool flag => new ConditionValue.Flag(flag),
            string text when Number(left) is not null && ConditionText.Number(text) is { } number => new ConditionValue.Number(number),
            string text => new ConditionValue.Text(text),
            _ => null,
        };
        return value is not null && op switch
        {
            ConditionOp.Eq => Equal(left, value),
            ConditionOp.Gt => Order(left, value) > 0,
            ConditionOp.Gte => Order(left, value) >= 0,
            ConditionOp.Lt => Order(left, value) < 0,
            ConditionOp.Lte => Order(left, value) <= 0,
            _ => false,
        };
    }

    private static bool Equal(object left, ConditionValue right) => right switch
    {
        ConditionValue.Number number => Number(left) == number.Value,
        ConditionValue.Flag flag => Flag(left) == flag.Value,
        ConditionValue.Text text => Folded(left) is { } folded && folded == ConditionText.Fold(text.Value),
        _ => false,
    };

    /// <summary>Null, and so neither more nor less, where the two cannot be ordered.</summary>
    private static int? Order(object left, ConditionValue right) => right switch
    {
        ConditionValue.Number number => Number(left)?.CompareTo(number.Value),
        ConditionValue.Text text => Folded(left) is { } folded ? string.CompareOrdinal(folded, ConditionText.Fold(text.Value)) : null,
        _ => null,
    };

    private static decimal? Number(object value) => value switch
    {
        decimal number => number,
        string text => ConditionText.Number(text),
        _ => null,
    };

    private static bool? Flag(object value) => value switch
    {
        bool flag => flag,
        string text => ConditionText.Fold(text) switch { "true" => true, "false" => false, _ => null },
        _ => null,
    };

    private static string? Folded(object value) => value switch
    {
        string text => ConditionText.Fold(text),
        decimal number => number.ToString(CultureInfo.InvariantCulture),
        bool flag => flag ? "true" : "false",
        _ => null,
    };

    private static string Folded(Condition.Predicate p) => Folded(p.Values[0]);

    private static string Folded(ConditionValue value) => value switch
    {
        ConditionValue.Text text => ConditionText.Fold(text.Value),
        ConditionValue.Number number => number.Value.ToString(CultureInfo.InvariantCulture),
        ConditionValue.Flag flag => flag.Value ? "true" : "false",
        _ => "",
    };

    private static IReadOnlyList<string> Items(object value) => value switch
    {
        IReadOnlyList<string> list => [.. list.Select(ConditionText.Fold)],
        _ => Folded(value) is { } one ? [one] : [],
    };

    private static Instant? Moment(object value, IConditionFacts facts) => value switch
    {
        Instant at => at,
        string text => ConditionMoment.Of(text, facts.Zone),
        ConditionValue.Text text => ConditionMoment.Of(text.Value, facts.Zone),
        _ => null,
    };
}
