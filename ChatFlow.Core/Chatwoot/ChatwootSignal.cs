using ChatFlow.Core.Inbox.Sending;

namespace ChatFlow.Core.Chatwoot;

/// <summary>Wakes the mirror: there is something new to tell.</summary>
public sealed class ChatwootSignal : WakeSignal;

/// <summary>Wakes whoever applies Chatwoot's webhooks: one was stored.</summary>
public sealed class ChatwootWebhookSignal : WakeSignal;
