using ChatFlow.Core.Channels;
using ChatFlow.Core.Common;
using ChatFlow.Core.Data;
using ChatFlow.Core.Users;
using Microsoft.EntityFrameworkCore;

namespace ChatFlow.Core.Organizations.MetaCloud;

/// <summary>A template as the pages show it.</summary>
public sealed record TemplateView(
    Guid Id, string Name, string Language, TemplateStatus Status, TemplateCategory Category, string? Quality, string? RejectedReason, TemplateContent Content)
{
    internal static TemplateView Of(WhatsAppTemplate t) =>
        new(t.Id, t.Name, t.Language, t.Status, t.Category, t.Quality, t.RejectedReason, TemplateContent.Read(t.Components));
}

/// <param name="Search">Part of the name.</param>
/// <param name="OnlySendable">Approved ones whose text is known.</param>
/// <param name="After">The last of the page before.</param>
public sealed record ReadTemplatesRequest(string? Search = null, bool OnlySendable = false, TemplateView? After = null);

/// <param name="More">There are more behind the last.</param>
/// <param name="ReadAt">When the list was last read at Meta; null when never.</param>
/// <param name="ReadError">Why the last reading failed, Meta's code.</param>
public sealed record TemplateList(IReadOnlyList<TemplateView> Items, bool More, DateTimeOffset? ReadAt, string? ReadError);

/// <summary>Templates by name and language, fifty at a time.</summary>
public sealed class ReadTemplates(TenantDb tenants)
{
    private const int PageSize = 50;

    public Task<TemplateList> RunAsync(Actor actor, ReadTemplatesRequest request, CancellationToken ct) => tenants.RunAsync(actor.OrganizationId, async (db, token) =>
    {
        var rows = db.Set<WhatsAppTemplate>().AsNoTracking().Where(t => t.Status != TemplateStatus.Deleted);
        if (request.OnlySendable)
            rows = rows.Where(t => t.Status == TemplateStatus.Approved && t.Components != "[]");
        if (TextRules.Clean(request.Search) is { } search)
        {
            var pattern = $"%{search.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("%", "\\%", StringComparison.Ordinal).Replace("_", "\\_", StringComparison.Ordinal)}%";
            rows = rows.Where(t => EF.Functions.ILike(t.Name, pattern));
        }

        if (request.After is { } after)
            rows = rows.Where(t => EF.Functions.GreaterThan(ValueTuple.Create(t.Name, t.Language), ValueTuple.Create(after.Name, after.Language)));
        var found = await rows.OrderBy(t => t.Name).ThenBy(t => t.Language).Take(PageSize + 1).ToListAsync(token);
        var account = await db.Set<MetaAccount>().AsNoTracking().SingleOrDefaultAsync(token);
        return new TemplateList([.. found.Take(PageSize).Select(TemplateView.Of)], found.Count > PageSize, account?.TemplatesAt, account?.TemplatesError);
    }, ct);
}

/// <summary>The organization's account at Meta for the connection page: its row and the newest notices.</summary>
/// <param name="Account">Null until Meta has been asked once.</param>
public sealed record MetaAccountView(
    MetaAccount? Account, IReadOnlyList<ChannelNotice> Notices, DateTimeOffset? AutomationHeldUntil, string? AutomationHeldCode);

public sealed class ReadMetaAccount(TenantDb tenants, TimeProvider clock)
{
    private const int NewestNotices = 10;

    public Task<MetaAccountView> RunAsync(Actor actor, CancellationToken ct) => tenants.RunAsync(actor.OrganizationId, async (db, token) =>
    {
        var held = await db.Set<BotConfig>().AsNoTracking().Select(b => new { b.AutomationHeldUntil, b.AutomationHeldCode }).SingleAsync(token);
        var now = clock.GetUtcNow();
        return new MetaAccountView(
            await db.Set<MetaAccount>().AsNoTracking().SingleOrDefaultAsync(token),
            await db.Set<ChannelNotice>().AsNoTracking().OrderByDescending(n => n.At).ThenByDescending(n => n.Id).Take(NewestNotices).ToListAsync(token),
            held.AutomationHeldUntil > now ? held.AutomationHeldUntil : null, held.AutomationHeldUntil > now ? held.AutomationHeldCode : null);
    }, ct);
}
