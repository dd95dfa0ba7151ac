using System.Globalization;
using MailKit.Security;
using Microsoft.Extensions.Configuration;

namespace ChatFlow.Core.Users.Mail;

/// <summary>
/// The section <c>Smtp</c>: <c>Host</c>, <c>Port</c> (587), <c>Security</c> (auto, none, starttls or tls), <c>User</c>,
/// <c>Password</c>, <c>From</c>. Without a host no mail is sent, and links are shown to who asked for them instead.
/// </summary>
public sealed record SmtpOptions(string Host, int Port, SecureSocketOptions Security, string? User, string? Password, string From)
{
    public bool IsConfigured => Host.Length > 0;

    /// <exception cref="FormatException">Names the setting that is wrong.</exception>
    public static SmtpOptions Read(IConfiguration configuration)
    {
        ArgumentNullException.ThrowIfNull(configuration);
        var section = configuration.GetSection("Smtp");
        var host = section["Host"]?.Trim() ?? "";
        if (host.Length == 0)
            return new SmtpOptions("", 0, SecureSocketOptions.Auto, null, null, "");
        var port = 587;
        if (!string.IsNullOrWhiteSpace(section["Port"])
            && (!int.TryParse(section["Port"], NumberStyles.None, CultureInfo.InvariantCulture, out port) || port is 0 or > 65535))
            throw new FormatException("Smtp:Port is not a port.");
        var security = section["Security"]?.Trim().ToLowerInvariant() switch
        {
            null or "" or "auto" => SecureSocketOptions.Auto,
            "none" => SecureSocketOptions.None,
            "starttls" => SecureSocketOptions.StartTls,
            "tls" or "ssl" => SecureSocketOptions.SslOnConnect,
            _ => throw new FormatException("Smtp:Security is auto, none, starttls or tls."),
        };
        if (!Emails.TryRead(section["From"], out var from) && !Emails.TryRead(section["User"], out from))
            throw new FormatException("Smtp:From is not an e-mail address.");
        return new SmtpOptions(host, port, security, section["User"], section["Password"], from);
    }
}
