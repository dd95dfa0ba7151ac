using ChatFlow.Core.Channels;
using ChatFlow.Core.Channels.MetaCloud;
using ChatFlow.Core.Contacts;
using ChatFlow.Core.Data;
using ChatFlow.Core.Organizations;
using Microsoft.EntityFrameworkCore;

namespace ChatFlow.Core.Inbox.Sending;

/// <summary>
/// Sends messages that are marked as in flight, one contact's in their order, several contacts' at the same time, and
/// records the outcomes together. Never throws for a provider: every failure is an outcome.
/// </summary>
public sealed class Delivery(TenantDb tenants, IEnumerable<IChannel> channels, ChannelSettingsReader settings, FinishSends finish, NumberPace pace, TimeProvider clock)
{
    private const int AtOnce = 8;

    public async Task RunAsync(Guid organizationId, IReadOnlyList<Guid> messageIds, CancellationToken ct)
    {
        var (config, messages) = await tenants.RunAsync(organizationId, (db, token) => LoadAsync(db, messageIds, clock.GetUtcNow(), token), ct);
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
                        outcomes[i] = await SendAsync(channel, ready, organizationId, message, token);
                });
        }

        await finish.RunAsync(organizationId, [.. messages.Select((m, i) => (m.Outbound.Id, outcomes[i]))], ct);
    }

    private async Task<SendOutcome> SendAsync(
        IChannel channel, ChannelSettings settings, Guid organizationId, (Guid ContactId, OutboundMessage Outbound, bool Late) message, CancellationToken ct)
    {
        if (message.Late)
            return new SendOutcome.Refused(MetaErrors.WindowClosed);
        if (pace.Wait(organizationId) is { } wait)
            return new SendOutcome.Retryable(MetaErrors.Throttled, wait, RetryScope.Number);
        try
        {
            var outcome = await channel.SendAsync(settings, message.Outbound, ct);
            if (outcome is SendOutcome.Retryable { Scope: RetryScope.Number } throttled)
                pace.Throttled(organizationId, throttled.After);
            else if (outcome is SendOutcome.Accepted)
                pace.Accepted(organizationId);
            return outcome;
        }
        catch (Exception error)
        {
            // A bug of a client must not turn into a second send.
            return new SendOutcome.Unknown(new ChannelError("client_failed", ChannelErrorClass.Other, error.GetType().Name));
        }
    }

    private static async Task<(BotConfig Config, List<(Guid ContactId, OutboundMessage Outbound, bool Late)> Messages)> LoadAsync(
        ChatFlowDb db, IReadOnlyList<Guid> ids, DateTimeOffset now, CancellationToken ct)
    {
        var config = await db.Set<BotConfig>().AsNoTracking().SingleAsync(ct);
        var rows = await db.Set<Message>().AsNoTracking().Where(m => ids.Contains(m.Id)).OrderBy(m => m.OccurredAt).ThenBy(m => m.Id)
            .Select(m => new { m.Id, m.ContactId, m.MessageContent, m.ImageUrl, m.TemplateName, m.MessageType, m.Metadata, m.ReplyTo }).ToListAsync(ct);
        var contactIds = rows.ConvertAll(r => r.ContactId);
        var addresses = (await db.Set<ContactIdentity>().AsNoTracking().Where(i => contactIds.Contains(i.ContactId)).ToListAsync(ct))
            .ToLookup(i => i.ContactId);
        var people = await db.Set<Contact>().AsNoTracking().Where(c => contactIds.Contains(c.Id))
            .ToDictionaryAsync(c => c.Id, c => new { c.Phone, c.LastInboundAt, c.WindowRefusedAt }, ct);
        return (config, rows.ConvertAll(r =>
        {
            var (template, interactive) = OutboundMetadata.Read(r.TemplateName, r.MessageType, r.Metadata);
            var person = people[r.ContactId];
            var message = new OutboundMessage(
                r.Id, Address(person.Phone, addresses[r.ContactId]), r.MessageContent, r.ImageUrl, template, r.ReplyTo, interactive);
            // What waited (a paused channel, a long queue) may be too late when its turn comes.
            var late = template is null && ServiceWindow.IsKnownClosed(config.ConnectionType, person.LastInboundAt, person.WindowRefusedAt, now);
            return (r.ContactId, message, late);
        }));
    }

    private static ContactAddress Address(string? phone, IEnumerable<ContactIdentity> identities)
    {
        var all = identities.OrderByDescending(i => i.CreatedAt).ToList();
        string? Of(IdentityKind kind) => all.Find(i => i.Kind == kind)?.Address;
        return new ContactAddress(phone, phone is null ? null : Of(IdentityKind.Phone), Of(IdentityKind.Lid), Of(IdentityKind.Bsuid));
    }
}
