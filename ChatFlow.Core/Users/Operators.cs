using Microsoft.Extensions.Configuration;

namespace ChatFlow.Core.Users;

/// <summary>
/// Who runs the installation: the e-mails under <c>Operators</c> in the configuration. Only a confirmed e-mail counts,
/// or whoever registers with an operator's address would be one.
/// </summary>
public sealed class Operators
{
    private readonly HashSet<string> _emails;

    public Operators(IConfiguration configuration)
    {
        ArgumentNullException.ThrowIfNull(configuration);
        _emails = new HashSet<string>(
            (configuration["Operators"] ?? "").Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries),
            StringComparer.OrdinalIgnoreCase);
    }

    public bool Includes(User user)
    {
        ArgumentNullException.ThrowIfNull(user);
        return user.EmailConfirmed && _emails.Contains(user.Email);
    }
}
