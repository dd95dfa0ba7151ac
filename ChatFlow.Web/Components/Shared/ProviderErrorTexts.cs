namespace ChatFlow.Web.Components.Shared;

/// <summary>Names the texts of <see cref="ProviderErrorText"/>.</summary>
public sealed class ProviderErrorTexts;
