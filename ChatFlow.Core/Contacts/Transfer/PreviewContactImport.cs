using ChatFlow.Core.Common;
using ChatFlow.Core.Data;
using ChatFlow.Core.Organizations;
using ChatFlow.Core.Users;
using Microsoft.EntityFrameworkCore;

namespace ChatFlow.Core.Contacts.Transfer;

/// <param name="Problem">Why this row would not be imported, or null.</param>
public sealed record ImportPreviewRow(int Line, IReadOnlyList<string> Cells, Error? Problem);

/// <param name="Columns">What each column would become; may be changed before the import.</param>
/// <param name="Rows">The first <see cref="PreviewContactImport.Shown"/>.</param>
/// <param name="TotalRows">In the whole file.</param>
public sealed record ImportPreview(IReadOnlyList<ImportColumn> Columns, IReadOnlyList<ImportPreviewRow> Rows, int TotalRows);

/// <summary>Looks into a file without writing anything.</summary>
public sealed class PreviewContactImport(TenantDb tenants)
{
    public const int Shown = 50;

    /// <param name="columns">As chosen by the person, or null: guessed from the headings.</param>
    public async Task<Result<ImportPreview>> RunAsync(Actor actor, Stream content, IReadOnlyList<ImportColumn>? columns, CancellationToken ct)
    {
        if (!actor.CanWrite)
            return new ForbiddenError();
        if (await CsvFile.ReadAsync(content, ct) is not { } file)
            return new ImportTooLarge(CsvFile.MaximumBytes / 1024 / 1024);
        if (file.Headings() is not { } headings)
            return new ImportUnreadable();
        columns ??= ImportColumn.Guess(headings);
        var country = await tenants.RunAsync(actor.OrganizationId, (db, token) =>
            db.Set<Organization>().Where(o => o.Id == actor.OrganizationId).Select(o => o.Country).SingleAsync(token), ct);
        var total = 0;
        var rows = new List<ImportPreviewRow>(Shown);
        foreach (var (line, cells) in file.Rows())
        {
            total++;
            if (rows.Count < Shown)
                rows.Add(new ImportPreviewRow(line, cells, ImportRow.Read(line, cells, columns, country).Error));
        }

        return total > CsvFile.MaximumRows ? new ImportTooManyRows(CsvFile.MaximumRows) : new ImportPreview(columns, rows, total);
    }
}
