using System.Globalization;

namespace ChatFlow.Core.Channels.MetaCloud;

/// <summary>What Meta's refusals mean for a send. The HTTP status alone is not enough: 400 serves for most of them.</summary>
internal static class MetaAnswers
{
    public static SendOutcome Outcome(ProviderReply.Answer answer, string secret)
    {
        var error = Read(answer, secret);
        var code = Code(answer);
        var after = Longer(answer.RetryAfter, code is null ? null : MetaErrors.PauseAfter(code.Value));
        if (answer.Status == 429 || (code is { } throttle && MetaErrors.IsThrottle(throttle)))
        {
            var scope = MetaErrors.ScopeOf(code);
            return new SendOutcome.Retryable(error with { Class = ChannelErrorClass.Retry }, after, code is null ? RetryScope.Number : scope);
        }

        // A failure inside may come after the message went out; there is no key that would make a second try harmless.
        if (answer.Status is >= 500 or 408)
        {
            return code is { } decided && !MetaErrors.IsAmbiguous(decided) && error.Class != ChannelErrorClass.Other
                ? new SendOutcome.Refused(error)
                : new SendOutcome.Unknown(error);
        }

        return error.Class == ChannelErrorClass.Retry ? new SendOutcome.Retryable(error, after) : new SendOutcome.Refused(error);
    }

    public static ChannelError Read(ProviderReply.Answer answer, string secret)
    {
        var error = answer.Json.Get("error");
        var words = error.Get("error_data").Text("details") ?? error.Text("error_user_msg") ?? error.Text("message");
        var status = answer.Status.ToString(CultureInfo.InvariantCulture);
        var message = ProviderWords.Cut(words ?? $"Meta answered {status}.", secret);
        return Code(answer) is { } code
            ? new(code.ToString(CultureInfo.InvariantCulture), MetaErrors.ClassOf(code), message)
            : new(status, answer.Status switch
            {
                401 or 403 => ChannelErrorClass.Authentication,
                404 => ChannelErrorClass.Configuration,
                429 or >= 500 => ChannelErrorClass.Retry,
                _ => ChannelErrorClass.Other,
            }, message);
    }

    private static int? Code(ProviderReply.Answer answer) =>
        answer.Json.Get("error").Long("code") is { } code and >= 0 and <= int.MaxValue ? (int)code : null;

    private static TimeSpan? Longer(TimeSpan? one, TimeSpan? other) => one is null || other > one ? other : one;
}
