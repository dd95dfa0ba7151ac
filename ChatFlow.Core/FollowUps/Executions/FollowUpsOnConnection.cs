using ChatFlow.Core.Organizations;

namespace ChatFlow.Core.FollowUps.Executions;

/// <summary>A connection that works again lets the runs go on that waited for it.</summary>
public sealed class FollowUpsOnConnection(ResumeWaiting resume) : IConnectionReaction
{
    public Task MendedAsync(Guid organizationId, CancellationToken ct) => resume.RunAsync(organizationId, ct);
}
