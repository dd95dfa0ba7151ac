using System.Globalization;
using System.Text.Json;

namespace ChatFlow.Core.Channels.Evolution;

/// <summary>The gateway's refusals (contracts/evolution.md section 2): one envelope, and a message of four shapes.</summary>
internal static class EvolutionErrors
{
    /// <summary>2.4 answers nothing else until its licence is activated: a matter of whoever runs the gateway.</summary>
    public const string LicenseRequired = "LICENSE_REQUIRED";

    /// <summary>A success that is none: <c>{"error": true}</c> with 200 (section 2).</summary>
    public const string GatewayError = "gateway_error";

    /// <summary>No JSON at all: a proxy, a log-in page or another program answers there.</summary>
    public const string NotEvolution = "not_evolution";

    /// <summary>
    /// What an answer that is no success means for a send. A 400 may also wrap a failure inside the gateway after the
    /// message was handed on ("Error: Timed Out"): that is unknown, like every 5xx.
    /// </summary>
    public static SendOutcome Outcome(ProviderReply.Answer answer, string secret)
    {
        var error = Read(answer, secret);
        return answer.Status switch
        {
            // Nothing answers like this but a proxy that let nothing pass.
            429 => new SendOutcome.Retryable(error, answer.RetryAfter ?? TimeSpan.FromSeconds(30)),
            408 => new SendOutcome.Unknown(error),
            400 when Interrupted(error) => new SendOutcome.Unknown(error with { Class = ChannelErrorClass.Retry }),
            >= 300 and < 500 => new SendOutcome.Refused(error),
            503 when error.Code == LicenseRequired => new SendOutcome.Refused(error),
            _ => new SendOutcome.Unknown(error),
        };
    }

    public static ChannelError Read(ProviderReply.Answer answer, string secret)
    {
        var json = answer.Json;
        var code = answer.Status.ToString(CultureInfo.InvariantCulture);
        var message = json.Get("response").Get("message").Exists() ? json.Get("response").Get("message") : json.Get("message");
        if (NotOnWhatsApp(message))
            return new("not_on_whatsapp", ChannelErrorClass.Unreachable, "The number is not on WhatsApp.");
        var said = string.Join("; ", Flatten(message));
        var words = ProviderWords.Cut(said.Length > 0 ? said : json.Text("error") ?? $"The gateway answered {code}.", secret);
        if (json.Text("code") == LicenseRequired)
            return new(LicenseRequired, ChannelErrorClass.Configuration, "The Evolution API gateway has not been activated with a licence.");
        if (answer.IsSuccess)
        {
            return json.Flag("error") == true
                ? new(GatewayError, ChannelErrorClass.Retry, words)
                : new(NotEvolution, ChannelErrorClass.Configuration, "What answers there is not Evolution API.");
        }

        // A plain page where JSON belongs: the proxy before the gateway found nothing behind it.
        if (answer.Status == 404 && !json.Exists())
            return new(NotEvolution, ChannelErrorClass.Configuration, "What answers there is not Evolution API.");
        return new(code, answer.Status switch
        {
            401 or 403 => ChannelErrorClass.Authentication,
            400 when words.Contains("media", StringComparison.OrdinalIgnoreCase) => ChannelErrorClass.Media,
            413 or 415 => ChannelErrorClass.Media,
            >= 300 and < 500 and not (408 or 429) => ChannelErrorClass.Configuration,
            _ => ChannelErrorClass.Retry,
        }, words);
    }

    private static bool NotOnWhatsApp(JsonElement message) =>
        message.Items().Any(item => item.Flag("exists") == false);

    private static bool Interrupted(ChannelError error) => error.Class != ChannelErrorClass.Unreachable
        && (error.Message.Contains("timed out", StringComparison.OrdinalIgnoreCase)
            || error.Message.Contains("timeout", StringComparison.OrdinalIgnoreCase)
            || error.Message.Contains("connection", StringComparison.OrdinalIgnoreCase));

    private static IEnumerable<string> Flatten(JsonElement message) => message.ValueKind switch
    {
        JsonValueKind.Array => message.EnumerateArray().Take(20).SelectMany(Flatten),
        JsonValueKind.Object => [],
        _ => message.AsText() is { } text ? [text] : [],
    };
}
