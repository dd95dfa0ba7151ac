using System.Text.Json.Nodes;

namespace ChatFlow.Core.Channels.MetaCloud;

/// <summary>The <c>interactive</c> object of a send: reply buttons or a list (contracts/meta-cloud.md section 7).</summary>
internal static class MetaInteractive
{
    public static JsonObject Content(OutboundInteractive interactive, string text)
    {
        var isList = interactive.Sections.Count > 0;
        var content = new JsonObject { ["type"] = isList ? "list" : "button", ["body"] = new JsonObject { ["text"] = text } };
        if (interactive.Header is { Length: > 0 } header)
            content["header"] = new JsonObject { ["type"] = "text", ["text"] = header };
        if (interactive.Footer is { Length: > 0 } footer)
            content["footer"] = new JsonObject { ["text"] = footer };
        content["action"] = isList ? List(interactive) : Buttons(interactive);
        return content;
    }

    private static JsonObject Buttons(OutboundInteractive interactive) => new()
    {
        ["buttons"] = new JsonArray([.. interactive.Buttons.Select(b => new JsonObject
        {
            ["type"] = "reply",
            ["reply"] = new JsonObject { ["id"] = b.Id, ["title"] = b.Title },
        })]),
    };

    private static JsonObject List(OutboundInteractive interactive) => new()
    {
        ["button"] = interactive.ListButton,
        ["sections"] = new JsonArray([.. interactive.Sections.Select(Section)]),
    };

    private static JsonObject Section(InteractiveSection section)
    {
        var content = new JsonObject { ["rows"] = new JsonArray([.. section.Rows.Select(Row)]) };
        if (section.Title is { Length: > 0 } title)
            content["title"] = title;
        return content;
    }

    private static JsonObject Row(InteractiveRow row)
    {
        var content = new JsonObject { ["id"] = row.Id, ["title"] = row.Title };
        if (row.Description is { Length: > 0 } description)
            content["description"] = description;
        return content;
    }
}
