using System.Text.Json;
using ChatFlow.Core.Channels;
using ChatFlow.Core.Contacts;
using ChatFlow.Core.Data;
using ChatFlow.Core.Organizations;
using Microsoft.EntityFrameworkCore;

namespace ChatFlow.Core.Inbox.Sending;

/// <summary>
/// Sends messages that are marked as in flight, one contact's in their order, several contacts' at the same time, and
/// records the outcomes together. Never throws for a provider: every failure is an outcome.
/// </summary>
public sealed class Delivery(TenantDb tenants, IEnumerable<IChannel> channels, ChannelSettingsReader settings, FinishSends finish)
{
    private const int AtOnce = 8;

    public async Task RunAsync(Guid organizationId, IReadOnlyList<Guid> messageIds, CancellationToken ct)
    {
        var (config, messages) = await tenants.RunAsync(organizationId, (db, token) => LoadAsync(db, messageIds, token), ct);
        if (messages.Count == 0)
            return;
        var outcomes = new SendOutcome[messages.Count];
        if (settings.Read(config) is not { } ready)
        {
            var error = new ChannelError("not_connected", ChannelErrorClass.Configuration, "WhatsApp is not connected.");
            Array.Fill(outcomes, new SendOutcome.Refused(error));
        }
        else
        {
            var channel = channels.Single(c => c.Type == ready.Type);
            await Parallel.ForEachAsync(
                messages.Select((m, i) => (m, i)).GroupBy(m => m.m.ContactId),
                new ParallelOptions { MaxDegreeOfParallelism = AtOnce, CancellationToken = ct },
                async (group, token) =>
                {
                    foreach (var (message, i) in group)
                        outcomes[i] = await SendAsync(channel, ready, message.Outbound, token);
                });
        }

        await finish.RunAsync(organizationId, [.. messages.Select((m, i) => (m.Outbound.Id, outcomes[i]))], ct);
    }

    private static async Task<SendOutcome> SendAsync(IChannel channel, ChannelSettings settings, OutboundMessage message, CancellationToken ct)
    {
        try
        {
            return await channel.SendAsync(settings, message, ct);
        }
        catch (Exception error)
        {
            // A bug of a client must not turn into a second send.
            return new SendOutcome.Unknown(new ChannelError("client_failed", ChannelErrorClass.Other, error.GetType().Name));
        }
    }

    private static async Task<(BotConfig Config, List<(Guid ContactId, OutboundMessage Outbound)> Messages)> LoadAsync(
        ChatFlowDb db, IReadOnlyList<Guid> ids, CancellationToken ct)
    {
        var config = await db.Set<BotConfig>().AsNoTracking().SingleAsync(ct);
        var rows = await db.Set<Message>().AsNoTracking().Where(m => ids.Contains(m.Id)).OrderBy(m => m.OccurredAt).ThenBy(m => m.Id)
            .Select(m => new { m.Id, m.ContactId, m.MessageContent, m.ImageUrl, m.TemplateName, m.Metadata, m.ReplyTo }).ToListAsync(ct);
        var contactIds = rows.ConvertAll(r => r.ContactId);
        var addresses = (await db.Set<ContactIdentity>().AsNoTracking().Where(i => contactIds.Contains(i.ContactId)).ToListAsync(ct))
            .ToLookup(i => i.ContactId);
        var phones = await db.Set<Contact>().AsNoTracking().Where(c => contactIds.Contains(c.Id)).ToDictionaryAsync(c => c.Id, c => c.Phone, ct);
        return (config, rows.ConvertAll(r => (r.ContactId, new OutboundMessage(
            r.Id, ContactAddresses.Of(phones[r.ContactId], addresses[r.ContactId]), r.MessageContent, r.ImageUrl, Template(r.TemplateName, r.Metadata), r.ReplyTo))));
    }

    private static OutboundTemplate? Template(string? name, string metadata)
    {
        if (name is null)
            return null;
        using var json = JsonDocument.Parse(metadata);
        var template = json.RootElement.GetProperty("template");
        return new OutboundTemplate(name, template.GetProperty("language").GetString()!,
            [.. template.GetProperty("parameters").EnumerateArray().Select(p => p.GetString() ?? "")]);
    }
}
