using System.Globalization;
using ChatFlow.Core.Channels;
using Microsoft.Extensions.Localization;

namespace ChatFlow.Web.Components.Templates;

/// <summary>How templates are spoken of.</summary>
public static class TemplateWords
{
    public static string Status(TemplateStatus status, IStringLocalizer<TemplateTexts> texts) => texts[$"Status{status}"];

    public static string StatusLook(TemplateStatus status) => status switch
    {
        TemplateStatus.Approved => "is-success",
        TemplateStatus.Pending or TemplateStatus.InAppeal => "",
        TemplateStatus.Rejected or TemplateStatus.Disabled => "is-error",
        TemplateStatus.Paused or TemplateStatus.LimitExceeded or TemplateStatus.PendingDeletion or TemplateStatus.Deleted or TemplateStatus.Archived or TemplateStatus.Other => "is-warning",
    };

    public static string Category(TemplateCategory category, IStringLocalizer<TemplateTexts> texts) => texts[$"Category{category}"];

    /// <summary>The language's own name where the machine knows it, with Meta's code.</summary>
    public static string Language(string code)
    {
        try
        {
            return $"{CultureInfo.GetCultureInfo(code.Replace('_', '-'), predefinedOnly: true).NativeName} ({code})";
        }
        catch (CultureNotFoundException)
        {
            return code;
        }
    }

    public static string? Quality(string? quality, IStringLocalizer<TemplateTexts> texts) => quality switch
    {
        "GREEN" or "YELLOW" or "RED" => texts[$"Quality{quality}"].Value,
        _ => null,
    };
}
