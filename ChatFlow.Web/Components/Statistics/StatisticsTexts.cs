namespace ChatFlow.Web.Components.Statistics;

/// <summary>Names the texts beside it, for <c>IStringLocalizer</c>.</summary>
public sealed class StatisticsTexts;
