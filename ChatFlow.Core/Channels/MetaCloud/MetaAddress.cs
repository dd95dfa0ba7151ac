using System.Text.Json;

namespace ChatFlow.Core.Channels.MetaCloud;

internal static class MetaAddress
{
    // E.164; the shortest real numbers have seven digits, test numbers fewer.
    private const int MinimumDigits = 5;
    private const int MaximumDigits = 15;
    private const int MaximumBsuid = 150;

    /// <summary>A person by number, by business-scoped id, or both; null when neither is usable.</summary>
    public static ContactAddress? Of(string? waId, string? bsuid)
    {
        var digits = waId?.TrimStart('+') ?? "";
        if (digits.Length is < MinimumDigits or > MaximumDigits || digits.AsSpan().ContainsAnyExceptInRange('0', '9'))
            digits = "";
        if (bsuid is { Length: > MaximumBsuid })
            bsuid = null;
        return digits.Length == 0 && bsuid is null ? null : new(
            digits.Length == 0 ? null : "+" + digits,
            digits.Length == 0 ? null : digits,
            Bsuid: bsuid);
    }

    /// <summary>The contact entry of that sender: matched by id, never by place, since batches mix people.</summary>
    public static JsonElement Entry(IEnumerable<JsonElement> contacts, string? waId, string? bsuid)
    {
        foreach (var contact in contacts)
        {
            if ((waId is not null && contact.Text("wa_id") == waId) || (bsuid is not null && contact.Text("user_id") == bsuid))
                return contact;
        }

        return default;
    }
}
