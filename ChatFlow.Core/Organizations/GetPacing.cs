using ChatFlow.Core.Common;
using ChatFlow.Core.Data;
using ChatFlow.Core.Users;
using Microsoft.EntityFrameworkCore;

namespace ChatFlow.Core.Organizations;

/// <summary>How fast the number may open conversations, and whether contacts see that they were read.</summary>
public sealed record PacingSettings
{
    public PacingPreset Preset { get; init; }
    public int PerMinute { get; set; }
    public int GapFrom { get; set; }
    public int GapTo { get; set; }
    public int? FirstDaily { get; set; }
    public bool ReadReceipts { get; set; }

    internal static PacingSettings Of(BotConfig config) => new()
    {
        Preset = config.PacingPreset,
        PerMinute = config.PacingPerMinute,
        GapFrom = config.PacingGapFrom,
        GapTo = config.PacingGapTo,
        FirstDaily = config.PacingFirstDaily,
        ReadReceipts = config.ReadReceipts,
    };
}

public sealed class GetPacing(TenantDb tenants)
{
    public Task<Result<PacingSettings>> RunAsync(Actor actor, CancellationToken ct) => tenants.RunAsync<Result<PacingSettings>>(
        actor.OrganizationId, async (db, token) => PacingSettings.Of(await db.Set<BotConfig>().AsNoTracking().SingleAsync(token)), ct);
}
