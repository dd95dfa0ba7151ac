using ChatFlow.Core.Channels;
using ChatFlow.Core.Common;
using ChatFlow.Core.Data;
using ChatFlow.Core.Users;

namespace ChatFlow.Core.Organizations;

/// <param name="Reason">A reason of <see cref="ConnectionReasons"/> or the provider's code.</param>
public sealed record ConnectionChangeView(Guid Id, DateTimeOffset At, ConnectionStatus Status, string? Reason);

/// <summary>How the connection stood lately, newest first.</summary>
public sealed class ListConnectionChanges(TenantDb tenants)
{
    public const int Most = 10;

    public Task<IReadOnlyList<ConnectionChangeView>> RunAsync(Actor actor, CancellationToken ct) => tenants.RunAsync(actor.OrganizationId, (db, token) => db.QueryAsync(
        "SELECT id, at, status, reason FROM connection_changes WHERE organization_id = $1 ORDER BY at DESC, id DESC LIMIT $2",
        r => new ConnectionChangeView(r.GetGuid(0), r.GetFieldValue<DateTimeOffset>(1), EnumText<ConnectionStatus>.Parse(r.GetString(2)), r.Get<string>(3)),
        token, actor.OrganizationId, Most), ct);
}
