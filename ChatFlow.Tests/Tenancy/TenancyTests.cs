using Npgsql;
using Xunit;
using static ChatFlow.Tests.Tenancy.TwoTenants;

namespace ChatFlow.Tests.Tenancy;

/// <summary>For every table that the catalog knows: nothing of one organization can be reached as another.</summary>
public sealed class TenancyTests(TwoTenants tenants) : IClassFixture<TwoTenants>
{
    private const string RowSecurity = "42501";
    private const string ForeignKeyViolation = "23503";
    private const string UniqueViolation = "23505";

    // The seed's two values that are global by design, the generated twin of one, and ids that the database counts.
    private static readonly string[] s_global = ["users_email_key", "users_normalized_email_key", "organizations_slug_key", "webhook_inbox_pkey"];

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public void Every_table_holds_a_row_of_each_organization_and_there_are_all_of_the_seeds() =>
        Assert.Superset(
            new HashSet<string>
            {
                "users", "contacts", "messages", "bot_configs", "bot_message_logs", "follow_up_sequences", "follow_up_messages",
                "follow_up_executions", "follow_up_message_logs",
            },
            tenants.Catalog.Tables.ToHashSet());

    [Fact]
    public async Task Row_level_security_is_on_and_forced_with_a_policy_for_each_verb() =>
        Assert.Empty(await tenants.Database.QueryAsync("""
            SELECT c.relname FROM pg_class c WHERE c.relnamespace = 'public'::regnamespace AND c.relkind = 'r'
                AND c.relname <> '__EFMigrationsHistory'
                AND NOT (c.relrowsecurity AND c.relforcerowsecurity AND (
                    SELECT count(DISTINCT p.polcmd) = 4 FROM pg_policy p WHERE p.polrelid = c.oid AND p.polroles = '{0}' AND p.polname LIKE '%own_organization'))
            """, r => r.GetString(0), Stop));

    [Fact]
    public Task Rows_of_another_organization_cannot_be_read() => ForEachTableAsync(async table =>
    {
        var seen = await tenants.AsAsync(A, c => CountAsync(c, $"SELECT count(*) FROM {table}"), Stop);
        var others = await tenants.AsAsync(A, c => CountAsync(c, $"SELECT count(*) FROM {table} WHERE organization_id = '{B}'"), Stop);
        return (seen, others) == (1, 0) ? null : $"{table}: {seen} seen, {others} of them another's";
    });

    [Fact]
    public Task Without_an_organization_there_is_no_row() => ForEachTableAsync(async table =>
    {
        var none = await tenants.AsAsync(null, c => CountAsync(c, $"SELECT count(*) FROM {table}"), Stop);
        var empty = await tenants.AsAsync(null, c => CountAsync(c, $"SELECT count(*) FROM {table}, set_config('app.current_organization_id', '', true)"), Stop);
        return (none, empty) == (0, 0) ? null : $"{table}: {none} and {empty}";
    });

    [Fact]
    public Task Rows_cannot_be_inserted_for_another_organization() => ForEachTableAsync(async table =>
    {
        var (_, refused) = await tenants.TryAsync(A, tenants.Insert(table, B, A), Stop);
        return refused == RowSecurity ? null : $"{table}: {refused ?? "accepted"}";
    });

    [Fact]
    public Task Rows_of_another_organization_cannot_be_updated_or_deleted() => ForEachTableAsync(async table =>
    {
        var updated = await tenants.TryAsync(A, $"UPDATE {table} SET organization_id = organization_id WHERE organization_id = '{B}'", Stop);
        var deleted = await tenants.TryAsync(A, $"DELETE FROM {table} WHERE organization_id = '{B}'", Stop);
        return (updated, deleted) == ((0, null), (0, null)) ? null : $"{table}: {updated} {deleted}";
    });

    [Fact]
    public Task A_row_cannot_be_given_away() => ForEachTableAsync(async table =>
    {
        var (_, refused) = await tenants.TryAsync(A, $"UPDATE {table} SET organization_id = '{B}' WHERE organization_id = '{A}'", Stop);
        return refused == RowSecurity ? null : $"{table}: {refused ?? "accepted"}";
    });

