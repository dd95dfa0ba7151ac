namespace ChatFlow.Web.Components.Shared;

/// <summary>Names the texts beside it, for <c>IStringLocalizer</c>.</summary>
public sealed class MudTexts;
