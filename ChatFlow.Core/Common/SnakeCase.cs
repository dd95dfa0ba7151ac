using System.Collections.Concurrent;
using System.Text;

namespace ChatFlow.Core.Common;

/// <summary>PascalCase names as the database and the REST interface write them: <c>NoResponse</c> is <c>no_response</c>.</summary>
public static class SnakeCase
{
    public static string Of(string name)
    {
        var text = new StringBuilder(name.Length + 8);
        for (var i = 0; i < name.Length; i++)
        {
            if (i > 0 && char.IsUpper(name[i]) && (!char.IsUpper(name[i - 1]) || (i + 1 < name.Length && char.IsLower(name[i + 1]))))
                text.Append('_');
            text.Append(char.ToLowerInvariant(name[i]));
        }

        return text.ToString();
    }
}

/// <summary>The stored text of an enum and back, without reflection on the hot path.</summary>
public static class EnumText<T>
    where T : struct, Enum
{
    private static readonly Dictionary<T, string> s_texts = Enum.GetValues<T>().ToDictionary(v => v, v => SnakeCase.Of(v.ToString()));
    private static readonly ConcurrentDictionary<string, T> s_values = new(s_texts.Select(p => KeyValuePair.Create(p.Value, p.Key)));

    public static IReadOnlyCollection<string> All => s_texts.Values;

    public static string Of(T value) => s_texts[value];

    public static bool TryParse(string? text, out T value)
    {
        value = default;
        return text is not null && s_values.TryGetValue(text, out value);
    }

    public static T Parse(string text) =>
        TryParse(text, out var value) ? value : throw new FormatException($"'{text}' is not a {typeof(T).Name}.");
}
