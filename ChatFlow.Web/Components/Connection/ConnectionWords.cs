using ChatFlow.Core.Channels;
using ChatFlow.Core.Common;
using ChatFlow.Web.Components.Shared;
using Microsoft.Extensions.Localization;

namespace ChatFlow.Web.Components.Connection;

/// <summary>Why a connection does not work, and what to do about it, in the person's language.</summary>
internal static class ConnectionWords
{
    /// <summary>The cause and what to do; codes that nobody has put into words get the general advice.</summary>
    public static string Why(string code, ChannelType type, IStringLocalizer<ConnectionTexts> texts) =>
        Known(code, type, texts) ?? texts["WhyOther"].Value;

    public static string Why(Error error, ChannelType type, IStringLocalizer<ConnectionTexts> texts) =>
        Known(error.Code, type, texts) ?? (error is ProviderError ? texts["WhyOther"].Value : ErrorText.Of(error));

    private static string? Known(string code, ChannelType type, IStringLocalizer<ConnectionTexts> texts)
    {
        var words = texts[$"Why_{type}_{code}"];
        if (words.ResourceNotFound)
            words = texts[$"Why_{code}"];
        if (!words.ResourceNotFound)
            return words.Value;
        return type == ChannelType.MetaApi ? ProviderErrorText.Of(code) : null;
    }
}
