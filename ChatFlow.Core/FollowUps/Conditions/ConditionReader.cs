using System.Text.Json;
using ChatFlow.Core.Common;
using NodaTime;
using NodaTime.Text;

namespace ChatFlow.Core.FollowUps.Conditions;

/// <summary>Reads a condition and names the first place that is wrong, such as <c>conditions.all[1].op</c>.</summary>
internal sealed class ConditionReader(string field)
{
    private const string Code = "condition_invalid";
    private const int LongestText = 500;
    private const int MostValues = 100;
    private static readonly Duration s_longestSpan = Duration.FromDays(3660);

    private ValidationError? _error;
    private int _nodes;

    public Result<Condition.Parsed> Read(JsonElement? json)
    {
        if (json is null or { ValueKind: JsonValueKind.Null or JsonValueKind.Undefined } || IsEmpty(json.Value))
            return new Condition.Parsed(null);
        var root = Node(json.Value, field, 1);
        return _error is { } error ? error : new Condition.Parsed(root);
    }

    private static bool IsEmpty(JsonElement json) => json.ValueKind switch
    {
        JsonValueKind.Object => !json.EnumerateObject().Any(),
        JsonValueKind.Array => json.GetArrayLength() == 0,
        _ => false,
    };

    private Condition? Node(JsonElement json, string at, int depth)
    {
        if (_error is not null)
            return null;
        if (depth > Condition.DeepestNesting)
            return Fail(at, $"Conditions may be nested {Condition.DeepestNesting} deep.");
        if (++_nodes > Condition.MostNodes)
            return Fail(at, $"At most {Condition.MostNodes} conditions fit.");
        if (json.ValueKind != JsonValueKind.Object)
            return Fail(at, "A condition is an object: all, any, not, or f with op and v.");
        if (json.TryGetProperty("all", out var all))
            return Only(json, at, "all") ? List(all, $"{at}.all", depth) is { } conditions ? new Condition.All(conditions) : null : null;
        if (json.TryGetProperty("any", out var any))
            return Only(json, at, "any") ? List(any, $"{at}.any", depth) is { } conditions ? new Condition.Any(conditions) : null : null;
        if (json.TryGetProperty("not", out var not))
            return Only(json, at, "not") && Node(not, $"{at}.not", depth + 1) is { } inner ? new Condition.Not(inner) : null;
        return Predicate(json, at);
    }

    private List<Condition>? List(JsonElement json, string at, int depth)
    {
        if (json.ValueKind != JsonValueKind.Array || json.GetArrayLength() == 0)
        {
            Fail(at, "It needs a list of at least one condition.");
            return null;
        }

        var conditions = new List<Condition>();
        var i = 0;
        foreach (var item in json.EnumerateArray())
        {
            if (Node(item, $"{at}[{i++}]", depth + 1) is not { } condition)
                return null;
            conditions.Add(condition);
        }

        return conditions;
    }

    private Condition.Predicate? Predicate(JsonElement json, string at)
    {
        if (!ConditionPath.TryParse(Text(json, "f"), out var path))
            return Fail($"{at}.f", "There is no such path.");
        if (!EnumText<ConditionOp>.TryParse(Text(json, "op"), out var op))
            return Fail($"{at}.op", $"op must be one of {string.Join(", ", EnumText<ConditionOp>.All)}.");
        if (!Fits(path.Kind, op))
            return Fail($"{at}.op", $"{EnumText<ConditionOp>.Of(op)} cannot be asked of {path}.");
        var within = json.TryGetProperty("within", out var span) ? Within(path, span, $"{at}.within") : null;
        if (_error is not null)
            return null;
        var has = json.TryGetProperty("v", out var value) && value.ValueKind != JsonValueKind.Null;
        if (op is ConditionOp.Exists or ConditionOp.Missing or ConditionOp.ChangedSinceEntry)
            return has ? Fail($"{at}.v", "Nothing is compared here: leave v out.") : new Condition.Predicate(path, op, [], Within: within);
        if (!has)
            return Fail($"{at}.v", "v is needed: what it is compared with.");
        if (value.ValueKind == JsonValueKind.Object)
        {
            return ConditionPath.TryParse(Text(value, "ref"), out var reference) && TakesReference(op)
                ? new Condition.Predicate(path, op, [], reference, within)
                : Fail($"{at}.v", "v is a value, a list of values, or {\"ref\": path} for a plain comparison.");
        }

        return Values(op, value, $"{at}.v") is { } values ? new Condition.Predicate(path, op, values, Within: within) : null;
    }

    private List<ConditionValue>? Values(ConditionOp op, JsonElement json, string at)
    {
        var items = json.ValueKind == JsonValueKind.Array ? json.EnumerateArray().ToList() : [json];
        if (!CountFits(op, items.Count, json.ValueKind == JsonValueKind.Array))
        {
            Fail(at, op == ConditionOp.Between ? "between takes two values." : $"v takes {(TakesMany(op) ? $"1 to {MostValues} values" : "one value")}.");
            return null;
        }

        var values = new List<ConditionValue>(items.Count);
        foreach (var item in items)
        {
            if (Value(op, item, at) is not { } value)
                return null;
            values.Add(value);
        }

        return values;
    }

