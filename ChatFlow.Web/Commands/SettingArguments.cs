namespace ChatFlow.Web.Commands;

/// <summary>
/// Settings may stand among a command's own words: <c>--ConnectionStrings:Owner=…</c>, <c>--Outbound:MetaBaseUrl …</c>,
/// <c>--environment …</c>. Anything else is the command's, so that a misspelt option is an error and no forgotten setting.
/// </summary>
internal static class SettingArguments
{
    private static readonly HashSet<string> s_plain = new(StringComparer.OrdinalIgnoreCase)
    {
        "urls", "environment", "contentRoot", "applicationName", "PublicUrl", "Operators", "Proxies",
    };

    public static (string[] Words, string[] Settings) Split(IReadOnlyList<string> args)
    {
        var words = new List<string>();
        var settings = new List<string>();
        for (var i = 0; i < args.Count; i++)
        {
            if (!IsSetting(args[i]))
            {
                words.Add(args[i]);
                continue;
            }

            settings.Add(args[i]);
            if (!args[i].Contains('=', StringComparison.Ordinal) && i + 1 < args.Count)
                settings.Add(args[++i]);
        }

        return ([.. words], [.. settings]);
    }

    private static bool IsSetting(string argument)
    {
        if (!argument.StartsWith("--", StringComparison.Ordinal))
            return false;
        var name = argument[2..].Split('=', 2)[0];
        return name.Contains(':', StringComparison.Ordinal) || s_plain.Contains(name);
    }
}
