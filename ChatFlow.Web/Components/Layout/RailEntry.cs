using System.Security.Claims;
using ChatFlow.Core.Users;
using ChatFlow.Web.Components.Shared;

namespace ChatFlow.Web.Components.Layout;

/// <summary>A section of the interface. <paramref name="Key"/> names its word in LayoutTexts.</summary>
public sealed record RailEntry(string Key, string Href, string Icon, bool Daily)
{
    private static readonly RailEntry[] s_everyone =
    [
        new("Inbox", "/inbox", LineIcons.Inbox, true),
        new("Contacts", "/contacts", LineIcons.Contacts, true),
        new("Sequences", "/sequences", LineIcons.Sequences, true),
        new("Bot", "/bot", LineIcons.Bot, true),
        new("Statistics", "/statistics", LineIcons.Statistics, false),
        new("Connection", "/connection", LineIcons.Connection, false),
        new("Team", "/team", LineIcons.Team, false),
        new("Settings", "/settings", LineIcons.Settings, false),
    ];

    private static readonly RailEntry s_operator = new("Operator", "/operator", LineIcons.Operator, false);

    /// <summary>Only what is shown; the pages and use cases guard themselves.</summary>
    public static IReadOnlyList<RailEntry> For(ClaimsPrincipal user) =>
        user.IsOperator() ? [.. s_everyone, s_operator] : s_everyone;
}
