using System.Security.Cryptography;
using Microsoft.AspNetCore.DataProtection;

namespace ChatFlow.Web.Components.Account;

/// <param name="Confirmed">Whether the link came by mail to that address.</param>
public sealed record RegistrationLink(string Email, bool Confirmed);

/// <summary>Carries an address from the first step of a registration to the second, without storing strangers' addresses.</summary>
public sealed class RegistrationLinks(IDataProtectionProvider protection)
{
    private static readonly TimeSpan s_validFor = TimeSpan.FromHours(24);

    private readonly ITimeLimitedDataProtector _protector = protection.CreateProtector("ChatFlow.Registration").ToTimeLimitedDataProtector();

    public string PathFor(string email, bool confirmed) =>
        $"/account/register/finish?token={_protector.Protect((confirmed ? "1" : "0") + email, s_validFor)}";

    /// <summary>Null for a link that is not ours or too old.</summary>
    public RegistrationLink? Read(string? token)
    {
        if (string.IsNullOrEmpty(token))
            return null;
        try
        {
            var text = _protector.Unprotect(token);
            return new RegistrationLink(text[1..], text[0] == '1');
        }
        catch (CryptographicException)
        {
            return null;
        }
    }
}
