namespace ChatFlow.Core.Inbox.Sending;

/// <summary>Wakes the sender: a message has just been committed.</summary>
public sealed class SendSignal : WakeSignal;
