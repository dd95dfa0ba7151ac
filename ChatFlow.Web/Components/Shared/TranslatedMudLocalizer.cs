using Microsoft.Extensions.Localization;
using MudBlazor;

namespace ChatFlow.Web.Components.Shared;

/// <summary>MudBlazor's own words (pagers, pickers, grids) in the person's language.</summary>
public sealed class TranslatedMudLocalizer(IStringLocalizer<MudTexts> texts) : MudLocalizer
{
    public override LocalizedString this[string key] => texts[key];

    public override LocalizedString this[string key, params object[] arguments] => texts[key, arguments];
}
