namespace ChatFlow.Core.Channels;

/// <summary>An approved text of the business with the values that go into it (contracts/meta-cloud.md sections 7 and 9).</summary>
/// <param name="BodyParameters">In the order of the placeholders.</param>
public sealed record OutboundTemplate(string Name, string Language, IReadOnlyList<string> BodyParameters)
{
    /// <summary>The placeholders' names, as many as <see cref="BodyParameters"/>; null for a template that counts them.</summary>
    public IReadOnlyList<string>? BodyNames { get; init; }

    public TemplateHeaderValue? Header { get; init; }

    public IReadOnlyList<TemplateButtonValue> Buttons { get; init; } = [];
}

public enum TemplateHeaderType
{
    Text,
    Image,
    Video,
    Document,
}

/// <param name="Value">The words of the header's placeholder, or the https address of the file.</param>
/// <param name="Name">The placeholder's name in a template that names them.</param>
public sealed record TemplateHeaderValue(TemplateHeaderType Type, string Value, string? Name = null);

public enum TemplateButtonType
{
    QuickReply,
    Url,
    PhoneNumber,
    CopyCode,

    /// <summary>One-time password; the code is its value too.</summary>
    Otp,
    Flow,

    /// <summary>A kind that we do not know; it takes no value from us.</summary>
    Other,
}

/// <param name="Index">The place of the button, from 0.</param>
/// <param name="Value">What completes the address, the code to copy, or the payload that a quick reply brings back.</param>
public sealed record TemplateButtonValue(int Index, TemplateButtonType Type, string Value);
