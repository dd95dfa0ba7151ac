using System.Text.Json;
using ChatFlow.Core.Channels;
using ChatFlow.Core.Data;
using ChatFlow.Core.Live;
using ChatFlow.Core.Security;

namespace ChatFlow.Core.Organizations;

/// <summary>
/// Puts a code to pair with where every node can read it for as long as it is good: whoever sees one can take the number
/// over, so it is encrypted and gone a minute later. Open pages are told that there is a new one.
/// </summary>
public sealed class KeepPairing(TenantDb tenants, SecretCipher cipher, TimeProvider clock)
{
    /// <summary>A QR code lives some 45 seconds (contracts/evolution.md section 3).</summary>
    public static readonly TimeSpan Lifetime = TimeSpan.FromSeconds(45);

    internal static string Context(Guid organizationId) => SecretContext.Of("channel_states.pairing_secret", organizationId);

    public Task RunAsync(Guid organizationId, PairingCodes codes, CancellationToken ct)
    {
        var secret = cipher.Encrypt(JsonSerializer.Serialize(codes), Context(organizationId));
        return tenants.RunAsync(organizationId, async (db, token) =>
        {
            await db.ExecuteAsync("""
                INSERT INTO channel_states (organization_id, pairing_secret, pairing_ends_at) VALUES ($1, $2, $3)
                ON CONFLICT (organization_id) DO UPDATE SET pairing_secret = excluded.pairing_secret, pairing_ends_at = excluded.pairing_ends_at
                """, token, organizationId, secret, clock.GetUtcNow() + Lifetime);
            db.Publish(LiveKind.PairingChanged);
        }, ct);
    }

    /// <summary>Scanned, given up or too old: nothing of it stays.</summary>
    /// <param name="endedBefore">Only a code that is good for nothing any more by then; null: whatever there is.</param>
    internal static async Task ForgetAsync(ChatFlowDb db, DateTimeOffset? endedBefore, CancellationToken ct)
    {
        if (await db.ExecuteAsync("""
            UPDATE channel_states SET pairing_secret = NULL, pairing_ends_at = NULL
            WHERE organization_id = $1 AND pairing_secret IS NOT NULL AND ($2::timestamptz IS NULL OR pairing_ends_at <= $2)
            """, ct, db.OrganizationId, endedBefore) > 0)
            db.Publish(LiveKind.PairingChanged);
    }
}
