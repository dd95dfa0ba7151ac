using ChatFlow.Core.Channels;
using ChatFlow.Core.Channels.Simulator;
using ChatFlow.Core.Contacts;
using ChatFlow.Core.Data;
using ChatFlow.Core.Inbox.Media;
using ChatFlow.Core.Users;
using Microsoft.EntityFrameworkCore;

namespace ChatFlow.Core.Inbox.Simulator;

/// <param name="ContactId">Null while nobody knows this number.</param>
/// <param name="Messages">Oldest first, at most the newest hundred.</param>
public sealed record PhoneView(Guid? ContactId, IReadOnlyList<PhoneMessage> Messages)
{
    /// <summary>How the phones of this organization behave.</summary>
    public SimulatorBehaviour Behaviour { get; init; } = SimulatorBehaviour.Default;
}

/// <param name="FromCustomer">Written on this phone.</param>
/// <param name="ProviderId">What to report it by; null while it is on its way.</param>
public sealed record PhoneMessage(Guid Id, bool FromCustomer, string Text, MessageType Type, DateTimeOffset At, MessageStatus Status, string? ProviderId)
{
    public MessageMedia? Media { get; init; }

    public string? ImageUrl { get; init; }
}

/// <summary>What the phone in the page shows: the conversation from the customer's side.</summary>
public sealed class ReadPhone(TenantDb tenants)
{
    private const int Longest = 100;

    public Task<PhoneView> RunAsync(Actor actor, string phone, CancellationToken ct) => tenants.RunAsync(actor.OrganizationId, async (db, token) =>
    {
        var behaviour = await SimulatorPost.BehaviourAsync(db, token) ?? SimulatorBehaviour.Default;
        var nobody = new PhoneView(null, []) { Behaviour = behaviour };
        if (SimulatorNumber.Read(phone) is not { } number)
            return nobody;
        var keys = ContactDirectory.KeysOf(new ContactAddress(number)).Select(k => k.Value).ToArray();
        var contact = await db.Set<ContactIdentity>().AsNoTracking().Where(i => i.Kind == IdentityKind.Phone && keys.Contains(i.Value))
            .Select(i => (Guid?)i.ContactId).FirstOrDefaultAsync(token);
        if (contact is not { } id)
            return nobody;
        var messages = await db.Set<Message>().AsNoTracking()
            .Where(m => m.ContactId == id && m.DeletedAt == null && (m.Direction == MessageDirection.Inbound || m.WhatsappMessageId != null || m.ErrorCode == SimulatorChannel.LostAnswer))
            .OrderByDescending(m => m.OccurredAt).ThenByDescending(m => m.Id).Take(Longest)
            .Select(m => new PhoneMessage(m.Id, m.Direction == MessageDirection.Inbound, m.MessageContent, m.MessageType, m.OccurredAt, m.Status,
                m.WhatsappMessageId ?? (m.ErrorCode == SimulatorChannel.LostAnswer ? SimulatorChannel.ProviderId(m.Id) : null))
            { ImageUrl = m.ImageUrl })
            .ToListAsync(token);
        messages.Reverse();
        var media = await MessageMedia.ReadAsync(db, [.. messages.Where(m => MediaKinds.Of(m.Type) is not null).Select(m => m.Id)], token);
        return new PhoneView(id, messages.ConvertAll(m => m with { Media = media.GetValueOrDefault(m.Id) })) { Behaviour = behaviour };
    }, ct);
}
