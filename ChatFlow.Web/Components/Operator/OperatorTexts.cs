namespace ChatFlow.Web.Components.Operator;

/// <summary>Names the texts beside it, for <c>IStringLocalizer</c>.</summary>
public sealed class OperatorTexts;
