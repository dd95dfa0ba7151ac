using ChatFlow.Core.Channels;
using ChatFlow.Core.Contacts;
using ChatFlow.Core.Data;

namespace ChatFlow.Core.Inbox.Receiving;

/// <summary>
/// Applies neutral events of one organization inside its transaction, set by set: people, messages, conversations,
/// ticks, changes of messages, the connection; then whoever reacts. Every effect happens once, whatever is repeated.
/// </summary>
public sealed class ReceiveEvents(
    ContactDirectory directory, ApplyMessages messages, ApplyStatuses statuses, ApplyMessageChanges changes, ApplyContactChanges contacts,
    ApplyConnection connection, ApplyNotices notices, ApplyCosts costs, IEnumerable<IInboundReaction> reactions, TimeProvider clock)
{
    public async Task RunAsync(ChatFlowDb db, IReadOnlyList<ReceivedEvent> received, CancellationToken ct)
    {
        var facts = await ChannelFacts.ReadAsync(db, ct);
        var events = received.Where(e => facts.Owns(e.Route)).ToList();
        if (events.Count == 0)
            return;

        var met = await directory.FindOrCreateAsync(db, Addresses(events, written: true), create: true, ct);
        var named = await directory.FindOrCreateAsync(db, Addresses(events, written: false), create: false, ct);
        await LockAsync(db, [.. met.All.Concat(named.All).Distinct()], ct);

        var arrived = await messages.RunAsync(db, events, met, facts, ct);
        await contacts.RunAsync(db, events, met, named, ct);
        var changed = events.Select(e => e.Event).OfType<StatusChanged>().ToList();
        var raised = await statuses.RunAsync(db, changed, ct);
        await costs.RunAsync(db, changed, ct);
        await changes.RunAsync(db, events, ct);
        await connection.RunAsync(db, events, ct);
        await notices.RunAsync(db, events, ct);

        var batch = new InboundBatch(clock.GetUtcNow(), arrived.Inbound, arrived.FromPhone, raised, met.Created);
        foreach (var reaction in reactions)
            await reaction.ReactAsync(db, batch, ct);
    }

    private static List<MetAddress> Addresses(IReadOnlyList<ReceivedEvent> events, bool written) =>
        [.. events.Select(e => e.Event switch
        {
            MessageReceived m when written => new MetAddress(m.From, m.Name),
            MessageEchoed m when written => new MetAddress(m.To, null),
            ContactNamed n when !written => new MetAddress(n.Contact, null),
            MarketingPreferenceChanged p when !written => new MetAddress(p.Contact, null),
            IdentityMoved i when !written => new MetAddress(i.From, null),
            _ => null,
        }).OfType<MetAddress>().Distinct()];

    // One lock order everywhere, contact then execution: what a reply stops cannot be sent at the same time.
    private static Task LockAsync(ChatFlowDb db, Guid[] contacts, CancellationToken ct) =>
        contacts.Length == 0 ? Task.CompletedTask : db.ExecuteAsync(
            "SELECT 1 FROM contacts WHERE organization_id = $1 AND id = ANY ($2) ORDER BY id FOR NO KEY UPDATE", ct, db.OrganizationId, contacts);
}
