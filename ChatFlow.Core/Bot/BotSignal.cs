using ChatFlow.Core.Inbox.Sending;

namespace ChatFlow.Core.Bot;

/// <summary>Wakes the bot's runner: a message may wait for an answer.</summary>
public sealed class BotSignal : WakeSignal;