    [Fact]
    public async Task No_key_points_into_another_organization()
    {
        var loose = tenants.Catalog.ForeignKeys.Where(k => tenants.Catalog.Tables.Contains(k.Table) && k.Target != "organizations"
            && (k.Columns[0] != "organization_id" || k.TargetColumns[0] != "organization_id")).Select(k => k.Name);
        Assert.Empty(loose);
        var crossing = new List<string>();
        foreach (var key in tenants.Catalog.ForeignKeys.Where(k => k.Columns.Length == 2 && tenants.Catalog.Tables.Contains(k.Table)))
        {
            // The other organization's id is read beforehand: as A it cannot be seen.
            var id = await tenants.Database.ScalarAsync<Guid>($"SELECT {key.TargetColumns[1]} FROM {key.Target} WHERE organization_id = '{B}' LIMIT 1", Stop);
            var (_, refused) = await tenants.TryAsync(A, $"UPDATE {key.Table} SET {key.Columns[1]} = '{id}' WHERE organization_id = '{A}'", Stop);
            // The seed's key over (sequence_id, step_order) may speak first, to whoever already knows the uuid.
            if (refused is not (ForeignKeyViolation or UniqueViolation))
                crossing.Add($"{key.Name}: {refused ?? "accepted"}");
        }

        Assert.Empty(crossing);
    }

    [Fact]
    public void No_unique_value_tells_what_another_organization_holds()
    {
        var telling = tenants.Catalog.UniqueIndexes
            .Where(i => i.Table != "__EFMigrationsHistory" && !i.Columns.Contains("organization_id") && !s_global.Contains(i.Name))
            // A uuid that nobody can guess tells nothing.
            .Where(i => !tenants.Catalog.Columns[i.Table].Any(c => c.Type == "uuid" && i.Columns.Contains(c.Name)))
            .Select(i => i.Name);
        Assert.Empty(telling);
    }

    [Fact]
    public async Task Organizations_see_themselves_only()
    {
        Assert.Equal(1, await tenants.AsAsync(A, c => CountAsync(c, "SELECT count(*) FROM organizations"), Stop));
        Assert.Equal(0, await tenants.AsAsync(null, c => CountAsync(c, "SELECT count(*) FROM organizations"), Stop));
        Assert.Equal((0, null), await tenants.TryAsync(A, $"UPDATE organizations SET name = 'x' WHERE id = '{B}'", Stop));
        Assert.Equal((0, null), await tenants.TryAsync(A, $"DELETE FROM organizations WHERE id = '{B}'", Stop));
        Assert.Equal(RowSecurity, (await tenants.TryAsync(A, "INSERT INTO organizations (name, slug) VALUES ('x', 'x')", Stop)).Refused);
    }

    [Fact]
    public async Task The_gates_own_table_and_functions_are_closed_to_strangers()
    {
        Assert.Equal(RowSecurity, (await tenants.TryAsync(A, "SELECT * FROM gate.channel_claims", Stop)).Refused);
        Assert.Equal(RowSecurity, (await tenants.TryAsync(A, "SET ROLE chatflow_gate", Stop)).Refused);
        Assert.Empty(await tenants.Database.QueryAsync("""
            SELECT p.proname FROM pg_proc p WHERE p.pronamespace = 'gate'::regnamespace
                AND (NOT p.prosecdef OR p.proconfig IS NULL OR p.proowner <> 'chatflow_gate'::regrole OR has_function_privilege('public', p.oid, 'execute'))
            """, r => r.GetString(0), Stop));
    }

    [Fact]
    public Task What_claims_for_all_organizations_may_do_so() => tenants.AsAsync(null, async connection =>
    {
        foreach (var call in new[]
        {
            "gate.claim_sends(now(), 10, 5)", "gate.expire_sends(interval '1 second')", "gate.claim_executions(now(), 10, 5, interval '1 minute')",
            "gate.claim_bot_turns(now(), 10, interval '1 minute')", "gate.organizations_with_webhooks(10)",
        })
        {
            await using var command = new NpgsqlCommand($"SELECT * FROM {call}", connection);
            await command.ExecuteNonQueryAsync(Stop);
        }

        return 0;
    }, Stop);

    private async Task ForEachTableAsync(Func<string, Task<string?>> problem)
    {
        var problems = new List<string>();
        foreach (var table in tenants.Catalog.Tables)
        {
            if (await problem(table) is { } found)
                problems.Add(found);
        }

        Assert.Empty(problems);
    }

    private static async Task<long> CountAsync(NpgsqlConnection connection, string sql)
    {
        await using var command = new NpgsqlCommand(sql, connection);
        return (long)(await command.ExecuteScalarAsync(Stop))!;
    }
}
