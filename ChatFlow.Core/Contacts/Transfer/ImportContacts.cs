using ChatFlow.Core.Channels;
using ChatFlow.Core.Common;
using ChatFlow.Core.Data;
using ChatFlow.Core.Live;
using ChatFlow.Core.Organizations;
using ChatFlow.Core.Users;
using Microsoft.EntityFrameworkCore;

namespace ChatFlow.Core.Contacts.Transfer;

/// <param name="Line">In the file, the headings being 1.</param>
public sealed record ImportProblem(int Line, Error Error);

/// <param name="Problems">The first <see cref="ImportContacts.MostProblems"/>; <paramref name="Failed"/> counts all.</param>
public sealed record ImportReport(int Created, int Updated, int Unchanged, int Failed, IReadOnlyList<ImportProblem> Problems);

/// <summary>
/// Brings a CSV file in, by phone: who is known is completed, who is not is made, and the same file twice changes nothing.
/// A bad row is reported and does not hold up the others. Each batch is its own transaction.
/// </summary>
public sealed class ImportContacts(TenantDb tenants, ContactDirectory directory, TimeProvider clock)
{
    public const int MostProblems = 1000;
    private const int Batch = 500;

    /// <param name="columns">As chosen by the person, or null: guessed from the headings.</param>
    /// <param name="progress">Told the number of rows done.</param>
    public async Task<Result<ImportReport>> RunAsync(
        Actor actor, Stream content, IReadOnlyList<ImportColumn>? columns, IProgress<int>? progress, CancellationToken ct)
    {
        if (!actor.CanWrite)
            return new ForbiddenError();
        if (await CsvFile.ReadAsync(content, ct) is not { } file)
            return new ImportTooLarge(CsvFile.MaximumBytes / 1024 / 1024);
        if (file.Headings() is not { } headings)
            return new ImportUnreadable();
        columns ??= ImportColumn.Guess(headings);
        if (columns.All(c => c.Field != ImportField.Phone))
            return new ImportWithoutPhones();
        if (file.Rows().Skip(CsvFile.MaximumRows).Any())
            return new ImportTooManyRows(CsvFile.MaximumRows);
        var country = await tenants.RunAsync(actor.OrganizationId, (db, token) =>
            db.Set<Organization>().Where(o => o.Id == actor.OrganizationId).Select(o => o.Country).SingleAsync(token), ct);

        var tally = new Tally();
        var done = 0;
        foreach (var chunk in file.Rows().Chunk(Batch))
        {
            var rows = new List<ImportRow>(chunk.Length);
            foreach (var (line, cells) in chunk)
            {
                var row = ImportRow.Read(line, cells, columns, country);
                if (row.IsSuccess)
                    rows.Add(row.Value);
                else
                    tally.Fail(line, row.Error);
            }

            tally.Add(await tenants.RunAsync(actor.OrganizationId, (db, token) => ApplyAsync(db, rows, token), ct));
            progress?.Report(done += chunk.Length);
        }

        await tenants.RunAsync(actor.OrganizationId, async (db, token) =>
        {
            db.Add(AuditEntry.Of(actor, clock, "contacts.imported", $"{tally.Created} + {tally.Updated}"));
            await db.SaveChangesAsync(token);
        }, ct);
        return tally.Report();
    }

    // May run again after a dropped connection, so it counts for itself.
    private async Task<Tally> ApplyAsync(ChatFlowDb db, List<ImportRow> rows, CancellationToken ct)
    {
        var tally = new Tally();
        if (rows.Count == 0)
            return tally;
        var met = await directory.FindOrCreateAsync(db, rows.ConvertAll(r => new MetAddress(new ContactAddress(r.Phone), null)), create: true, ct);
        var ids = met.All.ToArray();
        var contacts = await db.Set<Contact>().FromSql(
            $"SELECT * FROM contacts WHERE id = ANY ({ids}) ORDER BY id FOR NO KEY UPDATE").ToDictionaryAsync(c => c.Id, ct);
        var created = met.Created.ToHashSet();
        foreach (var row in rows)
        {
            var contact = contacts[met.Find(new ContactAddress(row.Phone))!.Value];
            var changed = row.Apply(contact);
            if (!changed.IsSuccess)
                tally.Fail(row.Line, changed.Error);
            else if (created.Remove(contact.Id))
                tally.Created++;
            else if (changed.Value)
                tally.Updated++;
            else
                tally.Unchanged++;
        }

        await db.SaveChangesAsync(ct);
        if (tally.Created + tally.Updated > 0)
            db.Publish(LiveKind.ContactChanged);
        return tally;
    }

    private sealed class Tally
    {
        private readonly List<ImportProblem> _problems = [];
        private int _failed;

        public int Created { get; set; }
        public int Updated { get; set; }
        public int Unchanged { get; set; }

        public void Fail(int line, Error error)
        {
            _failed++;
            if (_problems.Count < MostProblems)
                _problems.Add(new ImportProblem(line, error));
        }

        public void Add(Tally batch)
        {
            Created += batch.Created;
            Updated += batch.Updated;
            Unchanged += batch.Unchanged;
            _failed += batch._failed;
            _problems.AddRange(batch._problems.Take(MostProblems - _problems.Count));
        }

        public ImportReport Report() => new(Created, Updated, Unchanged, _failed, [.. _problems.OrderBy(p => p.Line)]);
    }
}
