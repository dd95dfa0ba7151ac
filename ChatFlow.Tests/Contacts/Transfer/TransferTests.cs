using System.Text;
using ChatFlow.Core.Contacts;
using ChatFlow.Core.Contacts.Transfer;
using ChatFlow.Core.Users;
using ChatFlow.Tests.Api;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace ChatFlow.Tests.Contacts.Transfer;

public sealed class TransferTests(ApiHost host) : IClassFixture<ApiHost>
{
    private const string Csv = """"
        Teléfono;Nombre;Correo electrónico;Etiquetas;Ciudad
        55 1234 5678;Ana;ana@example.com;vip, norte;CDMX
        +521 55 1234 5678;Ana María;;vip;CDMX
        no es;Luis;luis@example.com;;Lima

        +34 600 111 222;"Núñez; ""Pepe""";not-an-address;;Madrid
        +34 600 333 444;=1+2;;;"Las
        Palmas"
        """";

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    private Actor Actor => Actor.System(host.FirstId);

    [Fact]
    public async Task A_file_is_looked_into_brought_in_once_and_comes_out_again()
    {
        var preview = await host.Services.GetRequiredService<PreviewContactImport>().RunAsync(Actor, Text(Csv), null, Stop);
        Assert.Equal(
            [ImportField.Phone, ImportField.Name, ImportField.Email, ImportField.Tags, ImportField.Custom], preview.Value.Columns.Select(c => c.Field));
        Assert.Equal(5, preview.Value.TotalRows);
        Assert.Equal([null, null, "contact.phone_invalid", "contact.email_invalid", null], preview.Value.Rows.Select(r => r.Problem?.Code));

        var import = host.Services.GetRequiredService<ImportContacts>();
        var first = (await import.RunAsync(Actor, Text(Csv), null, null, Stop)).Value;
        Assert.Equal((2, 1, 0, 2), (first.Created, first.Updated, first.Unchanged, first.Failed));
        Assert.Equal([4, 6], first.Problems.Select(p => p.Line));
        var ana = Assert.Single((await host.Services.GetRequiredService<ListContacts>().RunAsync(
            Actor, new ListContactsRequest(new ContactFilter(Phone: "+525512345678")), Stop)).Value.Items);
        Assert.Equal(("Ana María", "ana@example.com", "CDMX"), (ana.Name, ana.Email, ana.CustomFields["Ciudad"].GetString()));
        Assert.Equal(["vip", "norte"], ana.Tags);

        using var exported = new MemoryStream();
        Assert.Equal(2, (await host.Services.GetRequiredService<ExportContacts>().RunAsync(Actor, new ContactFilter(), exported, Stop)).Value);
        var text = Encoding.UTF8.GetString(exported.ToArray());
        Assert.Contains("'=1+2", text, StringComparison.Ordinal);
        Assert.Contains("'+525512345678", text, StringComparison.Ordinal);

        exported.Position = 0;
        var again = (await import.RunAsync(Actor, exported, null, null, Stop)).Value;
        Assert.Equal((0, 0, 2, 0), (again.Created, again.Updated, again.Unchanged, again.Failed));
    }

    [Theory]
    [InlineData("", "import.unreadable")]
    [InlineData("nombre,correo\nAna,ana@example.com", "import.no_phone")]
    public async Task A_file_without_people_is_refused(string csv, string code) =>
        Assert.Equal(code, (await host.Services.GetRequiredService<ImportContacts>().RunAsync(Actor, Text(csv), null, null, Stop)).Error?.Code);

    [Fact]
    public async Task A_file_that_is_too_large_is_refused()
    {
        var import = host.Services.GetRequiredService<ImportContacts>();
        using var bytes = new MemoryStream(new byte[CsvFile.MaximumBytes + 1]);
        Assert.Equal("import.too_large", (await import.RunAsync(Actor, bytes, null, null, Stop)).Error?.Code);
        var rows = new StringBuilder("phone\n");
        for (var i = 0; i <= CsvFile.MaximumRows; i++)
            rows.Append("+346").Append(i.ToString("00000000", System.Globalization.CultureInfo.InvariantCulture)).Append('\n');
        Assert.Equal("import.too_many_rows", (await import.RunAsync(Actor, Text(rows.ToString()), null, null, Stop)).Error?.Code);
    }

    [Fact]
    public async Task A_viewer_neither_brings_in_nor_takes_out()
    {
        var viewer = new Actor(host.FirstId, null, UserRole.Viewer);
        Assert.Equal("forbidden", (await host.Services.GetRequiredService<ImportContacts>().RunAsync(viewer, Text(Csv), null, null, Stop)).Error?.Code);
        Assert.Equal("forbidden", (await host.Services.GetRequiredService<ExportContacts>().RunAsync(viewer, new ContactFilter(), Stream.Null, Stop)).Error?.Code);
    }

    [Fact]
    public async Task Windows_and_utf16_files_are_read_as_they_are()
    {
        const string csv = "teléfono;nombre\n+34600555666;Peña";
        var western = CodePagesEncodingProvider.Instance.GetEncoding(1252)!;
        foreach (var bytes in new[] { western.GetBytes(csv), [.. Encoding.Unicode.Preamble, .. Encoding.Unicode.GetBytes(csv)], Encoding.UTF8.GetBytes(csv) })
        {
            using var content = new MemoryStream(bytes);
            var file = await CsvFile.ReadAsync(content, Stop);
            Assert.Equal(["teléfono", "nombre"], file!.Headings());
            Assert.Equal(["+34600555666", "Peña"], file.Rows().Single().Cells);
        }
    }

    private static MemoryStream Text(string text) => new(Encoding.UTF8.GetBytes(text));
}
