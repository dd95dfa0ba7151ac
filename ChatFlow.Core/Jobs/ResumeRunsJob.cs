using ChatFlow.Core.Data;
using ChatFlow.Core.FollowUps.Executions;

namespace ChatFlow.Core.Jobs;

/// <summary>Every few minutes, organization by organization: follow-ups that waited for a person or the channel go on.</summary>
public sealed class ResumeRunsJob(Gate gate, ResumeWaiting resume)
{
    private const int OrganizationsAtOnce = 500;

    public async Task RunAsync(CancellationToken ct)
    {
        Guid? after = null;
        while (true)
        {
            var organizations = await gate.OrganizationIdsAsync(after, OrganizationsAtOnce, ct);
            foreach (var organization in organizations)
                await resume.RunAsync(organization, ct);
            if (organizations.Count < OrganizationsAtOnce)
                return;
            after = organizations[^1];
        }
    }
}
