using ChatFlow.Core.Channels;

namespace ChatFlow.Core.Inbox;

/// <summary>The one line of a message that lists show. Types without words are told by the interface from the type.</summary>
public static class Preview
{
    private const int Length = 120;

    public static string Of(string text)
    {
        var line = string.Join(' ', text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));
        if (line.Length <= Length)
            return line;
        var cut = char.IsHighSurrogate(line[Length - 1]) ? Length - 1 : Length;
        return line[..cut] + "…";
    }

    /// <summary>The text; for a file, or a message without words, the type in brackets before it, which the interface translates.</summary>
    public static string Of(string text, MessageType type)
    {
        var line = Of(text);
        if (type == MessageType.Text)
            return line;
        var word = $"[{Common.EnumText<MessageType>.Of(type)}]";
        return line.Length == 0 ? word : Media.MediaKinds.Of(type) is null ? line : $"{word} {line}";
    }
}
