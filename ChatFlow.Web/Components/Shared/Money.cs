using System.Globalization;

namespace ChatFlow.Web.Components.Shared;

public static class Money
{
    /// <summary>The amount as people write it, with the currency's code (ISO 4217) after it: the sign alone is that of many.</summary>
    public static string Of(decimal value, string? currency)
    {
        var amount = value.ToString(value == decimal.Truncate(value) ? "N0" : "N2", CultureInfo.CurrentCulture);
        return currency is null ? amount : $"{amount} {currency}";
    }
}
