using System.Text;
using ChatFlow.Core.Common;

namespace ChatFlow.Core.Users;

/// <summary>
/// Length counts, composition does not (ASVS 6.2): no demand for digits or symbols, but what is tried first is refused,
/// also with the usual decoration ("P4ssword2026!").
/// </summary>
public static class PasswordRules
{
    public const int MinimumLength = 10;

    /// <summary>For a password that the operator sets on the command line and answers for.</summary>
    public const int OperatorMinimumLength = 8;

    /// <summary>Hashing a megabyte would be a way to keep us busy.</summary>
    public const int MaximumLength = 256;

    private static readonly HashSet<string> s_common = new(StringComparer.Ordinal)
    {
        "password", "passwort", "contrasena", "contraseña", "micontrasena", "clave", "miclave", "senha", "minhasenha", "secret", "secreto",
        "qwerty", "qwertyuiop", "qwertyui", "asdfgh", "asdfghjkl", "zxcvbnm", "qazwsx", "qazwsxedc", "letmein", "welcome", "bienvenido",
        "bienvenidos", "bemvindo", "admin", "administrador", "administrator", "root", "user", "usuario", "test", "testing", "prueba", "demo",
        "guest", "master", "superman", "batman", "pokemon", "dragon", "monkey", "football", "futbol", "baseball", "soccer", "princess",
        "princesa", "sunshine", "shadow", "michael", "jordan", "jennifer", "iloveyou", "teamo", "teamomucho", "teamotanto", "teamosiempre",
        "tequiero", "tequieromucho", "eutamo", "amor", "miamor", "amorcito", "corazon", "bonita", "hermosa", "mariposa", "estrella",
        "chocolate", "familia", "mifamilia", "jesus", "jesuscristo", "diosesamor", "cristo", "brasil", "mexico", "colombia", "argentina",
        "espana", "peru", "chile", "barcelona", "realmadrid", "america", "chivas", "flamengo", "corinthians", "palmeiras", "santos",
        "bocajuniors", "riverplate", "liverpool", "chelsea", "whatsapp", "chatflow", "mudar", "cambiame", "cambiar", "changeme", "default",
        "abc", "abcd", "abcdef", "abcdefg", "abcdefgh", "abcdefghij", "computer", "computadora", "internet", "google", "facebook", "samsung",
        "trustno", "whatever", "freedom", "libertad", "starwars", "ninja", "azerty", "hello", "hola", "login", "access", "acceso", "empresa",
        "negocio", "ventas", "soporte", "enero", "febrero", "marzo", "abril", "mayo", "junio", "julio", "agosto", "septiembre", "octubre",
        "noviembre", "diciembre", "verano", "invierno", "primavera", "summer", "winter", "spring", "autumn",
    };

    private static readonly string[] s_runs = ["01234567890123456789", "98765432109876543210", "abcdefghijklmnopqrstuvwxyz", "qwertyuiopasdfghjklzxcvbnm"];

    /// <summary>What is wrong with it, or null.</summary>
    /// <param name="password">As typed; spaces count.</param>
    /// <param name="email">Its owner's address, which must not be the password.</param>
    public static ValidationError? Check(string? password, string email)
    {
        ArgumentNullException.ThrowIfNull(email);
        if (password is null || password.Length < MinimumLength)
            return UserErrors.PasswordTooShort;
        if (password.Length > MaximumLength)
            return UserErrors.PasswordTooLong;
        var core = Core(password);
        var local = Core(email.Split('@')[0]);
        return core.Length == 0 || core.Distinct().Count() == 1 || s_common.Contains(core) || (local.Length > 0 && core == local) || IsRun(password)
            ? UserErrors.PasswordTooCommon
            : null;
    }

    /// <summary>The operator's own choice: only lengths are checked.</summary>
    public static ValidationError? CheckOperators(string? password) =>
        password is null || password.Length < OperatorMinimumLength ? UserErrors.PasswordTooShort
        : password.Length > MaximumLength ? UserErrors.PasswordTooLong
        : null;

    // Without capitals, digits for letters, and what stands around the word. A password with no word at all is judged
    // by its runs: twelve random digits are acceptable.
    private static string Core(string text)
    {
        var plain = new StringBuilder(text.Length);
        foreach (var c in text.ToLowerInvariant().Trim().TrimEnd("0123456789!.?*#@$%&_-+ ".ToCharArray()).TrimStart("0123456789!.?*#@$%&_-+ ".ToCharArray()))
        {
            plain.Append(c switch
            {
                '0' => 'o',
                '1' => 'i',
                '3' => 'e',
                '4' or '@' => 'a',
                '5' or '$' => 's',
                '7' => 't',
                _ => c,
            });
        }

        return plain.Length == 0 && text.Distinct().Count() > 4 ? text : plain.ToString();
    }

    private static bool IsRun(string password)
    {
        var lower = password.ToLowerInvariant();
        return Array.Exists(s_runs, run => run.Contains(lower, StringComparison.Ordinal));
    }
}
