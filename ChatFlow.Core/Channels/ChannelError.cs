namespace ChatFlow.Core.Channels;

/// <summary>A provider's refusal: its code, the class that decides what happens next, and its words without secrets.</summary>
public sealed record ChannelError(string Code, ChannelErrorClass Class, string Message);

/// <summary>Whom a provider wants to be left alone for a while.</summary>
public enum RetryScope
{
    Message,

    /// <summary>Too many messages to this person (Meta 131056): everything to them waits, four times longer at each try.</summary>
    Contact,

    /// <summary>Too many messages from our number (Meta 130429): everything waits, and no try is counted.</summary>
    Number,
}

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

    /// <param name="After">How long the provider wants to be left alone, at least.</param>
    /// <param name="Scope">Whom that concerns besides this message.</param>
    public sealed record Retryable(ChannelError Error, TimeSpan? After = null, RetryScope Scope = RetryScope.Message) : SendOutcome;

    public sealed record Unknown(ChannelError Error) : SendOutcome;
}
