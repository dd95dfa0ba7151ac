namespace ChatFlow.Web.Components.Team;

/// <summary>Names the texts beside it, for <c>IStringLocalizer</c>.</summary>
public sealed class TeamTexts;
