using ChatFlow.Core.Channels;
using ChatFlow.Core.Data;
using ChatFlow.Core.Organizations;
using Microsoft.EntityFrameworkCore;

namespace ChatFlow.Core.Inbox.Signals;

/// <summary>Sends one signal, outside any transaction, if the organization's settings allow it.</summary>
public sealed class SendSignals(TenantDb tenants, ChannelSettingsReader reader, IEnumerable<IChatSignals> channels)
{
    public async Task RunAsync(ChatSignal signal, CancellationToken ct)
    {
        var (config, address, lastInbound) = await tenants.RunAsync(signal.OrganizationId, async (db, token) =>
        {
            var last = signal is ChatSignal.Typing
                ? await db.Set<Message>().AsNoTracking().Where(m => m.ContactId == signal.ContactId && m.Direction == MessageDirection.Inbound && m.WhatsappMessageId != null)
                    .OrderByDescending(m => m.OccurredAt).ThenByDescending(m => m.Id).Select(m => m.WhatsappMessageId).FirstOrDefaultAsync(token)
                : null;
            return (await db.Set<BotConfig>().AsNoTracking().SingleAsync(token), await ContactAddresses.ReadAsync(db, signal.ContactId, token), last);
        }, ct);
        if (address is null || config.SendingPaused || reader.Read(config) is not { } settings)
            return;
        var channel = channels.Single(c => c.Type == settings.Type);
        var target = new SignalTarget(signal.OrganizationId, signal.ContactId, address);
        switch (signal)
        {
            // Meta shows "typing" only with a receipt: who wants no receipts gets none by this way either.
            case ChatSignal.Typing when config.ReadReceipts || settings.Type != ChannelType.MetaApi:
                await channel.TypingAsync(settings, target, lastInbound, ct);
                break;
            case ChatSignal.Read read when config.ReadReceipts:
                await channel.ReadAsync(settings, target, read.ProviderMessageIds, ct);
                break;
        }
    }
}
