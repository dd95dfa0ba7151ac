using ChatFlow.Core.Channels.Simulator;
using ChatFlow.Core.Common;
using ChatFlow.Core.Contacts.Phones;
using ChatFlow.Core.Users;

namespace ChatFlow.Core.Inbox.Simulator;

/// <param name="Phone">The customer's number, with its country code.</param>
public sealed record WriteAsCustomerRequest(string Phone, string? Name, string Text);

/// <summary>A message from the phone in the page.</summary>
public sealed class WriteAsCustomer(SimulatorPost post, TimeProvider clock)
{
    public Task<Result<Done>> RunAsync(Actor actor, WriteAsCustomerRequest request, CancellationToken ct)
    {
        if (TextRules.Clean(request.Text) is not { } text || !TextRules.IsStorable(text))
            return Task.FromResult<Result<Done>>(new MessageEmpty());
        if (text.Length > SendMessage.LongestText)
            return Task.FromResult<Result<Done>>(new MessageTooLong(SendMessage.LongestText));
        if (SimulatorNumber.Read(request.Phone) is not { } phone)
            return Task.FromResult<Result<Done>>(new PhoneUnreadable());
        return post.RunAsync(actor, [new SimulatorMessage($"sim-in-{Ids.New(clock):N}", phone, TextRules.Clean(request.Name), text, clock.GetUtcNow())], ct);
    }
}
