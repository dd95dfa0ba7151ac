namespace ChatFlow.Web.Components.Connection;

/// <summary>Names the texts beside it of what only a connection through Evolution API has, for <c>IStringLocalizer</c>.</summary>
public sealed class EvolutionTexts;
