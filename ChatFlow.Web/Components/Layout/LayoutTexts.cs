namespace ChatFlow.Web.Components.Layout;

/// <summary>Names the texts beside it, for <c>IStringLocalizer</c>.</summary>
public sealed class LayoutTexts;
