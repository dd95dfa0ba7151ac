using ChatFlow.Core.Channels;
using ChatFlow.Core.Common;
using ChatFlow.Core.Contacts;
using ChatFlow.Core.Contacts.Phones;
using ChatFlow.Core.Data;
using ChatFlow.Core.Inbox.Sending;
using ChatFlow.Core.Organizations;
using ChatFlow.Core.Organizations.MetaCloud;
using ChatFlow.Core.Users;
using Microsoft.EntityFrameworkCore;

namespace ChatFlow.Core.Inbox;

/// <param name="Phone">Any usual spelling; an unknown one makes the contact.</param>
public sealed record SendMessageRequest(
    Guid? ContactId, string? Phone, string? Text, string? ImageUrl = null, OutboundTemplate? Template = null, string? ReplyTo = null,
    OutboundInteractive? Interactive = null);

/// <summary>Writes a message as a pending row; it leaves right after the commit. A person's message takes the conversation from the bot.</summary>
public sealed class SendMessage(TenantDb tenants, ContactDirectory directory, WriteOutbound write, SendSignal signal, TimeProvider clock)
{
    /// <summary>WhatsApp's own limit of a text (contracts/meta-cloud.md section 7).</summary>
    public const int LongestText = 4096;

    /// <returns>The message as it was accepted, pending: it may have left by the time this is read.</returns>
    public Task<Result<MessageView>> RunAsync(Actor actor, SendMessageRequest request, CancellationToken ct)
    {
        if (!actor.CanWrite)
            return Task.FromResult<Result<MessageView>>(new ForbiddenError());
        if (Problem(request) is { } problem)
            return Task.FromResult<Result<MessageView>>(problem);
        return tenants.RunAsync<Result<MessageView>>(actor.OrganizationId, async (db, token) =>
        {
            var config = await db.Set<BotConfig>().AsNoTracking().SingleAsync(token);
            var contact = await FindAsync(db, request, token);
            if (!contact.IsSuccess)
                return contact.Error;
            var prepared = await PrepareAsync(db, config.ConnectionType, contact.Value, actor, request, token);
            if (!prepared.IsSuccess)
                return prepared.Error;
            var message = prepared.Value;
            await write.RunAsync(db, [message], TimeSpan.FromMinutes(config.ReturnAfterMinutes), inFlight: false, token);
            db.AfterCommit(signal.Wake);
            return (await MessageRows.ReadAsync(db, db.Set<Message>().AsNoTracking().Where(m => m.Id == message.Id), token))[0];
        }, ct);
    }

    // What WhatsApp would refuse is refused here: a text outside the window, a template that does not fit.
    private async Task<Result<NewOutbound>> PrepareAsync(
        ChatFlowDb db, ChannelType channel, Guid contactId, Actor actor, SendMessageRequest request, CancellationToken ct)
    {
        var message = new NewOutbound(
            Ids.New(clock), contactId, actor.UserId is null ? MessageSender.Api : MessageSender.Person, request.Text?.Trim() ?? "",
            request.ImageUrl, request.Template, request.ReplyTo, actor.UserId, request.Interactive);
        // Other channels know neither buttons nor lists: the choices become lines of the text.
        if (channel != ChannelType.MetaApi)
            return message.Interactive is { } choices ? message with { Text = choices.AsText(message.Text), Interactive = null } : message;
        var person = await db.Set<Contact>().AsNoTracking().Where(c => c.Id == contactId)
            .Select(c => new { c.Phone, c.LastInboundAt, c.WindowRefusedAt }).SingleAsync(ct);
        if (message.Template is null)
            return ServiceWindow.IsKnownClosed(channel, person.LastInboundAt, person.WindowRefusedAt, clock.GetUtcNow()) ? new WindowClosed() : message;
        var template = await TemplateBook.PrepareAsync(db, message.Template, person.Phone is not null, ct);
        if (!template.IsSuccess)
            return template.Error;
        return message with { Template = template.Value.Template, Text = template.Value.Text ?? message.Text };
    }

    private static Error? Problem(SendMessageRequest request) => request switch
    {
        { ContactId: null, Phone: null or "" } => new RecipientMissing(),
        { Text.Length: > LongestText } => new MessageTooLong(LongestText),
        { Template: { } t } when string.IsNullOrWhiteSpace(t.Name) || string.IsNullOrWhiteSpace(t.Language) => new TemplateInvalid(),
        { ImageUrl: { } url } when !Uri.TryCreate(url, UriKind.Absolute, out var uri) || uri.Scheme != Uri.UriSchemeHttps || url.Length > 2048 => new ImageUrlInvalid(),
        { Interactive: not null } when request.Template is not null || request.ImageUrl is not null => new InteractiveAlone(),
        { Interactive: { } interactive } when interactive.Problem(request.Text) is { } wrong => wrong,
        { Template: null, ImageUrl: null } when string.IsNullOrWhiteSpace(request.Text) => new MessageEmpty(),
        { Text: { } text } when text.Contains('\0', StringComparison.Ordinal) => new MessageEmpty(),
        _ => null,
    };

    // The lock comes first: contact, then everything else, as everywhere.
    private async Task<Result<Guid>> FindAsync(ChatFlowDb db, SendMessageRequest request, CancellationToken ct)
    {
        var id = request.ContactId;
        if (id is null)
        {
            var country = await db.Set<Organization>().Where(o => o.Id == db.OrganizationId).Select(o => o.Country).SingleAsync(ct);
            if (!PhoneBook.TryParse(request.Phone, country, out var phone))
                return new PhoneUnreadable();
            var address = new ContactAddress(phone);
            var met = await directory.FindOrCreateAsync(db, [new MetAddress(address, null)], create: true, ct);
            id = met.Find(address);
        }

        var locked = await db.QueryAsync(
            "SELECT id FROM contacts WHERE organization_id = $1 AND id = $2 FOR NO KEY UPDATE", r => r.GetGuid(0), ct, db.OrganizationId, id);
        return locked.Count == 0 ? new ContactUnknown() : locked[0];
    }
}
