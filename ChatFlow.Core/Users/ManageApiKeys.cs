using ChatFlow.Core.Common;
using ChatFlow.Core.Data;
using ChatFlow.Core.Security;
using Microsoft.EntityFrameworkCore;

namespace ChatFlow.Core.Users;

/// <param name="Key">Shown once; only its hash is kept.</param>
public sealed record IssuedApiKey(Guid Id, string Name, string Key);

public sealed record ApiKeySummary(Guid Id, string Name, DateTimeOffset CreatedAt, DateTimeOffset? LastUsedAt);

/// <summary>The keys of an organization's REST interface.</summary>
public sealed class ManageApiKeys(TenantDb tenants, TimeProvider clock)
{
    public async Task<Result<IssuedApiKey>> CreateAsync(Actor actor, string name, CancellationToken ct)
    {
        ArgumentNullException.ThrowIfNull(actor);
        if (!actor.CanAdminister)
            return new ForbiddenError();
        var label = name?.Trim() ?? "";
        if (label.Length is 0 or > 255)
            return UserErrors.NameMissing;
        var key = Tokens.NewApiKey();
        return await tenants.RunAsync<Result<IssuedApiKey>>(actor.OrganizationId, async (db, stop) =>
        {
            var row = new ApiKey { Id = Ids.New(clock), Name = label, KeyHash = Tokens.Hash(key), CreatedAt = clock.GetUtcNow() };
            db.Add(row);
            db.Add(AuditEntry.Of(actor, clock, "api_key.created", label));
            await db.SaveChangesAsync(stop);
            return new IssuedApiKey(row.Id, label, key);
        }, ct);
    }

    /// <summary>Effective within <see cref="AuthenticateApiKey.CacheFor"/> on every node.</summary>
    public async Task<Result<Done>> RevokeAsync(Actor actor, Guid id, CancellationToken ct)
    {
        ArgumentNullException.ThrowIfNull(actor);
        if (!actor.CanAdminister)
            return new ForbiddenError();
        return await tenants.RunAsync<Result<Done>>(actor.OrganizationId, async (db, stop) =>
        {
            var row = await db.Set<ApiKey>().SingleOrDefaultAsync(k => k.Id == id && k.RevokedAt == null, stop);
            if (row is null)
                return UserErrors.ApiKeyNotFound;
            row.RevokedAt = clock.GetUtcNow();
            db.Add(AuditEntry.Of(actor, clock, "api_key.revoked", row.Name));
            await db.SaveChangesAsync(stop);
            return default(Done);
        }, ct);
    }

    /// <summary>Keys in use, newest first; none for those who may not administer.</summary>
    public async Task<IReadOnlyList<ApiKeySummary>> ListAsync(Actor actor, CancellationToken ct)
    {
        ArgumentNullException.ThrowIfNull(actor);
        if (!actor.CanAdminister)
            return [];
        return await tenants.RunAsync(actor.OrganizationId, async (db, stop) => await db.Set<ApiKey>().AsNoTracking()
            .Where(k => k.RevokedAt == null).OrderByDescending(k => k.CreatedAt).ThenByDescending(k => k.Id)
            .Select(k => new ApiKeySummary(k.Id, k.Name, k.CreatedAt, k.LastUsedAt))
            .Take(PageSize.Maximum).ToListAsync(stop), ct);
    }
}
