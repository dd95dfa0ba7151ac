using ChatFlow.Core.Common;

namespace ChatFlow.Core.Inbox;

public sealed record MessageEmpty() : ValidationError("message.empty", "Write a text, or choose an image or a template.", "text");

public sealed record MessageTooLong(int Longest) : ValidationError("message.too_long", $"A message holds at most {Longest} characters.", "text");

public sealed record RecipientMissing() : ValidationError("message.recipient", "Say who it is for: contactId or phone.", "contactId");

public sealed record PhoneUnreadable() : ValidationError("contact.phone_invalid", "This is not a phone number. Write it with its country code, as +52 55 1234 5678.", "phone");

public sealed record ImageUrlInvalid() : ValidationError("message.image_url", "The image needs an https address.", "imageUrl");

public sealed record TemplateInvalid() : ValidationError("message.template", "A template needs a name and a language.", "template");

public sealed record ContactUnknown() : NotFoundError("contact.unknown", "There is no such contact.");

public sealed record MessageUnknown() : NotFoundError("message.unknown", "There is no such message.");

public sealed record ConversationUnknown() : NotFoundError("conversation.unknown", "There is no such conversation.");

public sealed record MessageNotFailed() : ConflictError("message.not_failed", "Only a message that has failed can be sent again.");

/// <summary>WhatsApp's 24 hours since the contact's last message are over (contracts/meta-cloud.md section 10).</summary>
public sealed record WindowClosed()
    : ConflictError("message.window_closed", "The contact has not written for 24 hours. WhatsApp lets through only an approved template until they do.", "text");

public sealed record InteractiveAlone()
    : ValidationError("interactive.alone", "Buttons and lists go with a text, not with an image or a template.", "interactive");
