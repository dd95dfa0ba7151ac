using ChatFlow.Core.Channels.Simulator;
using ChatFlow.Core.Common;
using ChatFlow.Core.Contacts.Phones;
using ChatFlow.Core.Data;
using ChatFlow.Core.Inbox.Media;
using ChatFlow.Core.Users;
using Microsoft.EntityFrameworkCore;

namespace ChatFlow.Core.Inbox.Simulator;

/// <param name="Phone">The customer's number, with its country code.</param>
/// <param name="MediaId">A file that was uploaded for it (<see cref="UploadMedia"/>).</param>
public sealed record WriteAsCustomerRequest(string Phone, string? Name, string Text, Guid? MediaId = null);

/// <summary>A message from the phone in the page.</summary>
public sealed class WriteAsCustomer(SimulatorPost post, TenantDb tenants, TimeProvider clock)
{
    public Task<Result<Done>> RunAsync(Actor actor, WriteAsCustomerRequest request, CancellationToken ct)
    {
        var text = TextRules.Clean(request.Text) ?? "";
        if ((text.Length == 0 && request.MediaId is null) || !TextRules.IsStorable(text))
            return Task.FromResult<Result<Done>>(new MessageEmpty());
        if (text.Length > SendMessage.LongestText)
            return Task.FromResult<Result<Done>>(new MessageTooLong(SendMessage.LongestText));
        if (SimulatorNumber.Read(request.Phone) is not { } phone)
            return Task.FromResult<Result<Done>>(new PhoneUnreadable());
        return PostAsync(actor, request, phone, text, ct);
    }

    private async Task<Result<Done>> PostAsync(Actor actor, WriteAsCustomerRequest request, string phone, string text, CancellationToken ct)
    {
        SimulatorFile? file = null;
        if (request.MediaId is { } id)
        {
            var found = await tenants.RunAsync(actor.OrganizationId, (db, token) => db.Set<MediaFile>().AsNoTracking()
                .SingleOrDefaultAsync(f => f.Id == id && f.MessageId == null && f.State == MediaState.Stored, token), ct);
            if (found is null)
                return new MediaNotReady();
            file = new SimulatorFile(found.BlobName!, found.Kind.AsMessage(), found.SniffedType!, found.FileName ?? "", found.ByteCount ?? 0, found.Voice);
        }

        return await post.RunAsync(
            actor, [new SimulatorMessage($"sim-in-{Ids.New(clock):N}", phone, TextRules.Clean(request.Name), text, clock.GetUtcNow(), file)], ct);
    }
}
