using System.Net;
using ChatFlow.Core.Inbox.Webhooks;
using ChatFlow.Core.Live;
using ChatFlow.Tests.Support;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;
using Npgsql;
using Xunit;

namespace ChatFlow.Tests.Webhooks;

/// <summary>A message is applied because it arrived, not because the poll finds it: the clock of these tests never gets that far.</summary>
public sealed class WebhookWakeTests : IAsyncLifetime
{
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(30);
    private readonly FakeTimeProvider _clock = new(new DateTimeOffset(2026, 11, 24, 12, 0, 0, TimeSpan.Zero));
    private TestApp _app = null!;

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync() => _app = await TestApp.StartAsync(Stop, _clock);

    public ValueTask DisposeAsync() => _app.DisposeAsync();

    [Fact]
    public async Task A_message_that_comes_while_its_organization_is_being_applied_is_applied_right_after()
    {
        var busy = await _app.OpenEvolutionAsync(Stop);
        var idle = await _app.OpenEvolutionAsync(Stop);
        await ArriveAsync(busy, "5215512345678", "first");

        await using var holder = new NpgsqlConnection(_app.Database.Superuser);
        await holder.OpenAsync(Stop);
        await using (var transaction = await holder.BeginTransactionAsync(Stop))
        {
            await RunAsync(holder, "SELECT 1 FROM contacts FOR UPDATE");
            // Its worker has read what waits, and stands before the contact.
            var second = Added(busy);
            await PostAsync(busy, "5215512345678", "second");
            while (await _app.Database.ScalarAsync<long>("SELECT count(*) FROM pg_locks WHERE NOT granted AND pid IN (SELECT pid FROM pg_stat_activity WHERE datname = current_database())", Stop) == 0)
            {
            }

            await PostAsync(busy, "5215587654321", "third");
            // Whoever takes turns has looked at the busy organization before this one.
            await ArriveAsync(idle, "5215500000000", "other");
            await transaction.CommitAsync(Stop);
            await second;
        }

        // It gathers for a moment after the turn before; the poll would come much later.
        for (var waited = TimeSpan.Zero; await CountAsync(busy) < 3; waited += TimeSpan.FromMilliseconds(1))
        {
            Assert.InRange(waited, TimeSpan.Zero, TimeSpan.FromMilliseconds(250));
            _clock.Advance(TimeSpan.FromMilliseconds(1));
        }
    }

    [Fact]
    public async Task While_another_node_is_at_it_nothing_is_applied_and_the_worker_is_told_so()
    {
        var organization = await _app.OpenEvolutionAsync(Stop);
        await using var other = new NpgsqlConnection(_app.Database.Superuser);
        await other.OpenAsync(Stop);
        await RunAsync(other, $"SELECT pg_advisory_lock(hashtextextended('webhook_inbox:{organization.Id}', 0))");
        await PostAsync(organization, "5215512345678", "one");
        var apply = _app.Services.GetRequiredService<ApplyWebhooks>();
        Assert.Equal(WebhooksApplied.HeldElsewhere, await apply.RunAsync(organization.Id, Stop));
        Assert.Equal(["pending"], await _app.WebhookStatesAsync(organization, Stop));
        await RunAsync(other, "SELECT pg_advisory_unlock_all()");
        await _app.SettleAsync(organization, Stop);
        Assert.Equal(["done"], await _app.WebhookStatesAsync(organization, Stop));
    }

    private async Task ArriveAsync(TestOrganization organization, string phone, string text)
    {
        var added = Added(organization);
        await PostAsync(organization, phone, text);
        await added;
    }

    private Task<long> CountAsync(TestOrganization organization) =>
        _app.Database.ScalarAsync<long>("SELECT count(*) FROM messages WHERE organization_id = $1", Stop, organization.Id);

    private async Task Added(TestOrganization organization)
    {
        var happened = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        using var listening = _app.Services.GetRequiredService<LiveBus>().Subscribe(organization.Id, live =>
        {
            if (live.Kind == LiveKind.MessageAdded)
                happened.TrySetResult();
        });
        await happened.Task.WaitAsync(s_patience, Stop);
    }

    private async Task PostAsync(TestOrganization organization, string phone, string text)
    {
        using var http = _app.Http();
        Assert.Equal(HttpStatusCode.OK, await http.PostEvolutionAsync(organization, WebhookCalls.Bytes($$"""
            {"event":"messages.upsert","data":{"key":{"remoteJid":"{{phone}}@s.whatsapp.net","fromMe":false,"id":"3EB0{{text}}"},
            "pushName":"Ana","message":{"conversation":"{{text}}"},"messageType":"conversation","messageTimestamp":1790000000} }
            """), Stop));
    }

    private static async Task RunAsync(NpgsqlConnection connection, string sql)
    {
        await using var command = new NpgsqlCommand(sql, connection);
        await command.ExecuteNonQueryAsync(Stop);
    }
}
