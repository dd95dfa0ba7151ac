using System.Globalization;
using NodaTime;

namespace ChatFlow.Core.FollowUps.Conditions;

/// <summary>A condition as SQL over <c>contacts c</c> with its conversation <c>v</c> left-joined; never null. Values are parameters.</summary>
public sealed record ConditionSqlText(string Text, IReadOnlyList<object> Parameters);

/// <summary>
/// Writes a condition as SQL where PostgreSQL decides exactly as <see cref="ConditionEvaluator"/> does, so that an audience
/// can be counted without reading it. A test compares the two on random conditions.
/// </summary>
public sealed class ConditionSql
{
    private readonly List<object> _parameters = [];
    private readonly int _taken;
    private readonly DateTimeOffset _now;
    private bool _exact = true;

    private ConditionSql(int taken, Instant now)
    {
        _taken = taken;
        _now = now.ToDateTimeOffset();
    }

    /// <param name="taken">How many parameters the statement has before these.</param>
    /// <returns>
    /// Null where it would not be exact: patterns, values of a run or of the contact's own clock, references, dates without
    /// a zone. Those are decided one contact at a time.
    /// </returns>
    public static ConditionSqlText? TryWrite(Condition? condition, Instant now, int taken)
    {
        if (condition is null)
            return new ConditionSqlText("true", []);
        var writer = new ConditionSql(taken, now);
        var text = writer.Write(condition);
        return writer._exact ? new ConditionSqlText(text, writer._parameters) : null;
    }

    private string Write(Condition condition) => condition switch
    {
        Condition.All all => $"({string.Join(" AND ", all.Conditions.Select(Write))})",
        Condition.Any any => $"({string.Join(" OR ", any.Conditions.Select(Write))})",
        Condition.Not not => $"NOT {Write(not.Inner)}",
        Condition.Predicate predicate => $"coalesce({Write(predicate)}, false)",
        _ => throw new InvalidOperationException(condition.GetType().Name),
    };

    private string Write(Condition.Predicate p)
    {
        if (p.Reference is not null || p.Within == ConditionSpan.SinceEntry)
            return Inexact();
        var left = Column(p);
        return p.Op switch
        {
            ConditionOp.Exists => left.Exists,
            ConditionOp.Missing => $"NOT {left.Exists}",
            ConditionOp.Eq => Equal(left, p.Values[0]),
            ConditionOp.Ne => $"NOT coalesce({Equal(left, p.Values[0])}, false)",
            ConditionOp.In => In(left, p.Values),
            ConditionOp.Nin => $"NOT coalesce({In(left, p.Values)}, false)",
            ConditionOp.Gt => Order(left, ">", p.Values[0]),
            ConditionOp.Gte => Order(left, ">=", p.Values[0]),
            ConditionOp.Lt => Order(left, "<", p.Values[0]),
            ConditionOp.Lte => Order(left, "<=", p.Values[0]),
            ConditionOp.Between => $"({Order(left, ">=", p.Values[0])} AND {Order(left, "<=", p.Values[1])})",
            ConditionOp.Contains => $"strpos({left.Folded}, {Fold(p.Values[0])}) > 0",
            ConditionOp.Ncontains => $"NOT coalesce(strpos({left.Folded}, {Fold(p.Values[0])}) > 0, false)",
            ConditionOp.Starts => $"starts_with({left.Folded}, {Fold(p.Values[0])})",
            ConditionOp.Ends => Ends(left, p.Values[0]),
            ConditionOp.HasAny => HasAny(left, p.Values),
            ConditionOp.HasNone => $"NOT coalesce({HasAny(left, p.Values)}, false)",
            ConditionOp.HasAll => $"({string.Join(" AND ", p.Values.Select(v => HasAny(left, [v])))})",
            ConditionOp.Before => Moment(left, "<", p.Values[0]),
            ConditionOp.After => Moment(left, ">", p.Values[0]),
            ConditionOp.WithinLast => Span(left, p.Values[0], -1),
            ConditionOp.WithinNext => Span(left, p.Values[0], 1),
            ConditionOp.Regex or ConditionOp.ChangedSinceEntry => Inexact(),
        };
    }

