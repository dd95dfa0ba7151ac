namespace ChatFlow.Core.Channels.Simulator;

/// <summary>What the phone in the page tells.</summary>
public abstract record SimulatorEvent(string Id, DateTimeOffset At);

/// <param name="Phone">The customer's number, E.164.</param>
public sealed record SimulatorMessage(string Id, string Phone, string? Name, string Text, DateTimeOffset At, SimulatorFile? File = null) : SimulatorEvent(Id, At);

/// <param name="Blob">What it was put aside under.</param>
/// <param name="Size">Bytes.</param>
public sealed record SimulatorFile(string Blob, MessageType Kind, string Type, string FileName, long Size, bool Voice);

/// <param name="Id">The id that the send answered with.</param>
/// <param name="Status">Delivered, Read or Failed.</param>
public sealed record SimulatorStatus(string Id, MessageStatus Status, DateTimeOffset At) : SimulatorEvent(Id, At);
