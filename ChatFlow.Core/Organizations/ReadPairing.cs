using System.Text.Json;
using ChatFlow.Core.Channels;
using ChatFlow.Core.Common;
using ChatFlow.Core.Data;
using ChatFlow.Core.Security;
using ChatFlow.Core.Users;

namespace ChatFlow.Core.Organizations;

/// <summary>The code that pairs a phone right now, for admins.</summary>
/// <param name="EndsAt">From then on it is good for nothing.</param>
public sealed record PairingView(PairingCodes Codes, DateTimeOffset EndsAt);

/// <summary>Reads the code that is good at the moment; none when there is none, or not for this person.</summary>
public sealed class ReadPairing(TenantDb tenants, SecretCipher cipher, TimeProvider clock)
{
    public async Task<PairingView?> RunAsync(Actor actor, CancellationToken ct)
    {
        if (!actor.CanAdminister)
            return null;
        var rows = await tenants.RunAsync(actor.OrganizationId, (db, token) => db.QueryAsync(
            "SELECT pairing_secret, pairing_ends_at FROM channel_states WHERE organization_id = $1 AND pairing_secret IS NOT NULL AND pairing_ends_at > $2",
            r => (Secret: r.GetString(0), EndsAt: r.GetFieldValue<DateTimeOffset>(1)), token, actor.OrganizationId, clock.GetUtcNow()), ct);
        return rows is [var row]
            ? new PairingView(JsonSerializer.Deserialize<PairingCodes>(cipher.Decrypt(row.Secret, KeepPairing.Context(actor.OrganizationId)))!, row.EndsAt)
            : null;
    }
}
