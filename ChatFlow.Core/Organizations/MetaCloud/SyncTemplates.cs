using ChatFlow.Core.Channels;
using ChatFlow.Core.Channels.MetaCloud;
using ChatFlow.Core.Common;
using ChatFlow.Core.Data;

namespace ChatFlow.Core.Organizations.MetaCloud;

/// <summary>
/// Makes our list of templates the one at Meta: read page by page, then written at once. Only a list that was read to its
/// end removes what is no longer there. May run twice at a time.
/// </summary>
public sealed class SyncTemplates(MetaAccounts accounts, MetaManagement meta, TenantDb tenants, TimeProvider clock)
{
    /// <summary>Of fifty each; Meta allows six thousand templates to an account.</summary>
    private const int MostPages = 130;

    public async Task<Result<int>> RunAsync(Guid organizationId, CancellationToken ct)
    {
        if (await accounts.SettingsAsync(organizationId, ct) is not { } found)
            return new NotOnMeta();
        var startedAt = clock.GetUtcNow();
        var read = await ReadAsync(found.Settings, ct);
        if (read.IsSuccess)
            await tenants.RunAsync(organizationId, (db, token) => WriteAsync(db, read.Value, startedAt, token), ct);
        await accounts.RecordAsync(organizationId, found.Settings, account =>
        {
            account.TemplatesAt = read.IsSuccess ? startedAt : account.TemplatesAt;
            account.TemplatesError = read.Error?.Code;
        }, ct);
        return read.IsSuccess ? read.Value.Count : read.Error;
    }

    private async Task<Result<List<MetaTemplate>>> ReadAsync(MetaSettings settings, CancellationToken ct)
    {
        var templates = new Dictionary<(string, string), MetaTemplate>();
        string? next = null;
        for (var page = 0; page < MostPages; page++)
        {
            var read = await meta.TemplatesAsync(settings, next, ct);
            if (!read.IsSuccess)
                return read.Error;
            foreach (var template in read.Value.Templates)
                templates[(template.Name, template.Language)] = template;
            // A page that leads to itself would lead there for ever.
            if (read.Value.Next is null || read.Value.Next == next || read.Value.Templates.Count == 0)
                break;
            next = read.Value.Next;
        }

        return templates.Values.ToList();
    }

    private static async Task WriteAsync(ChatFlowDb db, List<MetaTemplate> templates, DateTimeOffset startedAt, CancellationToken ct)
    {
        await db.ExecuteAsync("""
            INSERT INTO whatsapp_templates AS t (id, organization_id, provider_id, name, language, status, category, quality, rejected_reason, named,
                components, created_at, changed_at)
            SELECT n.id, $1, left(n.provider_id, 64), n.name, n.language, n.status, n.category, n.quality, n.reason, n.named, n.components::jsonb, $2, $2
            FROM unnest($3::uuid[], $4::text[], $5::text[], $6::text[], $7::text[], $8::text[], $9::text[], $10::text[], $11::boolean[], $12::text[])
                AS n (id, provider_id, name, language, status, category, quality, reason, named, components)
            ON CONFLICT (organization_id, name, language) DO UPDATE SET provider_id = excluded.provider_id, status = excluded.status,
                category = excluded.category, quality = excluded.quality, rejected_reason = excluded.rejected_reason, named = excluded.named,
                components = excluded.components, changed_at = excluded.changed_at
            WHERE (t.provider_id, t.status, t.category, t.quality, t.rejected_reason, t.named, t.components)
                IS DISTINCT FROM (excluded.provider_id, excluded.status, excluded.category, excluded.quality, excluded.rejected_reason, excluded.named, excluded.components)
            """, ct, db.OrganizationId, startedAt, templates.ConvertAll(_ => Guid.CreateVersion7(startedAt)).ToArray(),
            templates.ConvertAll(t => t.ProviderId).ToArray(), templates.ConvertAll(t => t.Name).ToArray(), templates.ConvertAll(t => t.Language).ToArray(),
            templates.ConvertAll(t => EnumText<TemplateStatus>.Of(t.Status)).ToArray(), templates.ConvertAll(t => EnumText<TemplateCategory>.Of(t.Category)).ToArray(),
            templates.ConvertAll(t => t.Quality).ToArray(), templates.ConvertAll(t => t.RejectedReason).ToArray(), templates.ConvertAll(t => t.Named).ToArray(),
            templates.ConvertAll(t => Storable(t.Components)).ToArray());
        // What came into being while we read is not gone.
        await db.ExecuteAsync("""
            DELETE FROM whatsapp_templates t WHERE t.organization_id = $1 AND t.changed_at < $2
                AND NOT EXISTS (SELECT 1 FROM unnest($3::text[], $4::text[]) AS n (name, language) WHERE n.name = t.name AND n.language = t.language)
            """, ct, db.OrganizationId, startedAt, templates.ConvertAll(t => t.Name).ToArray(), templates.ConvertAll(t => t.Language).ToArray());
    }

    // jsonb refuses NUL, also escaped.
    private static string Storable(string json) => json.Replace("\\u0000", "", StringComparison.Ordinal);
}
