namespace ChatFlow.Core.Organizations.Health;

/// <summary>What an organization's connection is worth just now, as far as its traffic tells.</summary>
public enum HealthState
{
    /// <summary>Messages come or go.</summary>
    Working,

    /// <summary>Nothing has happened lately, and nothing waits.</summary>
    Quiet,

    /// <summary>Nothing goes out and nothing comes in.</summary>
    Disconnected,

    /// <summary>Customers' messages arrive; ours do not leave.</summary>
    ReceivesOnly,

    /// <summary>Our messages leave; nothing is heard of them nor of customers: webhooks do not reach us.</summary>
    SendsOnly,
}