    private Left Column(Condition.Predicate p) => p.Path.Subject switch
    {
        ConditionSubject.ContactName => Text("c.name"),
        ConditionSubject.ContactPhone => Text("c.phone"),
        ConditionSubject.ContactEmail => Text("c.email"),
        ConditionSubject.ContactLanguage => Text("c.language"),
        ConditionSubject.ContactTimezone => Text("c.time_zone"),
        ConditionSubject.ContactStage => Text("c.status"),
        ConditionSubject.ConversationState => Text("v.status"),
        ConditionSubject.ConversationHolder => Text("v.holder"),
        ConditionSubject.ConversationLastFrom => Text("CASE v.last_message_direction WHEN 'inbound' THEN 'contact' WHEN 'outbound' THEN 'us' END"),
        ConditionSubject.ContactLeadScore => Number("c.lead_score"),
        ConditionSubject.ContactOptedIn => Flag("(c.opted_out_at IS NULL)"),
        ConditionSubject.ConversationWindowOpen => Flag($"coalesce(c.last_inbound_at > {Parameter(_now - ConditionFacts.Window)}, false)"),
        ConditionSubject.ContactCreatedAt => At("c.created_at"),
        ConditionSubject.ContactLastInboundAt => At("c.last_inbound_at"),
        ConditionSubject.ConversationLastMessageAt => At("v.last_message_at"),
        ConditionSubject.ContactTags => new Left("cardinality(c.tags) > 0", Items: "unnest(c.tags)"),
        ConditionSubject.ContactCustomField => CustomField(p.Path.Name!),
        ConditionSubject.OrderCount => Number($"(SELECT count(*) FROM conversions o WHERE o.organization_id = c.organization_id AND o.contact_id = c.id{Since("o", p.Within)})"),
        ConditionSubject.OrderTotal => Number($"(SELECT coalesce(sum(o.value), 0) FROM conversions o WHERE o.organization_id = c.organization_id AND o.contact_id = c.id{Since("o", p.Within)})"),
        ConditionSubject.EventCount => Number($"(SELECT count(*) FROM contact_events e WHERE e.organization_id = c.organization_id AND e.contact_id = c.id AND lower(e.type) = lower({Parameter(p.Path.Name!)}){Since("e", p.Within)})"),
        ConditionSubject.Trigger or ConditionSubject.Context or ConditionSubject.ExecutionStep or ConditionSubject.ExecutionSent
            or ConditionSubject.ExecutionAgeHours or ConditionSubject.NowHour or ConditionSubject.NowWeekday or ConditionSubject.NowDate => Unknown(),
    };

    private string Since(string alias, ConditionSpan? within) =>
        within?.Back is { } back ? $" AND {alias}.occurred_at > {Parameter(_now - back.ToTimeSpan())}" : "";

    private static Left Text(string sql) => new($"nullif({sql}, '') IS NOT NULL", Value: $"nullif({sql}, '')", IsText: true);

    private static Left Number(string sql) => new($"({sql}) IS NOT NULL", Value: $"({sql})::text", Numeric: $"({sql})::numeric");

    private static Left Flag(string sql) => new("true", Value: $"({sql})::text");

    private static Left At(string sql) => new($"{sql} IS NOT NULL", Time: sql);

    private Left CustomField(string name)
    {
        var json = $"(c.custom_fields -> {Parameter(name)})";
        var text = $"CASE WHEN jsonb_typeof({json}) IN ('string', 'number', 'boolean') THEN nullif({json} #>> '{{}}', '') END";
        var items = $"jsonb_array_elements(CASE jsonb_typeof({json}) WHEN 'array' THEN {json} ELSE jsonb_build_array({json}) END)";
        var scalars = $"(SELECT i.j #>> '{{}}' FROM {items} AS i (j) WHERE jsonb_typeof(i.j) IN ('string', 'number', 'boolean'))";
        return new Left(
            $"CASE WHEN jsonb_typeof({json}) = 'array' THEN EXISTS {scalars} ELSE ({text}) IS NOT NULL END",
            Value: $"({text})", IsText: true, Items: scalars);
    }

