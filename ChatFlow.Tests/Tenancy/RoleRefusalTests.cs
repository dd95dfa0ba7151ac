using ChatFlow.Core.Data;
using ChatFlow.Tests.Support;
using ChatFlow.Web.Commands;
using Npgsql;
using Xunit;

namespace ChatFlow.Tests.Tenancy;

public sealed class RoleRefusalTests
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task The_applications_own_role_is_fine()
    {
        await using var database = await TestDatabase.CreateAsync(Stop);
        Assert.Null(await ProblemAsync(database.AppConnection));
    }

    [Fact]
    public async Task Roles_that_policies_do_not_bind_are_refused()
    {
        await using var database = await TestDatabase.CreateAsync(Stop);
        await database.ExecuteAsync("""
            DROP ROLE IF EXISTS bypassing; CREATE ROLE bypassing LOGIN BYPASSRLS PASSWORD 'only-for-tests';
            DROP ROLE IF EXISTS belonging; CREATE ROLE belonging LOGIN PASSWORD 'only-for-tests' IN ROLE chatflow_gate
            """, Stop);
        Assert.Contains("superuser", await ProblemAsync(database.Superuser), StringComparison.Ordinal);
        Assert.Contains("owns", await ProblemAsync(database.Owner), StringComparison.Ordinal);
        Assert.Contains("BYPASSRLS", await ProblemAsync(As(database, "bypassing")), StringComparison.Ordinal);
        Assert.Contains("member", await ProblemAsync(As(database, "belonging")), StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_site_does_not_start_as_a_superuser_and_says_why()
    {
        await using var database = await TestDatabase.CreateAsync(Stop);
        var folder = TestFolders.New("refused");
        using var error = new StringWriter();
        using var output = new StringWriter();
        try
        {
            var exit = await CommandLine.RunAsync(
                [$"--ConnectionStrings:App={database.Superuser}", $"--ChatFlow:DataFolder={folder}", "--urls=http://127.0.0.1:0"], output, error);
            Assert.Equal(1, exit);
            Assert.Contains("superuser", error.ToString(), StringComparison.Ordinal);
        }
        finally
        {
            TestFolders.Delete(folder);
        }
    }

    private static string As(TestDatabase database, string role) =>
        new NpgsqlConnectionStringBuilder(database.AppConnection) { Username = role }.ConnectionString;

    private static async Task<string?> ProblemAsync(string connection)
    {
        await using var source = NpgsqlDataSource.Create(connection + ";Pooling=false");
        return await RoleCheck.ProblemAsync(source, Stop);
    }
}
