using ChatFlow.Core.Inbox.Health;
using ChatFlow.Core.Organizations;
using ChatFlow.Core.Organizations.Health;
using ChatFlow.Core.Users;
using ChatFlow.Tests.Support;
using Hangfire;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;
using Xunit;

namespace ChatFlow.Tests.Inbox.Health;

/// <summary>The measurement on a real database, with the gate that says whose turn it is.</summary>
public sealed class MeasureConnectionTests : IClassFixture<TestAppFixture>
{
    public MeasureConnectionTests(TestAppFixture fixture)
    {
        App = fixture.App;
        // Its own turn every minute would find the incidents before the tests do.
        App.Services.GetRequiredService<IRecurringJobManager>().RemoveIfExists("connection-health");
    }

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    private TestApp App { get; }

    [Fact]
    public async Task Sends_without_a_tick_are_an_incident_told_once_until_a_tick_comes()
    {
        var organization = await App.OpenEvolutionAsync(Stop);
        await ConnectAsync(organization);
        for (var i = 0; i < 6; i++)
            await MessageAsync(organization, "outbound", "sent", minutesAgo: 5);

        var began = Assert.Single(await MeasureAsync(organization));
        Assert.Equal((HealthState.SendsOnly, false, organization.AdminEmail), (began.State, began.IsOver, Assert.Single(began.Admins).Email));
        Assert.Empty(await MeasureAsync(organization));
        var view = await ViewAsync(organization);
        Assert.Equal((HealthState.SendsOnly, 6, 6), (view.State, view.Sends, view.Unacknowledged));
        Assert.NotNull(view.IncidentSince);

        await MessageAsync(organization, "inbound", "delivered", minutesAgo: -0.1);
        var over = Assert.Single(await MeasureAsync(organization));
        Assert.Equal((HealthState.SendsOnly, true), (over.State, over.IsOver));
        Assert.Equal(HealthState.Working, (await ViewAsync(organization)).State);
        Assert.Null((await ViewAsync(organization)).IncidentSince);
    }

    [Fact]
    public async Task Refused_sends_while_customers_write_are_counted_by_class()
    {
        var organization = await App.OpenMetaAsync("9001", "9002", Stop);
        await ConnectAsync(organization);
        await MessageAsync(organization, "inbound", "delivered", minutesAgo: 2);
        foreach (var code in new[] { "131047", "131047", "131026" })
            await MessageAsync(organization, "outbound", "failed", minutesAgo: 3, code);

        Assert.Equal(HealthState.ReceivesOnly, Assert.Single(await MeasureAsync(organization)).State);
        var view = await ViewAsync(organization);
        Assert.Equal(new Dictionary<string, int> { ["needs_template"] = 2, ["unreachable"] = 1 }, view.Errors.ToDictionary());
        Assert.NotNull(view.LastInboundAt);
        Assert.Equal(0, view.Sends);
    }

    [Fact]
    public async Task Organizations_without_traffic_are_not_measured_and_none_is_named_to_the_probe()
    {
        var quiet = await App.OpenEvolutionAsync(Stop);
        var busy = await App.OpenEvolutionAsync(Stop);
        await ConnectAsync(busy);
        await MessageAsync(busy, "inbound", "delivered", minutesAgo: 1);
        await MeasureAsync(busy);
        Assert.Null(await MaybeViewAsync(quiet));
        Assert.Equal(HealthState.Working, (await ViewAsync(busy)).State);

        using var http = App.Http();
        var ready = await http.GetStringAsync("/health/ready", Stop);
        Assert.Contains("working", ready, StringComparison.Ordinal);
        Assert.DoesNotContain(busy.Slug, ready, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_reads_use_their_indexes()
    {
        var organization = await App.OpenEvolutionAsync(Stop);
        await App.Database.ExecuteAsync($"""
            INSERT INTO contacts (id, organization_id, phone) VALUES ('{organization.Id}', '{organization.Id}', '+15550001234');
            INSERT INTO messages (id, organization_id, contact_id, direction, message_content, status, created_at, occurred_at, sender)
            SELECT gen_random_uuid(), '{organization.Id}', '{organization.Id}', 'outbound', 'x', 'read', now() - n * interval '1 minute', now(), 'api' FROM generate_series(1, 3000) n;
            ANALYZE messages
            """, Stop);
        var plan = string.Join('\n', await App.Database.QueryAsync(
            "EXPLAIN SELECT max(created_at) FROM messages WHERE organization_id = $1 AND created_at > now() - interval '15 minutes' AND direction IS NOT NULL",
            r => r.GetString(0), Stop, organization.Id));
        Assert.Contains("messages_by_time", plan, StringComparison.Ordinal);
        plan = string.Join('\n', await App.Database.QueryAsync(
            "EXPLAIN SELECT error_code, count(*) FROM messages WHERE organization_id = $1 AND created_at > now() - interval '1 day' AND error_code IS NOT NULL GROUP BY error_code",
            r => r.GetString(0), Stop, organization.Id));
        Assert.Contains("messages_with_error", plan, StringComparison.Ordinal);
    }

    private async Task<List<IncidentChange>> MeasureAsync(TestOrganization organization)
    {
        var told = new List<IncidentChange>();
        await App.Services.GetRequiredService<MeasureConnections>().RunAsync(told.Add, Stop);
        return told.FindAll(t => t.OrganizationId == organization.Id);
    }

    private async Task<ConnectionHealthView?> MaybeViewAsync(TestOrganization organization) =>
        (await App.Services.GetRequiredService<GetConnection>().RunAsync(Actor.System(organization.Id), new Uri("http://localhost/"), Stop)).Value.Health;

    private async Task<ConnectionHealthView> ViewAsync(TestOrganization organization) => (await MaybeViewAsync(organization))!;

    private Task ConnectAsync(TestOrganization organization) =>
        App.Database.ExecuteAsync($"UPDATE bot_configs SET connection_status = 'connected' WHERE organization_id = '{organization.Id}'", Stop);

    private async Task MessageAsync(TestOrganization organization, string direction, string status, double minutesAgo, string? error = null)
    {
        await using var connection = new NpgsqlConnection(App.Database.Superuser);
        await connection.OpenAsync(Stop);
        await using var command = new NpgsqlCommand("""
            WITH c AS (INSERT INTO contacts (id, organization_id, phone) VALUES (gen_random_uuid(), $1, '+1555' || floor(random() * 9000000 + 1000000)::text) RETURNING id)
            INSERT INTO messages (id, organization_id, contact_id, direction, message_content, status, whatsapp_message_id, sent_at, created_at, occurred_at, sender, attempt, error_code)
            SELECT gen_random_uuid(), $1, c.id, $2, 'x', $3, CASE WHEN $3 = 'failed' THEN NULL ELSE gen_random_uuid()::text END,
                now() - $4, now() - $4, now() - $4, CASE $2 WHEN 'inbound' THEN 'contact' ELSE 'api' END, 1, $5::text FROM c
            """, connection);
        foreach (var value in new object?[] { organization.Id, direction, status, TimeSpan.FromMinutes(minutesAgo), error })
            command.Parameters.Add(new NpgsqlParameter { Value = value ?? DBNull.Value });
        await command.ExecuteNonQueryAsync(Stop);
    }
}
