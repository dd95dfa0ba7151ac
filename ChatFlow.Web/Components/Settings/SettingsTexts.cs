namespace ChatFlow.Web.Components.Settings;

/// <summary>Names the texts beside it, for <c>IStringLocalizer</c>.</summary>
public sealed class SettingsTexts;
