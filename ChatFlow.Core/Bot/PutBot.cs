using ChatFlow.Core.Ai;
using ChatFlow.Core.Common;
using ChatFlow.Core.Data;
using ChatFlow.Core.Live;
using ChatFlow.Core.Organizations;
using ChatFlow.Core.Users;
using Microsoft.EntityFrameworkCore;

namespace ChatFlow.Core.Bot;

/// <summary>Changes the bot, and keeps the company's profile on the organization in step with it.</summary>
public sealed class PutBot(TenantDb tenants, BotChange change, TimeProvider clock)
{
    public async Task<Result<BotSettings>> RunAsync(Actor actor, PutBotRequest request, CancellationToken ct)
    {
        if (!actor.CanAdminister)
            return new ForbiddenError();
        if (await change.CheckAsync(request, ct) is { } problem)
            return problem;
        return await tenants.RunAsync<Result<BotSettings>>(actor.OrganizationId, async (db, token) =>
        {
            var config = await db.Set<BotConfig>().SingleAsync(token);
            if (change.Apply(config, request) is { } missing)
                return missing;
            Follow(await db.Set<Organization>().SingleAsync(o => o.Id == actor.OrganizationId, token), config);
            db.Add(AuditEntry.Of(actor, clock, "bot.changed", EnumText<AiEngine>.Of(config.AiEngine)));
            await db.SaveChangesAsync(token);
            db.Publish(LiveKind.SettingsChanged);
            return BotSettings.Of(config);
        }, ct);
    }

    private static void Follow(Organization organization, BotConfig config)
    {
        organization.AiEnabled = config.BotEnabled;
        organization.AiRole = config.AgentType switch
        {
            AgentType.Vendedor => CompanyRole.Vendedor,
            AgentType.Secretaria => CompanyRole.Agendador,
            AgentType.Asistente or AgentType.Custom => CompanyRole.Asistente,
        };
        organization.AiCompanyInfo = config.BusinessDescription;
        organization.AiProductsInfo = config.Products;
        organization.AiBusinessHoursOnly = config.BusinessHoursOnly;
    }
}
