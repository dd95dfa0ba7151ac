namespace ChatFlow.Web.Components.Connection;

/// <summary>Names the texts beside it, for <c>IStringLocalizer</c>.</summary>
public sealed class ChatwootTexts;
