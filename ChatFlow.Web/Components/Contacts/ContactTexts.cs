namespace ChatFlow.Web.Components.Contacts;

/// <summary>Names the texts beside it, for <c>IStringLocalizer</c>.</summary>
public sealed class ContactTexts;
