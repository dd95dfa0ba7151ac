namespace ChatFlow.Core.Channels;

/// <summary>A SHA-256 in either spelling that providers use.</summary>
public static class MediaHash
{
    /// <summary>The 32 bytes of a hexadecimal or base64 text; null for anything else.</summary>
    public static byte[]? Read(string? text)
    {
        if (text is null)
            return null;
        if (text.Length == 64 && text.All(char.IsAsciiHexDigit))
            return Convert.FromHexString(text);
        var bytes = new byte[32];
        return text.Length is 43 or 44 && Convert.TryFromBase64String(text.PadRight(44, '='), bytes, out var written) && written == 32 ? bytes : null;
    }
}
