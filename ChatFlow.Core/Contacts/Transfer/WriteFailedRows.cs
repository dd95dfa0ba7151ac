using ChatFlow.Core.Common;
using CsvHelper;

namespace ChatFlow.Core.Contacts.Transfer;

/// <summary>
/// The rows of a file that did not come in, as a file to mend and import again: as they were, with the reason in a column
/// of its own.
/// </summary>
public sealed class WriteFailedRows
{
    /// <param name="reasonHeading">In the reader's language.</param>
    /// <param name="reasons">By line, as <see cref="ImportProblem.Line"/>.</param>
    /// <returns>How many rows were written.</returns>
    public async Task<Result<int>> RunAsync(
        Stream content, string reasonHeading, IReadOnlyDictionary<int, string> reasons, Stream output, CancellationToken ct)
    {
        if (await CsvFile.ReadAsync(content, ct) is not { } file)
            return new ImportTooLarge(CsvFile.MaximumBytes / 1024 / 1024);
        if (file.Headings() is not { } headings)
            return new ImportUnreadable();
        await using var csv = CsvWriter.Create(
            output, new CsvWriterOptions { Injection = CsvInjection.Escape, WriteByteOrderMark = true }, leaveOpen: true);
        await WriteAsync(csv, headings, reasonHeading, headings.Count, ct);
        var written = 0;
        foreach (var (line, cells) in file.Rows())
        {
            if (!reasons.TryGetValue(line, out var reason))
                continue;
            await WriteAsync(csv, cells, reason, headings.Count, ct);
            written++;
        }

        await csv.FlushAsync(ct);
        return written;
    }

    // A short row is filled up, so that the reason stands under its heading.
    private static async Task WriteAsync(CsvWriter csv, IReadOnlyList<string> cells, string reason, int columns, CancellationToken ct)
    {
        for (var i = 0; i < Math.Max(columns, cells.Count); i++)
            csv.WriteField(i < cells.Count ? cells[i] : null);
        csv.WriteField(reason);
        await csv.EndRecordAsync(ct);
    }
}