    private ConditionValue? Value(ConditionOp op, JsonElement json, string at)
    {
        ConditionValue? value = json.ValueKind switch
        {
            JsonValueKind.String when json.GetString() is { Length: > 0 and <= LongestText } text && !text.Contains('\0', StringComparison.Ordinal) =>
                new ConditionValue.Text(text),
            JsonValueKind.Number when json.TryGetDecimal(out var number) && Math.Abs(number) < 1_000_000_000_000_000m => new ConditionValue.Number(number),
            JsonValueKind.True => new ConditionValue.Flag(true),
            JsonValueKind.False => new ConditionValue.Flag(false),
            _ => null,
        };
        switch (op, value)
        {
            case (_, null):
                Fail(at, $"A value is a text of 1 to {LongestText} characters, a number, true or false.");
                return null;
            case (ConditionOp.WithinLast or ConditionOp.WithinNext, ConditionValue.Text period) when Span(period.Value) is { } span:
                return new ConditionValue.Span(span);
            case (ConditionOp.WithinLast or ConditionOp.WithinNext, _):
                Fail(at, "A period is written as P7D or PT24H.");
                return null;
            case (ConditionOp.Before or ConditionOp.After, not ConditionValue.Text):
            case (ConditionOp.Before or ConditionOp.After, ConditionValue.Text moment) when !ConditionMoment.IsOne(moment.Value):
                Fail(at, "A moment is written as 2026-11-24 or 2026-11-24T10:00:00-03:00.");
                return null;
            case (ConditionOp.Regex, not ConditionValue.Text):
            case (ConditionOp.Regex, ConditionValue.Text pattern) when ConditionPattern.Problem(pattern.Value) is not null:
                Fail(at, value is ConditionValue.Text bad ? ConditionPattern.Problem(bad.Value)! : "A pattern is a text.");
                return null;
            case (ConditionOp.Contains or ConditionOp.Ncontains or ConditionOp.Starts or ConditionOp.Ends, not ConditionValue.Text):
                Fail(at, "This comparison takes a text.");
                return null;
            case (ConditionOp.Gt or ConditionOp.Gte or ConditionOp.Lt or ConditionOp.Lte or ConditionOp.Between, ConditionValue.Flag):
                Fail(at, "true and false have no order.");
                return null;
            default:
                return value;
        }
    }

    private ConditionSpan? Within(ConditionPath path, JsonElement json, string at)
    {
        if (!path.TakesWithin)
            Fail(at, "within is for counts and sums: order.count, order.total, event.count.");
        else if (json.ValueKind == JsonValueKind.String && json.ValueEquals("since_entry"))
            return ConditionSpan.SinceEntry;
        else if (json.ValueKind == JsonValueKind.String && Span(json.GetString()!) is { } span)
            return new ConditionSpan(span);
        else
            Fail(at, "within is written as P7D, PT24H or since_entry.");
        return null;
    }

    // Months and years have no length of their own.
    private static Duration? Span(string text) =>
        PeriodPattern.NormalizingIso.Parse(text) is { Success: true, Value: { Months: 0, Years: 0 } period }
        && period.ToDuration() is var span && span > Duration.Zero && span <= s_longestSpan
            ? span
            : null;

    private static bool Fits(ConditionKind kind, ConditionOp op) => op switch
    {
        ConditionOp.Exists or ConditionOp.Missing or ConditionOp.ChangedSinceEntry => true,
        ConditionOp.HasAny or ConditionOp.HasAll or ConditionOp.HasNone => kind is ConditionKind.List or ConditionKind.Any,
        ConditionOp.Contains or ConditionOp.Ncontains or ConditionOp.Starts or ConditionOp.Ends or ConditionOp.Regex =>
            kind is ConditionKind.Text or ConditionKind.Any,
        ConditionOp.Before or ConditionOp.After or ConditionOp.WithinLast or ConditionOp.WithinNext => kind is ConditionKind.Moment or ConditionKind.Any,
        ConditionOp.Gt or ConditionOp.Gte or ConditionOp.Lt or ConditionOp.Lte or ConditionOp.Between => kind is ConditionKind.Number or ConditionKind.Any,
        ConditionOp.Eq or ConditionOp.Ne or ConditionOp.In or ConditionOp.Nin => kind is not (ConditionKind.List or ConditionKind.Moment),
    };

    private static bool TakesReference(ConditionOp op) => op is ConditionOp.Eq or ConditionOp.Ne or ConditionOp.Gt or ConditionOp.Gte
        or ConditionOp.Lt or ConditionOp.Lte or ConditionOp.Before or ConditionOp.After;

    private static bool TakesMany(ConditionOp op) =>
        op is ConditionOp.In or ConditionOp.Nin or ConditionOp.HasAny or ConditionOp.HasAll or ConditionOp.HasNone;

    private static bool CountFits(ConditionOp op, int count, bool isList) => op == ConditionOp.Between
        ? isList && count == 2
        : TakesMany(op) ? count is >= 1 and <= MostValues : !isList;

    private bool Only(JsonElement json, string at, string name)
    {
        if (json.EnumerateObject().Any(p => p.Name != name))
            Fail(at, $"Nothing stands beside {name}.");
        return _error is null;
    }

    private static string? Text(JsonElement json, string name) =>
        json.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;

    private Condition.Predicate? Fail(string at, string message)
    {
        _error ??= new ValidationError(Code, message, at);
        return null;
    }
}
