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

    /// <summary>The text, or the type in brackets for a message without words: the interface translates it.</summary>
    public static string Of(string text, MessageType type)
    {
        var line = Of(text);
        return line.Length > 0 || type == MessageType.Text ? line : $"[{Common.EnumText<MessageType>.Of(type)}]";
    }
}
