using ChatFlow.Core.Data;
using ChatFlow.Core.Organizations.MetaCloud;

namespace ChatFlow.Core.Jobs;

/// <summary>Every hour, organization by organization: the number's state and the templates as Meta has them now.</summary>
public sealed class RefreshMetaJob(Gate gate, RefreshMeta refresh)
{
    private const int OrganizationsAtOnce = 500;

    public async Task RunAsync(CancellationToken ct)
    {
        Guid? after = null;
        while (true)
        {
            var organizations = await gate.OrganizationIdsAsync(after, OrganizationsAtOnce, ct);
            foreach (var organization in organizations)
                await refresh.RunAsync(organization, ct);
            if (organizations.Count < OrganizationsAtOnce)
                return;
            after = organizations[^1];
        }
    }
}
