namespace ChatFlow.Core.Channels;

/// <summary>A provider's refusal: its code, the class that decides what happens next, and its words without secrets.</summary>
public sealed record ChannelError(string Code, ChannelErrorClass Class, string Message);

/// <summary>What became of a send. Only <see cref="Retryable"/> proves that nothing left; <see cref="Unknown"/> is never resent by itself.</summary>
public abstract record SendOutcome
{
    private SendOutcome()
    {
    }

    /// <param name="ProviderMessageId">The id that statuses will name.</param>
    /// <param name="WhatsAppId">The address that the provider used, where it differs from ours (Brazil's ninth digit).</param>
    public sealed record Accepted(string ProviderMessageId, string? WhatsAppId = null) : SendOutcome;

    public sealed record Refused(ChannelError Error) : SendOutcome;

    public sealed record Retryable(ChannelError Error, TimeSpan? After = null) : SendOutcome;

    public sealed record Unknown(ChannelError Error) : SendOutcome;
}
