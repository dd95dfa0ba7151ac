using ChatFlow.Core.Channels;
using ChatFlow.Core.Channels.MetaCloud;
using ChatFlow.Core.Common;
using ChatFlow.Core.Data;
using ChatFlow.Core.Live;
using ChatFlow.Core.Users;
using Microsoft.EntityFrameworkCore;

namespace ChatFlow.Core.Organizations.MetaCloud;

/// <summary>Submits a template for Meta's review. It may be sent once its status is approved.</summary>
public sealed class CreateTemplate(MetaAccounts accounts, MetaManagement meta, TenantDb tenants, TimeProvider clock)
{
    /// <summary>What is wrong with the draft is <see cref="TemplateDraft.Problems"/>; the first is answered here.</summary>
    public async Task<Result<Guid>> RunAsync(Actor actor, TemplateDraft draft, CancellationToken ct)
    {
        if (!actor.CanAdminister)
            return new ForbiddenError();
        if (draft.Problems() is [var problem, ..])
            return problem;
        if (await accounts.SettingsAsync(actor.OrganizationId, ct) is not { } found)
            return new NotOnMeta();
        var json = draft.ToJson();
        var components = json["components"]!.ToJsonString();
        var created = await meta.CreateTemplateAsync(found.Settings, json, ct);
        if (!created.IsSuccess)
            return created.Error;
        var (providerId, status, category) = created.Value;
        return await tenants.RunAsync<Result<Guid>>(actor.OrganizationId, async (db, token) =>
        {
            var now = clock.GetUtcNow();
            // The webhook of its first status may have been faster.
            var row = await db.Set<WhatsAppTemplate>().SingleOrDefaultAsync(t => t.Name == draft.Name.Trim() && t.Language == draft.Language.Trim(), token);
            if (row is null)
                db.Add(row = new WhatsAppTemplate { Id = Ids.New(clock), OrganizationId = actor.OrganizationId, Name = draft.Name.Trim(), Language = draft.Language.Trim(), Status = status, CreatedAt = now });
            row.ProviderId = providerId ?? row.ProviderId;
            row.Category = category ?? draft.Category;
            row.Components = components;
            row.ChangedAt = now;
            db.Add(AuditEntry.Of(actor, clock, "template.created", $"{row.Name} {row.Language}"));
            await db.SaveChangesAsync(token);
            db.Publish(LiveKind.ConnectionChanged);
            return row.Id;
        }, ct);
    }
}

/// <summary>Deletes one language of a template at Meta and here. Meta keeps the name taken for thirty days.</summary>
public sealed class DeleteTemplate(MetaAccounts accounts, MetaManagement meta, TenantDb tenants, TimeProvider clock)
{
    public async Task<Result<Done>> RunAsync(Actor actor, Guid id, CancellationToken ct)
    {
        if (!actor.CanAdminister)
            return new ForbiddenError();
        if (await accounts.SettingsAsync(actor.OrganizationId, ct) is not { } found)
            return new NotOnMeta();
        var row = await tenants.RunAsync(actor.OrganizationId, (db, token) => db.Set<WhatsAppTemplate>().AsNoTracking().SingleOrDefaultAsync(t => t.Id == id, token), ct);
        if (row is null)
            return new TemplateGone();
        var deleted = await meta.DeleteTemplateAsync(found.Settings, row.Name, row.ProviderId, ct);
        if (!deleted.IsSuccess)
            return deleted;
        return await tenants.RunAsync<Result<Done>>(actor.OrganizationId, async (db, token) =>
        {
            await db.Set<WhatsAppTemplate>().Where(t => t.Id == id).ExecuteDeleteAsync(token);
            db.Add(AuditEntry.Of(actor, clock, "template.deleted", $"{row.Name} {row.Language}"));
            await db.SaveChangesAsync(token);
            db.Publish(LiveKind.ConnectionChanged);
            return default(Done);
        }, ct);
    }
}

public sealed record TemplateGone() : NotFoundError("template.gone", "There is no such template any more.");
