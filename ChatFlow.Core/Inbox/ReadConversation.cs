using ChatFlow.Core.Channels;
using ChatFlow.Core.Common;
using ChatFlow.Core.Contacts;
using ChatFlow.Core.Data;
using ChatFlow.Core.Organizations;
using ChatFlow.Core.Users;
using Microsoft.EntityFrameworkCore;

namespace ChatFlow.Core.Inbox;

/// <summary>What stands above a conversation: the contact, and who holds it until when.</summary>
/// <param name="Exists">False for a contact that nobody has exchanged a message with yet.</param>
/// <param name="BotReturnsAt">When the bot takes it back from the person who holds it; null where it does not.</param>
/// <param name="WindowClosesAt">When the 24-hour window of the Cloud API closes; null where it is not open as far as we know.</param>
/// <param name="HolderName">Null where it was taken on the phone that the number lives on.</param>
public sealed record ConversationView(
    ContactView Contact,
    bool Exists,
    ConversationStatus Status,
    ConversationHolder Holder,
    Guid? HolderUserId,
    string? HolderName,
    DateTimeOffset? BotReturnsAt,
    bool BotEnabled,
    int UnreadCount,
    ChannelType Channel = ChannelType.Simulator,
    DateTimeOffset? WindowClosesAt = null)
{
    /// <summary>On the Cloud API and outside the 24-hour window: only a template gets through.</summary>
    public bool NeedsTemplate(DateTimeOffset now) => Channel == ChannelType.MetaApi && !(WindowClosesAt > now);
}

public sealed class ReadConversation(TenantDb tenants, TimeProvider clock)
{
    public Task<Result<ConversationView>> RunAsync(Actor actor, Guid contactId, CancellationToken ct) =>
        tenants.RunAsync<Result<ConversationView>>(actor.OrganizationId, async (db, token) =>
        {
            if (await db.Set<Contact>().AsNoTracking().SingleOrDefaultAsync(c => c.Id == contactId, token) is not { } contact)
                return new ContactUnknown();
            var config = await db.Set<BotConfig>().AsNoTracking().Select(b => new { b.BotEnabled, b.ConnectionType }).SingleAsync(token);
            var botEnabled = config.BotEnabled;
            var closes = ServiceWindow.ClosesAt(contact.LastInboundAt, contact.WindowRefusedAt);
            if (await db.Set<Conversation>().AsNoTracking().SingleOrDefaultAsync(c => c.ContactId == contactId, token) is not { } row)
                return new ConversationView(ContactView.Of(contact), false, ConversationStatus.Open, ConversationHolder.Nobody, null, null, null, botEnabled, 0, config.ConnectionType, closes);
            var holder = HolderNow.Of(row, botEnabled, clock.GetUtcNow());
            var person = holder == ConversationHolder.Person ? row.HolderUserId : null;
            var name = person is null ? null : await db.Set<User>().Where(u => u.Id == person).Select(u => u.Name ?? u.Email).SingleOrDefaultAsync(token);
            return new ConversationView(
                ContactView.Of(contact), true, row.Status, holder, person, name,
                botEnabled && holder == ConversationHolder.Person ? row.BotReturnsAt : null, botEnabled, row.UnreadCount, config.ConnectionType, closes);
        }, ct);
}
