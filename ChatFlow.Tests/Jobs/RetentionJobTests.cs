using ChatFlow.Core.Jobs;
using ChatFlow.Tests.Support;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace ChatFlow.Tests.Jobs;

public sealed class RetentionJobTests(TestAppFixture fixture) : IClassFixture<TestAppFixture>
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task What_has_served_its_purpose_goes_and_the_rest_stays()
    {
        var app = fixture.App;
        var organizations = new[] { await app.OpenAsync(Stop), await app.OpenAsync(Stop) };
        foreach (var organization in organizations)
            await app.Database.ExecuteAsync(Rows(organization.Id), Stop);

        var job = app.Services.GetRequiredService<RetentionJob>();
        await job.RunHourlyAsync(Stop);
        await job.RunNightlyAsync(Stop);
        await job.RunNightlyAsync(Stop);

        foreach (var organization in organizations)
        {
            Assert.Equal([2, 3], await app.Database.QueryAsync(
                "SELECT get_byte(body_hash, 0) FROM webhook_inbox WHERE organization_id = $1 ORDER BY 1", r => r.GetInt32(0), Stop, organization.Id));
            foreach (var table in new[] { "idempotency_keys", "parked_statuses", "bot_message_logs", "invitations" })
                Assert.Equal((table, 1L), (table, await app.Database.ScalarAsync<long>($"SELECT count(*) FROM {table} WHERE organization_id = $1", Stop, organization.Id)));
            Assert.Equal(0L, await app.Database.ScalarAsync<long>("SELECT count(*) FROM audit_entries WHERE organization_id = $1 AND action = 'old'", Stop, organization.Id));
        }
    }

    private static string Rows(Guid id) => $"""
        INSERT INTO webhook_inbox (organization_id, channel, body, body_hash, received_at, state) VALUES
            ('{id}', 'simulator', '', '\x01', now() - interval '31 days', 'done'), ('{id}', 'simulator', '', '\x02', now() - interval '29 days', 'done'),
            ('{id}', 'simulator', '', '\x03', now() - interval '31 days', 'failed'), ('{id}', 'simulator', '', '\x04', now() - interval '91 days', 'unreadable'),
            ('{id}', 'simulator', '', '\x05', now() - interval '91 days', 'failed');
        INSERT INTO webhook_inbox (organization_id, channel, body, body_hash, received_at, state)
            SELECT '{id}', 'evolution_api', '', decode(md5(n::text), 'hex'), now() - interval '40 days', 'done' FROM generate_series(1, 5001) n;
        INSERT INTO idempotency_keys (organization_id, key, request_hash, created_at) VALUES ('{id}', 'old', '', now() - interval '25 hours'), ('{id}', 'new', '', now());
        INSERT INTO parked_statuses (organization_id, whatsapp_message_id, status, at, received_at) VALUES
            ('{id}', 'old', 'read', now(), now() - interval '25 hours'), ('{id}', 'new', 'read', now(), now());
        INSERT INTO bot_message_logs (organization_id, direction, received_at) VALUES ('{id}', 'inbound', now() - interval '91 days'), ('{id}', 'inbound', now());
        INSERT INTO invitations (id, organization_id, email, role, token_hash, created_at, expires_at) VALUES
            (gen_random_uuid(), '{id}', 'a@b.co', 'user', '', now(), now() - interval '91 days'), (gen_random_uuid(), '{id}', 'b@b.co', 'user', '', now(), now());
        INSERT INTO audit_entries (id, organization_id, at, action) VALUES (gen_random_uuid(), '{id}', now() - interval '731 days', 'old')
        """;
}
