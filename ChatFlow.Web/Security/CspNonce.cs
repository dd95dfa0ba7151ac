using System.Security.Cryptography;

namespace ChatFlow.Web.Security;

/// <summary>
/// The random value that lets this response's own inline script run: <c>&lt;ImportMap nonce="@CspNonce.Of(HttpContext)" /&gt;</c>.
/// </summary>
public static class CspNonce
{
    private const string Key = "csp-nonce";

    public static string Of(HttpContext context)
    {
        ArgumentNullException.ThrowIfNull(context);
        if (context.Items[Key] is string nonce)
            return nonce;
        nonce = Convert.ToBase64String(RandomNumberGenerator.GetBytes(16));
        context.Items[Key] = nonce;
        return nonce;
    }
}
