using ChatFlow.Core.Channels.MetaCloud;
using ChatFlow.Core.Common;
using ChatFlow.Core.Data;
using ChatFlow.Core.Users;

namespace ChatFlow.Core.Organizations.MetaCloud;

/// <summary>
/// Registers the number for the Cloud API with its six-digit pin (Meta refuses sends with 133010 until then). The pin is
/// not kept. Ten tries in 72 hours are Meta's limit (133016).
/// </summary>
public sealed class RegisterNumber(TenantDb tenants, MetaAccounts accounts, MetaManagement meta, RefreshSignal refresh, TimeProvider clock)
{
    public async Task<Result<Done>> RunAsync(Actor actor, string? pin, CancellationToken ct)
    {
        if (!actor.CanAdminister)
            return new ForbiddenError();
        pin = pin?.Trim();
        if (pin is not { Length: 6 } || pin.AsSpan().ContainsAnyExceptInRange('0', '9'))
            return new PinInvalid();
        if (await accounts.SettingsAsync(actor.OrganizationId, ct) is not { } found)
            return new NotOnMeta();
        var registered = await meta.RegisterAsync(found.Settings, pin, ct);
        if (!registered.IsSuccess)
            return registered;
        await tenants.RunAsync(actor.OrganizationId, async (db, token) =>
        {
            db.Add(AuditEntry.Of(actor, clock, "connection.number_registered", found.Settings.PhoneNumberId));
            await db.SaveChangesAsync(token);
        }, ct);
        refresh.Ask(actor.OrganizationId);
        return registered;
    }
}

public sealed record PinInvalid() : ValidationError("meta.pin", "The pin is six digits.", "pin");
