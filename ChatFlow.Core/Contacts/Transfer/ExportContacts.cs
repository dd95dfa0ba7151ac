using System.Globalization;
using System.Text.Json;
using ChatFlow.Core.Common;
using ChatFlow.Core.Data;
using ChatFlow.Core.Users;
using CsvHelper;

namespace ChatFlow.Core.Contacts.Transfer;

/// <summary>
/// Contacts as a CSV file that a spreadsheet opens as it is and <see cref="ImportContacts"/> reads back. Cells that a
/// spreadsheet would take for a formula get an apostrophe. Read page by page, whatever the number.
/// </summary>
public sealed class ExportContacts(TenantDb tenants, TimeProvider clock)
{
    private const int Batch = 1000;
    private const int MostFields = 100;

    private static readonly string[] s_headings =
    [
        "id", "phone", "name", "email", "status", "tags", "language", "time_zone", "lead_score", "messages_received", "messages_sent",
        "last_contact_at", "opted_out_at", "created_at",
    ];

    /// <returns>How many contacts were written.</returns>
    public async Task<Result<int>> RunAsync(Actor actor, ContactFilter filter, Stream output, CancellationToken ct)
    {
        // A viewer reads what it is shown; the whole address book in a file is another matter.
        if (!actor.CanWrite)
            return new ForbiddenError();
        var first = await ReadAsync(actor, filter, null, ct);
        if (!first.IsSuccess)
            return first.Error;
        var fields = await FieldsAsync(actor, ct);

        await using var csv = CsvWriter.Create(
            output, new CsvWriterOptions { Injection = CsvInjection.Escape, WriteByteOrderMark = true }, leaveOpen: true);
        await WriteRowAsync(csv, s_headings.Concat(fields), ct);
        var total = 0;
        for (var page = first.Value; ;)
        {
            foreach (var contact in page)
                await WriteRowAsync(csv, Cells(contact, fields), ct);
            total += page.Count;
            if (page.Count < Batch)
                break;
            var next = await ReadAsync(actor, filter, new Cursor(page[^1].CreatedAt ?? DateTimeOffset.MinValue, page[^1].Id), ct);
            if (!next.IsSuccess)
                return next.Error;
            page = next.Value;
        }

        await csv.FlushAsync(ct);
        await tenants.RunAsync(actor.OrganizationId, async (db, token) =>
        {
            db.Add(AuditEntry.Of(actor, clock, "contacts.exported", total.ToString(CultureInfo.InvariantCulture)));
            await db.SaveChangesAsync(token);
        }, ct);
        return total;
    }

    private Task<Result<IReadOnlyList<Contact>>> ReadAsync(Actor actor, ContactFilter filter, Cursor? after, CancellationToken ct) =>
        tenants.RunAsync(actor.OrganizationId, (db, token) => filter.ReadAsync(db, after, Batch, token), ct);

    private Task<IReadOnlyList<string>> FieldsAsync(Actor actor, CancellationToken ct) =>
        tenants.RunAsync(actor.OrganizationId, (db, token) => db.QueryAsync(
            "SELECT DISTINCT jsonb_object_keys(c.custom_fields) AS name FROM contacts c WHERE c.organization_id = $1 ORDER BY name LIMIT $2",
            r => r.GetString(0), token, actor.OrganizationId, MostFields), ct);

    private static IEnumerable<string?> Cells(Contact c, IReadOnlyList<string> fields)
    {
        var own = ContactFields.Read(c.CustomFields);
        string?[] fixedCells =
        [
            c.Id.ToString(), c.Phone, c.Name, c.Email, EnumText<ContactStatus>.Of(c.Status), string.Join(", ", c.Tags), c.Language, c.TimeZone,
            c.LeadScore.ToString(CultureInfo.InvariantCulture), c.MessagesReceived.ToString(CultureInfo.InvariantCulture),
            c.MessagesSent.ToString(CultureInfo.InvariantCulture), Time(c.LastContactAt), Time(c.OptedOutAt), Time(c.CreatedAt),
        ];
        return fixedCells.Concat(fields.Select(name => own.TryGetValue(name, out var value) ? Text(value) : null));
    }

    private static string? Time(DateTimeOffset? time) => time?.ToUniversalTime().ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);

    private static string? Text(JsonElement value) => value.ValueKind == JsonValueKind.String ? value.GetString() : value.GetRawText();

    private static async Task WriteRowAsync(CsvWriter csv, IEnumerable<string?> cells, CancellationToken ct)
    {
        foreach (var cell in cells)
            csv.WriteField(cell);
        await csv.EndRecordAsync(ct);
    }
}
