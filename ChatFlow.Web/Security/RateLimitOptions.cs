using System.Globalization;

namespace ChatFlow.Web.Security;

/// <summary>The section <c>Limits</c> of the configuration.</summary>
public sealed record RateLimitOptions
{
    /// <summary>
    /// <c>Limits:WebhooksPerSecond</c> of one webhook address. Meta may send three times what it lets a number send
    /// (1,000 a second), as status updates.
    /// </summary>
    public int WebhooksPerSecond { get; init; } = 3000;

    /// <summary><c>Limits:ApiPerSecond</c> of one API key; ten seconds' worth may come at once.</summary>
    public int ApiPerSecond { get; init; } = 100;

    /// <summary><c>Limits:LoginPerMinute</c>: forms of the account pages sent from one address.</summary>
    public int LoginPerMinute { get; init; } = 60;

    /// <exception cref="FormatException">Names the setting that is wrong.</exception>
    public static RateLimitOptions Read(IConfiguration configuration)
    {
        ArgumentNullException.ThrowIfNull(configuration);
        var section = configuration.GetSection("Limits");
        var standard = new RateLimitOptions();
        return new RateLimitOptions
        {
            WebhooksPerSecond = Number(section, nameof(WebhooksPerSecond), standard.WebhooksPerSecond),
            ApiPerSecond = Number(section, nameof(ApiPerSecond), standard.ApiPerSecond),
            LoginPerMinute = Number(section, nameof(LoginPerMinute), standard.LoginPerMinute),
        };
    }

    private static int Number(IConfigurationSection section, string name, int standard)
    {
        var text = section[name];
        if (string.IsNullOrWhiteSpace(text))
            return standard;
        return int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number is > 0 and <= 1_000_000
            ? number
            : throw new FormatException($"Limits:{name} is not a number from 1 to 1000000.");
    }
}
