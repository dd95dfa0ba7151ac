namespace ChatFlow.Core.Common;

/// <summary>Rules for short texts that people type; PostgreSQL refuses NUL, and broken UTF-16 cannot be written as UTF-8.</summary>
public static class TextRules
{
    /// <summary>Trimmed; empty becomes null.</summary>
    public static string? Clean(string? text) => string.IsNullOrWhiteSpace(text) ? null : text.Trim();

    public static bool IsStorable(string text)
    {
        for (var i = 0; i < text.Length; i++)
        {
            if (text[i] == '\0')
                return false;
            if (!char.IsSurrogate(text[i]))
                continue;
            if (i + 1 >= text.Length || !char.IsSurrogatePair(text[i], text[i + 1]))
                return false;
            i++;
        }

        return true;
    }

    /// <summary>Null if <paramref name="text"/> may be stored in at most <paramref name="maximum"/> characters.</summary>
    public static ValidationError? Check(string? text, int maximum, string field)
    {
        if (text is null)
            return null;
        if (text.Length > maximum)
            return new ValidationError("text.too_long", $"At most {maximum} characters.", field);
        return IsStorable(text) ? null : new ValidationError("text.invalid", "The text holds characters that cannot be stored.", field);
    }

    public static ValidationError? Require(string? text, int maximum, string field) =>
        string.IsNullOrWhiteSpace(text) ? new ValidationError("text.required", "This is required.", field) : Check(text, maximum, field);
}
