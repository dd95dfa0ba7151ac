using ChatFlow.Core.Channels;
using ChatFlow.Core.Channels.MetaCloud;
using ChatFlow.Core.Common;
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
    /// <summary>Contacts that are written to at the same time in one organization.</summary>
    public const int AtOnce = 16;

    public async Task RunAsync(Guid organizationId, IReadOnlyList<Guid> messageIds, CancellationToken ct)
    {
        var batch = await tenants.RunAsync(organizationId, (db, token) => LoadAsync(db, messageIds, clock.GetUtcNow(), token), ct);
        if (batch.Messages.Count > 0)
            await RunAsync(organizationId, batch, ct);
    }

    /// <summary>What <see cref="PrepareAsync"/> made, once its transaction is committed.</summary>
    public async Task RunAsync(Guid organizationId, OutboundBatch batch, CancellationToken ct)
    {
        var messages = batch.Messages;
        var outcomes = new SendOutcome[messages.Count];
        if (settings.Read(batch.Config) is not { } ready)
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

    /// <summary>
    /// Makes messages ready that the caller has just written as in flight, in the transaction that wrote them: what is sent is
    /// what was recorded.
    /// </summary>
    /// <param name="contact">The contacts, which the caller has read under their locks.</param>
    public static async Task<OutboundBatch> PrepareAsync(
        ChatFlowDb db, IReadOnlyList<NewOutbound> messages, Func<Guid, Contact> contact, DateTimeOffset now, CancellationToken ct)
    {
        var config = await db.Set<BotConfig>().AsNoTracking().SingleAsync(ct);
        var addresses = await AddressesAsync(db, [.. messages.Select(m => m.ContactId)], ct);
        return new OutboundBatch(config, [.. messages.Select(m =>
        {
            var person = contact(m.ContactId);
            var message = new OutboundMessage(
                m.Id, Address(person.Phone, addresses[m.ContactId]), m.Text, m.ImageUrl, m.Template, m.ReplyTo, m.Interactive);
            var late = m.Template is null && ServiceWindow.IsKnownClosed(config.ConnectionType, person.LastInboundAt, person.WindowRefusedAt, now);
            return (m.ContactId, message, late);
        })]);
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

    private static async Task<OutboundBatch> LoadAsync(ChatFlowDb db, IReadOnlyList<Guid> ids, DateTimeOffset now, CancellationToken ct)
    {
        var config = await db.Set<BotConfig>().AsNoTracking().SingleAsync(ct);
        var rows = await db.Set<Message>().AsNoTracking().Where(m => ids.Contains(m.Id)).OrderBy(m => m.OccurredAt).ThenBy(m => m.Id)
            .Select(m => new { m.Id, m.ContactId, m.MessageContent, m.ImageUrl, m.TemplateName, m.MessageType, m.Metadata, m.ReplyTo }).ToListAsync(ct);
        var contactIds = rows.ConvertAll(r => r.ContactId);
        var addresses = await AddressesAsync(db, [.. contactIds], ct);
        var people = await db.Set<Contact>().AsNoTracking().Where(c => contactIds.Contains(c.Id))
            .ToDictionaryAsync(c => c.Id, c => new { c.Phone, c.LastInboundAt, c.WindowRefusedAt }, ct);
        return new OutboundBatch(config, rows.ConvertAll(r =>
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

    private static async Task<ILookup<Guid, (IdentityKind Kind, string Address)>> AddressesAsync(ChatFlowDb db, Guid[] contacts, CancellationToken ct) =>
        (await db.QueryAsync("""
            SELECT contact_id, kind, address FROM contact_identities WHERE organization_id = $1 AND contact_id = ANY ($2) ORDER BY created_at DESC
            """, r => (Contact: r.GetGuid(0), Kind: EnumText<IdentityKind>.Parse(r.GetString(1)), Address: r.GetString(2)), ct, db.OrganizationId, contacts))
        .ToLookup(i => i.Contact, i => (i.Kind, i.Address));

    private static ContactAddress Address(string? phone, IEnumerable<(IdentityKind Kind, string Address)> identities)
    {
        string? Of(IdentityKind kind) => identities.FirstOrDefault(i => i.Kind == kind).Address;
        return new ContactAddress(phone, phone is null ? null : Of(IdentityKind.Phone), Of(IdentityKind.Lid), Of(IdentityKind.Bsuid));
    }
}

/// <summary>
/// Messages of one organization that are in flight, with what sending them needs; those that are late are outside the window
/// by now.
/// </summary>
public sealed record OutboundBatch(BotConfig Config, IReadOnlyList<(Guid ContactId, OutboundMessage Outbound, bool Late)> Messages);