    private Left Unknown()
    {
        Inexact();
        return new Left("false");
    }

    private string Equal(Left left, ConditionValue value) => value switch
    {
        ConditionValue.Number number => $"{left.AsNumber} = {Parameter(number.Value)}",
        ConditionValue.Flag flag => left.IsNumber ? "false" : $"{left.Folded} = {Parameter(flag.Value ? "true" : "false")}",
        _ => $"{left.Folded} = {Fold(value)}",
    };

    private string In(Left left, IReadOnlyList<ConditionValue> values) => $"({string.Join(" OR ", values.Select(v => $"coalesce({Equal(left, v)}, false)"))})";

    private string Order(Left left, string sign, ConditionValue value) => value is ConditionValue.Number number
        ? $"{left.AsNumber} {sign} {Parameter(number.Value)}"
        : $"{left.Folded} COLLATE \"C\" {sign} {Fold(value)} COLLATE \"C\"";

    private string Ends(Left left, ConditionValue value)
    {
        var end = Fold(value);
        return $"right({left.Folded}, length({end})) = {end}";
    }

    private string HasAny(Left left, IReadOnlyList<ConditionValue> values) =>
        $"EXISTS (SELECT 1 FROM (SELECT {(left.Items!.StartsWith('(') ? "t.x FROM " + left.Items + " AS t (x)" : left.Items + " AS x")}) s WHERE public.fold_text(s.x) = ANY ({Parameter(values.Select(Folded).ToArray())}))";

    private string Moment(Left left, string sign, ConditionValue value) =>
        left.Time is { } time && ConditionMoment.Exact(((ConditionValue.Text)value).Value) is { } at
            ? $"{time} {sign} {Parameter(at.ToDateTimeOffset())}"
            : Inexact();

    private string Span(Left left, ConditionValue value, int direction)
    {
        if (left.Time is not { } time)
            return Inexact();
        var far = _now + direction * ((ConditionValue.Span)value).Value.ToTimeSpan();
        return direction < 0
            ? $"({time} <= {Parameter(_now)} AND {time} >= {Parameter(far)})"
            : $"({time} >= {Parameter(_now)} AND {time} <= {Parameter(far)})";
    }

    private string Fold(ConditionValue value) => Parameter(Folded(value));

    private static string Folded(ConditionValue value) => value switch
    {
        ConditionValue.Text text => ConditionText.Fold(text.Value),
        ConditionValue.Number number => number.Value.ToString(CultureInfo.InvariantCulture),
        ConditionValue.Flag flag => flag.Value ? "true" : "false",
        _ => "",
    };

    private string Parameter(object value)
    {
        _parameters.Add(value);
        var cast = value switch
        {
            string => "text",
            string[] => "text[]",
            decimal => "numeric",
            DateTimeOffset => "timestamptz",
            _ => throw new InvalidOperationException(value.GetType().Name),
        };
        return string.Create(CultureInfo.InvariantCulture, $"${_taken + _parameters.Count}::{cast}");
    }

    private string Inexact()
    {
        _exact = false;
        return "false";
    }

    /// <param name="Exists">Whether there is a value.</param>
    /// <param name="Value">Its text.</param>
    private sealed record Left(
        string Exists, string Value = "NULL::text", string? Numeric = null, string? Time = null, string? Items = null, bool IsText = false)
    {
        public bool IsNumber => Numeric is not null;

        public string Folded => IsText ? $"public.fold_text({Value})" : Value;

        public string AsNumber => Numeric ?? $"CASE WHEN {Value} ~ '^-?[0-9]{{1,15}}(\\.[0-9]{{1,9}})?$' THEN ({Value})::numeric END";
    }
}
