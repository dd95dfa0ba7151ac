using System.Globalization;
using System.Resources;
using ChatFlow.Core.Channels.MetaCloud;
using ChatFlow.Core.Common;

namespace ChatFlow.Web.Components.Shared;

/// <summary>
/// What a provider's refusal means and what to do next, in the person's language: by its code, else by the class that
/// decides what happens (<c>ProviderErrorTexts.resx</c>: Code_131026, Class_Authentication).
/// </summary>
public static class ProviderErrorText
{
    private static readonly ResourceManager s_texts = new(typeof(ProviderErrorTexts));

    /// <summary>Null for a code that nobody has put into words.</summary>
    public static string? Of(string code) =>
        Text($"Code_{code}") ?? (MetaErrors.ClassOf(code) is { } known ? Text($"Class_{known}") : null);

    /// <summary>Never null: an unknown refusal keeps the provider's own words.</summary>
    public static string Of(Error error) => error is ProviderError ? Of(error.Code) ?? error.Message : ErrorText.Of(error);

    private static string? Text(string key) => s_texts.GetString(key, CultureInfo.CurrentUICulture);
}
