namespace ChatFlow.Web.Components.Bot;

/// <summary>Names the texts beside it, for <c>IStringLocalizer</c>.</summary>
public sealed class BotTexts;
