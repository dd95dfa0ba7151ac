using ChatFlow.Core.Data;
using ChatFlow.Core.Security;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Caching.Memory;

namespace ChatFlow.Core.Users;

/// <summary>Whose key this is. Answers are kept for half a minute, by hash, so that a busy program costs one look-up.</summary>
public sealed class AuthenticateApiKey(Gate gate, TenantDb tenants, IMemoryCache cache, TimeProvider clock)
{
    public static readonly TimeSpan CacheFor = TimeSpan.FromSeconds(30);

    /// <summary>Null for a key that does not exist, was revoked, or whose organization is closed.</summary>
    public async Task<Actor?> RunAsync(string? key, CancellationToken ct)
    {
        if (!Tokens.IsApiKey(key))
            return null;
        var hash = Tokens.Hash(key!);
        var entry = ("api_key", Convert.ToHexString(hash));
        if (cache.TryGetValue(entry, out Actor? known))
            return known;
        // What is not found is not kept: guesses would fill the memory.
        if (await gate.FindApiKeyAsync(hash, ct) is not { } found)
            return null;
        await MarkUsedAsync(found.OrganizationId, found.ApiKeyId, ct);
        return cache.Set(entry, Actor.System(found.OrganizationId), CacheFor);
    }

    private Task MarkUsedAsync(Guid organizationId, Guid id, CancellationToken ct)
    {
        var now = clock.GetUtcNow();
        var old = now.AddMinutes(-1);
        return tenants.RunAsync(organizationId, (db, stop) => db.Set<ApiKey>()
            .Where(k => k.Id == id && (k.LastUsedAt == null || k.LastUsedAt < old))
            .ExecuteUpdateAsync(set => set.SetProperty(k => k.LastUsedAt, now), stop), ct);
    }
}
