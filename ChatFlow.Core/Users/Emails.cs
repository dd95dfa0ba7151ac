using System.Diagnostics.CodeAnalysis;
using System.Net.Mail;

namespace ChatFlow.Core.Users;

/// <summary>Reads e-mail addresses as people type them.</summary>
public static class Emails
{
    private const int MaximumLength = 254;

    /// <summary>The address without spaces around it; false for anything but one plain address with a domain.</summary>
    public static bool TryRead(string? text, [NotNullWhen(true)] out string? email)
    {
        email = text?.Trim();
        if (email is { Length: >= 3 and <= MaximumLength } && !email.Any(c => char.IsControl(c) || char.IsWhiteSpace(c))
            && MailAddress.TryCreate(email, out var parsed) && parsed.Address == email && parsed.Host.Contains('.', StringComparison.Ordinal))
            return true;
        email = null;
        return false;
    }

    /// <summary>As the database compares them.</summary>
    public static string Normalize(string email)
    {
        ArgumentNullException.ThrowIfNull(email);
        return email.Trim().ToUpperInvariant();
    }
}
