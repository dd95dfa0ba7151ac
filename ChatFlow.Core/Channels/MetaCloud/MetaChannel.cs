using System.Globalization;
using Microsoft.Extensions.Options;

namespace ChatFlow.Core.Channels.MetaCloud;

/// <summary>WhatsApp through Meta's Cloud API (contracts/meta-cloud.md).</summary>
internal sealed class MetaChannel(MetaApi api, IOptions<ChannelOptions> options) : IChannel
{
    public ChannelType Type => ChannelType.MetaApi;

    public async Task<SendOutcome> SendAsync(ChannelSettings settings, OutboundMessage message, CancellationToken ct)
    {
        var account = (MetaSettings)settings;
        if (MetaRequest.Body(message) is not { } body)
            return new SendOutcome.Refused(MetaRequest.WhyNot(message));
        var reply = await api.CallAsync(account, account.PhoneNumberId, HttpMethod.Post, "/messages", body, options.Value.SendTimeout, ct).ConfigureAwait(false);
        return reply switch
        {
            ProviderReply.Failure failure => failure.Outcome,
            ProviderReply.Answer { IsSuccess: true } answer => Accepted(answer, message.To),
            ProviderReply.Answer answer => MetaAnswers.Outcome(answer, account.AccessToken),
            _ => throw new InvalidOperationException(),
        };
    }

    public async Task<ConnectionCheck> CheckAsync(ChannelSettings settings, CancellationToken ct)
    {
        var account = (MetaSettings)settings;
        var reply = await api.CallAsync(
            account, account.PhoneNumberId, HttpMethod.Get, "?fields=display_phone_number,verified_name,quality_rating,status", null, options.Value.QueryTimeout, ct).ConfigureAwait(false);
        return reply switch
        {
            ProviderReply.Failure failure => new(ConnectionStatus.Disconnected, null, failure.Error),
            ProviderReply.Answer { IsSuccess: true } answer when answer.Json.Text("status") is "BANNED" or "DELETED" or "MIGRATED" =>
                new(ConnectionStatus.Disconnected, Phone(answer.Json.Text("display_phone_number")),
                    new("number_" + answer.Json.Text("status")!.ToLowerInvariant(), ChannelErrorClass.Account, "Meta no longer lets this number send.")),
            ProviderReply.Answer { IsSuccess: true } answer when answer.Json.Text("id") is not null || answer.Json.Text("display_phone_number") is not null =>
                new(ConnectionStatus.Connected, Phone(answer.Json.Text("display_phone_number")), null),
            ProviderReply.Answer answer => new(ConnectionStatus.Disconnected, null, MetaAnswers.Read(answer, account.AccessToken)),
            _ => throw new InvalidOperationException(),
        };
    }

    private static SendOutcome Accepted(ProviderReply.Answer answer, ContactAddress to)
    {
        if (answer.Json.Get("messages").Items().FirstOrDefault().Text("id") is not { } id)
        {
            return new SendOutcome.Unknown(
                new("unreadable_answer", ChannelErrorClass.Retry, "Meta answered without the message's id."));
        }

        var used = answer.Json.Get("contacts").Items().FirstOrDefault().Text("wa_id");
        return new SendOutcome.Accepted(id, used is not null && used != MetaRequest.Digits(to) ? used : null);
    }

    private static string? Phone(string? display)
    {
        var digits = new string([.. (display ?? "").Where(char.IsAsciiDigit)]);
        return digits.Length == 0 ? null : string.Create(CultureInfo.InvariantCulture, $"+{digits}");
    }
}
