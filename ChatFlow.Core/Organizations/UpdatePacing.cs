using ChatFlow.Core.Common;
using ChatFlow.Core.Data;
using ChatFlow.Core.Live;
using ChatFlow.Core.Users;
using Microsoft.EntityFrameworkCore;

namespace ChatFlow.Core.Organizations;

/// <summary>Sets the pace of the number and its read receipts. A preset brings its numbers with it, whatever was sent along.</summary>
public sealed class UpdatePacing(TenantDb tenants, TimeProvider clock)
{
    public Task<Result<PacingSettings>> RunAsync(Actor actor, PacingSettings wanted, CancellationToken ct)
    {
        if (!actor.CanAdminister)
            return Task.FromResult<Result<PacingSettings>>(new ForbiddenError());
        var numbers = Pacing.Of(wanted.Preset) ?? new Pacing(wanted.PerMinute, wanted.GapFrom, wanted.GapTo, wanted.FirstDaily);
        if (Problem(numbers) is { } problem)
            return Task.FromResult<Result<PacingSettings>>(problem);
        return tenants.RunAsync<Result<PacingSettings>>(actor.OrganizationId, async (db, token) =>
        {
            var config = await db.Set<BotConfig>().SingleAsync(token);
            config.PacingPreset = wanted.Preset;
            config.PacingPerMinute = numbers.PerMinute;
            config.PacingGapFrom = numbers.GapFrom;
            config.PacingGapTo = numbers.GapTo;
            config.PacingFirstDaily = numbers.FirstDaily;
            config.ReadReceipts = wanted.ReadReceipts;
            db.Add(AuditEntry.Of(actor, clock, "connection.pacing_changed", EnumText<PacingPreset>.Of(wanted.Preset)));
            await db.SaveChangesAsync(token);
            db.Publish(LiveKind.ConnectionChanged);
            return PacingSettings.Of(config);
        }, ct);
    }

    // The same bounds as in the database (0010_evolution).
    private static PacingNumberInvalid? Problem(Pacing numbers) => numbers switch
    {
        { PerMinute: < 1 or > 120 } => new("perMinute", 1, 120),
        { GapFrom: < 0 or > 600 } => new("gapFrom", 0, 600),
        { GapTo: > 600 } => new("gapTo", numbers.GapFrom, 600),
        _ when numbers.GapTo < numbers.GapFrom => new("gapTo", numbers.GapFrom, 600),
        { FirstDaily: < 1 or > 10_000 } => new("firstDaily", 1, 10_000),
        _ => null,
    };
}
