using ChatFlow.Core.Channels;
using ChatFlow.Core.Common;
using ChatFlow.Core.Contacts;
using ChatFlow.Core.Contacts.Phones;
using ChatFlow.Core.Data;
using ChatFlow.Core.Inbox;
using ChatFlow.Core.Users;

namespace ChatFlow.Core.Demo;

/// <summary>Writes the people and their past as rows: nothing is sent, and nobody reacts to it.</summary>
internal static class DemoHistory
{
    public static void Add(ChatFlowDb db, Actor admin, TimeProvider clock)
    {
        var now = StoredTime.Now(clock);
        foreach (var person in DemoPerson.All)
        {
            var began = now.AddMinutes(-person.MinutesAgo - person.Lines[^1].Minute);
            var contact = new Contact
            {
                Id = Guid.CreateVersion7(began),
                Phone = person.Phone,
                Name = person.Name,
                NamedByUser = true,
                Status = person.Status,
                LeadScore = person.LeadScore,
                Tags = [.. person.Tags],
                CreatedAt = began,
            };
            db.Add(contact);
            db.Add(new ContactIdentity
            {
                Kind = IdentityKind.Phone,
                Value = PhoneBook.Canonical(person.Phone),
                ContactId = contact.Id,
                Address = person.Phone.TrimStart('+'),
                CreatedAt = began,
            });
            var messages = person.Lines.Select(line => Message(contact, line, began, admin)).ToList();
            db.AddRange(messages);
            db.Add(Conversation(person, contact, messages, now, admin));
        }
    }

    private static Message Message(Contact contact, DemoLine line, DateTimeOffset began, Actor admin)
    {
        var at = began.AddMinutes(line.Minute);
        var id = Guid.CreateVersion7(at);
        var ours = line.Sender != MessageSender.Contact;
        return new Message
        {
            Id = id,
            ContactId = contact.Id,
            Direction = ours ? MessageDirection.Outbound : MessageDirection.Inbound,
            MessageContent = line.Text,
            Status = MessageStatus.Read,
            IsAutoReply = line.Sender == MessageSender.Bot,
            Sender = line.Sender,
            SentBy = line.Sender == MessageSender.Person ? admin.UserId : null,
            WhatsappMessageId = $"sim-{id:N}",
            OccurredAt = at,
            CreatedAt = at,
            SentAt = at,
            DeliveredAt = at,
            ReadAt = at.AddSeconds(40),
        };
    }

    private static Conversation Conversation(DemoPerson person, Contact contact, List<Message> messages, DateTimeOffset now, Actor admin)
    {
        var last = messages[^1];
        return new Conversation
        {
            Id = Guid.CreateVersion7(messages[0].OccurredAt),
            ContactId = contact.Id,
            Status = person.State,
            Holder = person.Holder,
            HolderUserId = person.Holder == ConversationHolder.Person ? admin.UserId : null,
            // A person goes on with those that the bot handed over.
            BotReturnsAt = person.Holder == ConversationHolder.Bot ? null : now.AddHours(12),
            UnreadCount = last.Direction == MessageDirection.Inbound && person.State == ConversationStatus.Open ? 1 : 0,
            LastMessageAt = last.OccurredAt,
            LastMessageId = last.Id,
            LastMessageDirection = last.Direction,
            LastMessagePreview = Preview.Of(last.MessageContent),
            CreatedAt = messages[0].OccurredAt,
        };
    }
}
