using System.Text.Json;
using System.Text.Json.Nodes;
using ChatFlow.Core.Common;
using ChatFlow.Core.FollowUps.Enums;
using ChatFlow.Core.FollowUps.Triggers;

namespace ChatFlow.Web.Components.FollowUps;

/// <summary>What starts a sequence while it is edited: the fields of all types; those of the chosen one are stored.</summary>
public sealed class TriggerForm
{
    public TriggerType Type { get; set; } = TriggerType.NoResponse;
    public int AfterAmount { get; set; }
    public DelayUnit AfterUnit { get; set; } = DelayUnit.Hours;
    public LastFrom LastFrom { get; set; }
    public bool RequirePriorInbound { get; set; } = true;
    public bool IgnoreClosers { get; set; } = true;
    public string? Keywords { get; set; }
    public KeywordMatch Match { get; set; } = KeywordMatch.Word;
    public string? Name { get; set; }
    public string? Value { get; set; }
    public decimal? MinValue { get; set; }
    public int IdleMinutes { get; set; }
    public string? CancelEvent { get; set; }

    public static TriggerForm Of(TriggerType type, JsonElement stored)
    {
        var form = new TriggerForm { Type = type };
        switch (TriggerConfig.Parse(type, stored).Match<TriggerConfig?>(t => t, _ => null))
        {
            case NoResponseTrigger quiet:
                form.AfterUnit = quiet.AfterMinutes switch
                {
                    > 0 when quiet.AfterMinutes % (24 * 60) == 0 => DelayUnit.Days,
                    > 0 when quiet.AfterMinutes % 60 == 0 => DelayUnit.Hours,
                    _ => DelayUnit.Minutes,
                };
                form.AfterAmount = quiet.AfterMinutes / MinutesIn(form.AfterUnit);
                (form.LastFrom, form.RequirePriorInbound, form.IgnoreClosers) = (quiet.LastFrom, quiet.RequirePriorInbound, quiet.IgnoreClosers);
                break;
            case KeywordTrigger keyword:
                (form.Keywords, form.Match) = (string.Join(", ", keyword.Keywords), keyword.Match);
                break;
            case EventTrigger happened:
                (form.Name, form.Value, form.MinValue) = (happened.Name, happened.Value, happened.MinValue);
                (form.IdleMinutes, form.CancelEvent) = (happened.IdleMinutes, happened.CancelEvent);
                break;
        }

        return form;
    }

    public JsonElement ToConfig()
    {
        var json = Type switch
        {
            TriggerType.NoResponse => new JsonObject
            {
                ["afterMinutes"] = AfterAmount * MinutesIn(AfterUnit),
                ["lastFrom"] = EnumText<LastFrom>.Of(LastFrom),
                ["requirePriorInbound"] = RequirePriorInbound,
                ["ignoreClosers"] = IgnoreClosers,
            },
            TriggerType.Keyword => new JsonObject { ["keywords"] = Words(), ["match"] = EnumText<KeywordMatch>.Of(Match) },
            _ => Event(),
        };
        return JsonSerializer.SerializeToElement(json);
    }

    private JsonArray Words() => [.. (Keywords ?? "")
        .Split([',', '\n'], StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries).Select(w => (JsonNode)w)];

    private JsonObject Event()
    {
        var json = new JsonObject { ["idleMinutes"] = IdleMinutes };
        var name = Type switch
        {
            TriggerType.Custom => "event",
            TriggerType.FormIncomplete => "formId",
            _ => "name",
        };
        if (!string.IsNullOrWhiteSpace(Name))
            json[name] = Name.Trim();
        if (Type is TriggerType.Variable && !string.IsNullOrWhiteSpace(Value))
            json["value"] = Value.Trim();
        if (MinValue is { } least)
            json[Type is TriggerType.QuoteSent ? "minAmount" : "minValue"] = least;
        if (!string.IsNullOrWhiteSpace(CancelEvent))
            json["cancelEvent"] = CancelEvent.Trim();
        return json;
    }

    private static int MinutesIn(DelayUnit unit) => unit switch
    {
        DelayUnit.Minutes => 1,
        DelayUnit.Hours => 60,
        DelayUnit.Days => 24 * 60,
    };
}
