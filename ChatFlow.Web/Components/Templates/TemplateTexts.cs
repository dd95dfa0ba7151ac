namespace ChatFlow.Web.Components.Templates;

/// <summary>Names the texts beside it, for <c>IStringLocalizer</c>.</summary>
public sealed class TemplateTexts;
