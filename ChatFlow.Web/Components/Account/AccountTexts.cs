namespace ChatFlow.Web.Components.Account;

/// <summary>Names the texts beside it, for <c>IStringLocalizer</c>.</summary>
public sealed class AccountTexts;
