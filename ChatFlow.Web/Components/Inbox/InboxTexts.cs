namespace ChatFlow.Web.Components.Inbox;

/// <summary>Names the texts beside it, for <c>IStringLocalizer</c>.</summary>
public sealed class InboxTexts;
