using System.Buffers.Binary;
using System.Buffers.Text;

namespace ChatFlow.Core.Common;

/// <summary>
/// The place after which a keyset page starts: the time and id of the last row shown. Outside it is opaque text
/// (base64url), so that nobody builds one.
/// </summary>
public readonly record struct Cursor(DateTimeOffset At, Guid Id)
{
    private const int Bytes = 24;

    public string Encode()
    {
        Span<byte> packed = stackalloc byte[Bytes];
        BinaryPrimitives.WriteInt64BigEndian(packed, At.UtcTicks);
        Id.TryWriteBytes(packed[8..]);
        return Base64Url.EncodeToString(packed);
    }

    /// <summary>Null text is the first page; anything that we did not write is a <see cref="ValidationError"/> on <c>cursor</c>.</summary>
    public static Result<Cursor?> Read(string? text)
    {
        if (string.IsNullOrEmpty(text))
            return (Cursor?)null;
        Span<byte> packed = stackalloc byte[Bytes];
        if (text.Length != Base64Url.GetEncodedLength(Bytes) || !TryDecode(text, packed))
            return Invalid;
        var ticks = BinaryPrimitives.ReadInt64BigEndian(packed);
        return ticks >= 0 && ticks <= s_maximumTicks
            ? new Cursor(new DateTimeOffset(ticks, TimeSpan.Zero), new Guid(packed[8..]))
            : Invalid;
    }

    private static readonly long s_maximumTicks = DateTimeOffset.MaxValue.UtcTicks;

    private static ValidationError Invalid => new("cursor.invalid", "The cursor is not one that a page of this list returned.", "cursor");

    private static bool TryDecode(string text, Span<byte> packed)
    {
        try
        {
            return Base64Url.TryDecodeFromChars(text, packed, out var written) && written == Bytes;
        }
        catch (FormatException)
        {
            return false;
        }
    }
}

public static class Keyset
{
    /// <summary>
    /// A page from one row more than it shows: the surplus row tells that another page follows.
    /// </summary>
    public static Page<TView> Page<TRow, TView>(IReadOnlyList<TRow> rows, int size, Func<TRow, TView> view, Func<TRow, Cursor> place) =>
        rows.Count > size
            ? new Page<TView>([.. rows.Take(size).Select(view)], place(rows[size - 1]).Encode())
            : new Page<TView>([.. rows.Select(view)], null);
}
