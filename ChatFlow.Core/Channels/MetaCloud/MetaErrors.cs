namespace ChatFlow.Core.Channels.MetaCloud;

/// <summary>Meta's error codes and what each asks of us (contracts/meta-cloud.md section 11). The only place that knows them.</summary>
public static class MetaErrors
{
    // One message every six seconds to one person, bursts aside.
    private static readonly TimeSpan s_pairPause = TimeSpan.FromSeconds(6);
    private static readonly TimeSpan s_throughputPause = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan s_accountPause = TimeSpan.FromMinutes(5);

    /// <summary>What Meta would say to a message outside the 24-hour window, said by us before asking.</summary>
    public static ChannelError WindowClosed { get; } =
        new("131047", ChannelErrorClass.NeedsTemplate, "More than 24 hours have passed since the contact last wrote.");

    /// <summary>Our own waiting after Meta asked the number to slow down.</summary>
    public static ChannelError Throttled { get; } = new("130429", ChannelErrorClass.Retry, "The number sends slower for a while, as WhatsApp asked.");

    public static ChannelErrorClass ClassOf(int code) => code switch
    {
        0 or 190 => ChannelErrorClass.Authentication, // token invalid or expired
        3 or 10 or (>= 200 and <= 299) => ChannelErrorClass.Authentication, // permission
        131005 => ChannelErrorClass.Authentication, // access denied
        1 or 2 => ChannelErrorClass.Retry, // the Graph interface itself
        4 or 80007 => ChannelErrorClass.Retry, // rate of the app or the WABA
        130429 => ChannelErrorClass.Retry, // throughput of the number
        131056 => ChannelErrorClass.Retry, // rate to this person
        131000 or 131016 or 131057 or 135000 => ChannelErrorClass.Retry, // something went wrong, unavailable, maintenance, generic
        100 or 33 => ChannelErrorClass.Configuration, // wrong id or parameter
        131008 or 131009 or 131021 or 131030 => ChannelErrorClass.Configuration, // parameters, same number, test list
        131037 or 131045 or 133010 => ChannelErrorClass.Configuration, // display name, certificate, not registered
        368 or 131031 => ChannelErrorClass.Account, // blocked, locked
        131042 or 131044 => ChannelErrorClass.Account, // payment
        131048 or 131064 or 133016 => ChannelErrorClass.NotNow, // spam rate, messaging limit, too many registrations
        131049 or 130472 => ChannelErrorClass.NotNow, // held back for this person, experiment
        130497 => ChannelErrorClass.Unreachable, // country restricted
        131026 => ChannelErrorClass.Unreachable, // no WhatsApp, old app, terms
        131062 or 131063 => ChannelErrorClass.Unreachable, // this kind of template needs a phone
        131047 => ChannelErrorClass.NeedsTemplate, // the 24-hour window is closed
        131050 => ChannelErrorClass.OptedOut, // the person stopped marketing
        131051 => ChannelErrorClass.Other, // message type not supported
        137000 => ChannelErrorClass.Other, // identity key to be reviewed
        131052 or 131053 => ChannelErrorClass.Media, // download, upload
        132000 or 132001 or 132005 or 132007 or 132008 or 132012 => ChannelErrorClass.Template, // count, language, length, policy, values
        132015 or 132016 or 132068 or 132069 => ChannelErrorClass.Template, // paused, disabled, flow blocked or throttled
        _ => ChannelErrorClass.Other,
    };

    /// <summary>The class of a code as it was stored; null for what is no code of Meta's.</summary>
    public static ChannelErrorClass? ClassOf(string? code) =>
        int.TryParse(code, System.Globalization.NumberStyles.None, System.Globalization.CultureInfo.InvariantCulture, out var number) ? ClassOf(number) : null;

    /// <summary>Whom a throttling code concerns beside the message.</summary>
    internal static RetryScope ScopeOf(int? code) => code switch
    {
        131056 => RetryScope.Contact,
        4 or 80007 or 130429 => RetryScope.Number,
        _ => RetryScope.Message,
    };

    /// <summary>How long automatic messages stay away after Meta held back the whole number; null for other codes.</summary>
    public static TimeSpan? AutomationPause(string code) => code switch
    {
        "131048" => TimeSpan.FromHours(24), // too many people blocked or reported
        "131064" => TimeSpan.FromHours(1), // the limit of people a day: moving, so some room comes back by the hour
        _ => null,
    };

    /// <summary>True when the refusal comes before the message is worked on, so that another try cannot send it twice.</summary>
    internal static bool IsThrottle(int code) => code is 4 or 80007 or 130429 or 131056;

    /// <summary>
    /// True for codes that speak of a failure inside, not of a decision: with a 5xx answer the message may have gone out.
    /// </summary>
    internal static bool IsAmbiguous(int code) => code is 1 or 2 or 131000 or 131016 or 131057 or 135000;

    /// <summary>How long to leave this code's sender or recipient alone, at least; null where backing off is the caller's.</summary>
    internal static TimeSpan? PauseAfter(int code) => code switch
    {
        131056 => s_pairPause,
        130429 => s_throughputPause,
        4 or 80007 => s_accountPause,
        _ => null,
    };
}
