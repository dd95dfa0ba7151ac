using System.Text.Json.Nodes;
using ChatFlow.Core.Data;
using ChatFlow.Core.Security;
using ChatFlow.Tests.Support;
using ChatFlow.Web.Commands;
using Npgsql;
using Xunit;

namespace ChatFlow.Tests.Commands;

public sealed class CommandLineTests : IDisposable
{
    private const string Admin = "--admin-password una-clave-larga-9";

    private readonly string _folder = TestFolders.New("commands");

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    public void Dispose() => TestFolders.Delete(_folder);

    [Fact]
    public async Task Migrate_makes_everything_that_the_application_needs_and_may_run_again()
    {
        await using var database = await TestDatabase.CreateEmptyAsync(Stop);
        var answer = await RunAsync(database, "migrate");
        Assert.True(answer.Exit == 0, answer.Error);
        Assert.True(answer.Json["migrated"]!.GetValue<bool>());
        Assert.Equal(0, (await RunAsync(database, "migrate")).Exit);
        await using var app = new NpgsqlConnection(database.AppConnection + ";Pooling=false");
        await app.OpenAsync(Stop);
    }

    [Fact]
    public async Task An_organization_and_its_key_can_be_made_and_used()
    {
        await using var database = await TestDatabase.CreateAsync(Stop);
        var made = await RunAsync(database, $"organization create --slug tienda --admin-email Ana@Example.com {Admin} --name Tienda");
        Assert.True(made.Exit == 0, made.Error);
        Assert.Equal("tienda", made.Json["slug"]!.GetValue<string>());
        Assert.Equal("Ana@Example.com", made.Json["adminEmail"]!.GetValue<string>());
        Assert.True(Guid.TryParse(made.Json["id"]!.GetValue<string>(), out var id));

        var key = await RunAsync(database, "api-key create --organization tienda --name pruebas");
        Assert.True(key.Exit == 0, key.Error);
        await using var source = NpgsqlDataSource.Create(database.AppConnection + ";Pooling=false");
        var found = await new Gate(source).FindApiKeyAsync(Tokens.Hash(key.Json["key"]!.GetValue<string>()), Stop);
        Assert.Equal(id, found?.OrganizationId);
    }

    [Fact]
    public async Task What_is_wrong_is_said_on_standard_error_only()
    {
        await using var database = await TestDatabase.CreateAsync(Stop);
        (string Line, string Expected)[] cases =
        [
            ("api-key create --organization nobody --name x", "no organization 'nobody'"),
            ("api-key create --name x", "--organization"),
            ($"organization create --slug Bad!Slug --admin-email a@b.co {Admin} --name x", "slug"),
            ($"organization create --slug good --admin-email nowhere {Admin} --name x", "mail"),
            ($"organization create --slug good --admin-email a@b.co {Admin} --name x --nmae y", "--nmae"),
            ("migrat", "migrat"),
        ];
        foreach (var (line, expected) in cases)
        {
            var answer = await RunAsync(database, line);
            Assert.Equal((1, ""), (answer.Exit, answer.Output));
            Assert.Contains(expected, answer.Error, StringComparison.OrdinalIgnoreCase);
        }
    }

    [Fact]
    public async Task A_slug_is_given_once()
    {
        await using var database = await TestDatabase.CreateAsync(Stop);
        Assert.Equal(0, (await RunAsync(database, $"organization create --slug uno --admin-email a@example.com {Admin} --name x")).Exit);
        var again = await RunAsync(database, $"organization create --slug uno --admin-email b@example.com {Admin} --name x");
        Assert.Equal((1, ""), (again.Exit, again.Output));
    }

    [Fact]
    public async Task With_the_applications_string_alone_a_schema_that_is_behind_is_refused()
    {
        await using var database = await TestDatabase.CreateEmptyAsync(Stop);
        var answer = await RunAsync([$"--ConnectionStrings:App={database.AppConnection}"], "api-key create --organization x --name y");
        Assert.Equal((1, ""), (answer.Exit, answer.Output));
        Assert.Contains("migrate", answer.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_connection_string_that_nobody_understands_is_named_and_not_repeated()
    {
        var answer = await RunAsync(["--ConnectionStrings:App=Password=topsecret;nonsense"], "doctor");
        Assert.Equal(1, answer.Exit);
        Assert.Contains("ConnectionStrings__App", answer.Error, StringComparison.Ordinal);
        Assert.DoesNotContain("topsecret", answer.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_doctor_finds_a_sound_installation_sound()
    {
        await using var database = await TestDatabase.CreateAsync(Stop);
        var answer = await RunAsync(database, "doctor");
        Assert.True(answer.Json["ok"]!.GetValue<bool>(), answer.Error);
        Assert.Equal(0, answer.Exit);
    }

    [Fact]
    public async Task Each_command_stands_alone_on_the_embedded_database_and_several_at_once_wait()
    {
        var answers = await Task.WhenAll(
            RunAsync([], $"organization create --slug uno --admin-email a@example.com {Admin} --name Uno"),
            RunAsync([], $"organization create --slug dos --admin-email b@example.com {Admin} --name Dos"));
        Assert.All(answers, answer => Assert.True(answer.Exit == 0, answer.Error));
        var key = await RunAsync([], "api-key create --organization dos --name k");
        Assert.True(key.Exit == 0, key.Error);
        Assert.StartsWith("cf_", key.Json["key"]!.GetValue<string>(), StringComparison.Ordinal);
    }

    private Task<Answer> RunAsync(TestDatabase database, string line) =>
        RunAsync([$"--ConnectionStrings:Owner={database.Owner}", $"--ConnectionStrings:App={database.AppConnection}"], line);

    private async Task<Answer> RunAsync(string[] settings, string line)
    {
        await using var output = new StringWriter();
        await using var error = new StringWriter();
        var exit = await CommandLine.RunAsync([.. line.Split(' '), .. settings, $"--ChatFlow:DataFolder={_folder}"], output, error);
        return new Answer(exit, output.ToString(), error.ToString());
    }

    private sealed record Answer(int Exit, string Output, string Error)
    {
        public JsonNode Json => JsonNode.Parse(Output)!;
    }
}
