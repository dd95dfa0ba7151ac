using System.Text;
using CsvHelper;

namespace ChatFlow.Core.Contacts.Transfer;

/// <summary>
/// A CSV file as spreadsheets write it: UTF-8 or UTF-16 with a mark, else UTF-8, else Windows' western code page;
/// separated by comma, semicolon, tab or bar.
/// </summary>
internal sealed class CsvFile
{
    public const int MaximumBytes = 10 * 1024 * 1024;
    public const int MaximumRows = 50_000;
    private const int MaximumColumns = 200;
    private const int WesternWindows = 1252;

    private readonly byte[] _bytes;
    private readonly Encoding? _encoding;

    private CsvFile(byte[] bytes)
    {
        _bytes = bytes;
        _encoding = EncodingOf(bytes);
    }

    /// <summary>Null when it is larger than <see cref="MaximumBytes"/>.</summary>
    public static async Task<CsvFile?> ReadAsync(Stream content, CancellationToken ct)
    {
        using var kept = new MemoryStream();
        var buffer = new byte[81920];
        int read;
        while ((read = await content.ReadAsync(buffer, ct)) > 0)
        {
            if (kept.Length + read > MaximumBytes)
                return null;
            kept.Write(buffer, 0, read);
        }

        return new CsvFile(kept.ToArray());
    }

    /// <summary>The headings; null when there are none to speak of.</summary>
    public IReadOnlyList<string>? Headings()
    {
        using var csv = Open();
        try
        {
            csv.ReadHeader();
            return csv.Headers is { Count: > 0 and <= MaximumColumns } headings && headings.Any(h => !string.IsNullOrWhiteSpace(h))
                ? [.. headings.Select(h => h.Trim())]
                : null;
        }
        catch (CsvFormatException)
        {
            return null;
        }
    }

    /// <summary>Every row below the headings that is not empty, with its line in the file, one at a time.</summary>
    public IEnumerable<(int Line, string[] Cells)> Rows()
    {
        using var csv = Open();
        while (csv.Read())
        {
            var cells = new string[csv.FieldCount];
            for (var i = 0; i < cells.Length; i++)
                cells[i] = csv.GetString(i);
            if (!Array.TrueForAll(cells, string.IsNullOrWhiteSpace))
                yield return ((int)csv.LineNumber, cells);
        }
    }

    private CsvReader Open() => CsvReader.Create(
        new MemoryStream(_bytes, writable: false),
        new CsvReaderOptions { Encoding = _encoding, TrackLineNumbers = true, IncludeValuesInExceptions = false },
        leaveOpen: false);

    // Null: a mark says which Unicode it is, and without one it is UTF-8.
    private static Encoding? EncodingOf(byte[] bytes)
    {
        if (bytes is [0xFF, 0xFE, ..] or [0xFE, 0xFF, ..])
            return null;
        try
        {
            new UTF8Encoding(false, throwOnInvalidBytes: true).GetCharCount(bytes);
            return null;
        }
        catch (DecoderFallbackException)
        {
            return CodePagesEncodingProvider.Instance.GetEncoding(WesternWindows);
        }
    }
}
