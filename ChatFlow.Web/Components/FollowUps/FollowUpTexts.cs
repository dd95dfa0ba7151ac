namespace ChatFlow.Web.Components.FollowUps;

/// <summary>Names the texts beside it, for <c>IStringLocalizer</c>.</summary>
public sealed class FollowUpTexts;
