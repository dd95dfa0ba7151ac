using System.Text.Json;
using ChatFlow.Core.Channels;
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
public sealed class Delivery(TenantDb tenants, IEnumerable<IChannel> channels, ChannelSettingsReader settings, FinishSends finish)
{
    /// <summary>Contacts that are written to at the same time in one organization.</summary>
    public const int AtOnce = 16;

    public async Task RunAsync(Guid organizationId, IReadOnlyList<Guid> messageIds, CancellationToken ct)
    {
        var batch = await tenants.RunAsync(organizationId, (db, token) => LoadAsync(db, messageIds, token), ct);
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
                        outcomes[i] = await SendAsync(channel, ready, message.Outbound, token);
                });
        }

        await finish.RunAsync(organizationId, [.. messages.Select((m, i) => (m.Outbound.Id, outcomes[i]))], ct);
    }

    /// <summary>
    /// Makes messages ready that the caller has just written as in flight, in the transaction that wrote them: what is sent is
    /// what was recorded.
    /// </summary>
    /// <param name="phone">The contact's phone, which the caller has read.</param>
    public static async Task<OutboundBatch> PrepareAsync(
        ChatFlowDb db, IReadOnlyList<NewOutbound> messages, Func<Guid, string?> phone, CancellationToken ct)
    {
        var config = await db.Set<BotConfig>().AsNoTracking().SingleAsync(ct);
        var addresses = await AddressesAsync(db, [.. messages.Select(m => m.ContactId)], ct);
        return new OutboundBatch(config, [.. messages.Select(m => (m.ContactId, new OutboundMessage(
            m.Id, Address(phone(m.ContactId), addresses[m.ContactId]), m.Text, m.ImageUrl, m.Template, m.ReplyTo)))]);
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

    private static async Task<OutboundBatch> LoadAsync(ChatFlowDb db, IReadOnlyList<Guid> ids, CancellationToken ct)
    {
        var config = await db.Set<BotConfig>().AsNoTracking().SingleAsync(ct);
        var rows = await db.Set<Message>().AsNoTracking().Where(m => ids.Contains(m.Id)).OrderBy(m => m.OccurredAt).ThenBy(m => m.Id)
            .Select(m => new { m.Id, m.ContactId, m.MessageContent, m.ImageUrl, m.TemplateName, m.Metadata, m.ReplyTo }).ToListAsync(ct);
        var contactIds = rows.ConvertAll(r => r.ContactId);
        var addresses = await AddressesAsync(db, [.. contactIds], ct);
        var phones = await db.Set<Contact>().AsNoTracking().Where(c => contactIds.Contains(c.Id)).ToDictionaryAsync(c => c.Id, c => c.Phone, ct);
        return new OutboundBatch(config, rows.ConvertAll(r => (r.ContactId, new OutboundMessage(
            r.Id, Address(phones[r.ContactId], addresses[r.ContactId]), r.MessageContent, r.ImageUrl, Template(r.TemplateName, r.Metadata), r.ReplyTo))));
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

/// <summary>Messages of one organization that are in flight, with what sending them needs.</summary>
public sealed record OutboundBatch(BotConfig Config, IReadOnlyList<(Guid ContactId, OutboundMessage Outbound)> Messages);
