using System.Collections.Concurrent;
using ChatFlow.Core.Chatwoot.Api;
using ChatFlow.Core.Common;

namespace ChatFlow.Core.Chatwoot.Sending;

/// <summary>Chatwoot's agents by e-mail, remembered for a few minutes.</summary>
internal sealed class MirrorAgents(ChatwootConversations conversations, TimeProvider clock)
{
    private static readonly TimeSpan s_lifetime = TimeSpan.FromMinutes(5);

    // One entry an organization that mirrors.
    private readonly ConcurrentDictionary<Guid, (int Version, DateTimeOffset Until, IReadOnlyList<ChatwootAgent> Agents)> _known = new();

    /// <summary>Null where no agent has that e-mail.</summary>
    public async Task<Result<long?>> FindAsync(MirrorWork work, string email, CancellationToken ct)
    {
        if (!_known.TryGetValue(work.OrganizationId, out var known) || known.Version != work.Version || known.Until < clock.GetUtcNow())
        {
            var read = await conversations.AgentsAsync(work.Access, ct);
            if (!read.IsSuccess)
                return read.Error;
            known = (work.Version, clock.GetUtcNow() + s_lifetime, read.Value);
            _known[work.OrganizationId] = known;
        }

        return known.Agents.FirstOrDefault(a => string.Equals(a.Email, email, StringComparison.OrdinalIgnoreCase))?.Id;
    }
}
