using ChatFlow.Core.Channels;
using ChatFlow.Core.Channels.Simulator;
using ChatFlow.Core.Common;
using ChatFlow.Core.Users;

namespace ChatFlow.Core.Inbox.Simulator;

/// <param name="ProviderMessageIds">The ids that the sends answered with.</param>
/// <param name="Status">Delivered (the phone has it) or Read (its owner has seen it).</param>
public sealed record ReportFromPhoneRequest(IReadOnlyCollection<string> ProviderMessageIds, MessageStatus Status);

/// <summary>The ticks of the phone in the page: it has received messages, or its owner has opened them.</summary>
public sealed class ReportFromPhone(SimulatorPost post, TimeProvider clock)
{
    public Task<Result<Done>> RunAsync(Actor actor, ReportFromPhoneRequest request, CancellationToken ct)
    {
        if (request.Status is not (MessageStatus.Delivered or MessageStatus.Read))
            throw new ArgumentException("A phone reports what it received or showed.", nameof(request));
        var at = clock.GetUtcNow();
        return request.ProviderMessageIds.Count == 0
            ? Task.FromResult<Result<Done>>(default(Done))
            : post.RunAsync(actor, [.. request.ProviderMessageIds.Select(id => new SimulatorStatus(id, request.Status, at))], ct);
    }
}
