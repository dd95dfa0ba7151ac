using System.Text.Json;

namespace ChatFlow.Core.Channels;

/// <summary>What came of one call to a provider.</summary>
internal abstract record ProviderReply
{
    /// <param name="Json">The body; undefined when it was cut, too large or not JSON.</param>
    /// <param name="RetryAfter">What the provider asked for, as seconds.</param>
    public sealed record Answer(int Status, JsonElement Json, TimeSpan? RetryAfter) : ProviderReply
    {
        public bool IsSuccess => Status is >= 200 and < 300;
    }

    /// <param name="NotSent">Proved that the provider has nothing that it could act upon.</param>
    /// <param name="Permanent">Another try meets the same wall: our own guard refused the address.</param>
    public sealed record Failure(string Code, string Message, bool NotSent, bool Permanent = false) : ProviderReply
    {
        public ChannelError Error => new(Code, Permanent ? ChannelErrorClass.Configuration : ChannelErrorClass.Retry, Message);

        public SendOutcome Outcome => Permanent ? new SendOutcome.Refused(Error)
            : NotSent ? new SendOutcome.Retryable(Error)
            : new SendOutcome.Unknown(Error);
    }
}
