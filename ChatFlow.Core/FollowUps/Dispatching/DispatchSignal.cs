using ChatFlow.Core.Inbox.Sending;

namespace ChatFlow.Core.FollowUps.Dispatching;

/// <summary>Wakes the dispatcher before its next look: something is due sooner than it thinks.</summary>
public sealed class DispatchSignal : WakeSignal;
