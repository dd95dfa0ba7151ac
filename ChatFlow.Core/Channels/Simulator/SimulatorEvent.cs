namespace ChatFlow.Core.Channels.Simulator;

/// <summary>What the phone in the page tells.</summary>
public abstract record SimulatorEvent(string Id, DateTimeOffset At);

/// <param name="Phone">The customer's number, E.164.</param>
public sealed record SimulatorMessage(string Id, string Phone, string? Name, string Text, DateTimeOffset At) : SimulatorEvent(Id, At);

/// <param name="Id">The id that the send answered with.</param>
/// <param name="Status">Delivered, Read or Failed.</param>
public sealed record SimulatorStatus(string Id, MessageStatus Status, DateTimeOffset At) : SimulatorEvent(Id, At);
