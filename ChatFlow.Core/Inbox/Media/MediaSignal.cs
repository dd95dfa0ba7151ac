using ChatFlow.Core.Inbox.Sending;

namespace ChatFlow.Core.Inbox.Media;

/// <summary>Wakes the fetcher: a message with a file has just been committed.</summary>
public sealed class MediaSignal : WakeSignal;
