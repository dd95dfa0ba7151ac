using ChatFlow.Core.Data;

namespace ChatFlow.Core.Inbox.Simulator;

/// <summary>Takes part in the transaction that lets time pass in a simulator organization: timers of its own move.</summary>
public interface ISimulatedTime
{
    /// <param name="passed">How much earlier everything becomes due.</param>
    Task PassAsync(ChatFlowDb db, TimeSpan passed, CancellationToken ct);
}
