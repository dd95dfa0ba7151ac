namespace ChatFlow.Web.Components.Inbox.Simulator;

/// <summary>Names the texts beside it, for <c>IStringLocalizer</c>.</summary>
public sealed class SimulatorTexts;
