using System.Text.Json;
using System.Text.Json.Nodes;

namespace ChatFlow.Core.Channels.MetaCloud;

/// <summary>Templates as Meta writes and wants them (contracts/meta-cloud.md section 9). Pure.</summary>
internal static class MetaTemplates
{
    public static JsonObject Register(string pin) => new() { ["messaging_product"] = "whatsapp", ["pin"] = pin };

    /// <summary>Null for an entry without a name or a language.</summary>
    public static MetaTemplate? Read(JsonElement json)
    {
        if (json.Text("name") is not { Length: > 0 and <= 512 } name || json.Text("language") is not { Length: > 0 and <= 20 } language)
            return null;
        var components = json.Get("components");
        var reason = json.Text("rejected_reason");
        return new MetaTemplate(
            json.Text("id"), name, language, MetaNotices.StatusOf(json.Text("status")), MetaNotices.CategoryOf(json.Text("category")) ?? TemplateCategory.Other,
            Quality(json.Get("quality_score")), string.IsNullOrEmpty(reason) || reason == "NONE" ? null : ProviderWords.Cut(reason),
            string.Equals(json.Text("parameter_format"), "NAMED", StringComparison.OrdinalIgnoreCase),
            components.ValueKind == JsonValueKind.Array ? components.GetRawText() : "[]");
    }

    /// <summary>
    /// The query of the next page. Only the query: its address is not followed, for our token would go with it.
    /// </summary>
    public static string? NextQuery(JsonElement paging, string fields)
    {
        if (paging.Text("next") is not { Length: > 0 } next)
            return null;
        var query = next.IndexOf('?', StringComparison.Ordinal) is var at and >= 0 ? next[(at + 1)..] : "";
        var kept = query.Split('&', StringSplitOptions.RemoveEmptyEntries)
            .Where(p => !p.StartsWith("access_token=", StringComparison.OrdinalIgnoreCase)).ToList();
        if (kept.Exists(p => p.StartsWith("after=", StringComparison.Ordinal)))
            return "?" + string.Join('&', kept);
        return paging.Get("cursors").Text("after") is { Length: > 0 } after
            ? $"?fields={fields}&limit=50&after={Uri.EscapeDataString(after)}"
            : kept.Count > 0 ? "?" + string.Join('&', kept) : null;
    }

    private static string? Quality(JsonElement score) =>
        (score.ValueKind == JsonValueKind.Object ? score.Text("score") : score.AsText()) is { Length: > 0 and <= 20 } word ? word : null;
}
