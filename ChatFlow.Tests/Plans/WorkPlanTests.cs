using ChatFlow.Core.Data;
using ChatFlow.Core.Statistics;
using Npgsql;
using Xunit;
using static ChatFlow.Tests.Plans.BigDatabase;

namespace ChatFlow.Tests.Plans;

/// <summary>What runs again and again on every node, whatever there is to do; and the statistics.</summary>
[Collection(typeof(BigDatabaseTests))]
public sealed class WorkPlanTests(BigDatabase big)
{
    private static readonly TimeSpan s_lease = TimeSpan.FromMinutes(1);

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    // Fairness looks at eight times what it takes.
    [Fact]
    public Task Sends_are_claimed_from_those_that_are_due() =>
        CallAsync("SELECT * FROM gate.claim_sends($1, $2, $3)", rows: 8 * 64 + 64, buffers: 2_000, Now, 64, 16);

    // One probe an organization, then twice what is taken.
    [Fact]
    public Task Runs_are_claimed_from_those_that_are_due() =>
        // An organization with few active runs may be read whole, by whichever index; the one with 200,000 never.
        CallAsync("SELECT * FROM gate.claim_executions($1, $2, $3, $4)", rows: 8_000, buffers: 6_000, Now, 200, 200, s_lease);

    [Fact]
    public Task Turns_of_the_bot_are_claimed_from_those_that_are_due() =>
        CallAsync("SELECT * FROM gate.claim_bot_turns($1, $2, $3)", rows: 150, buffers: 500, Now, 16, s_lease);

    [Fact]
    public Task Organizations_with_webhooks_take_one_probe_each() =>
        CallAsync("SELECT * FROM gate.organizations_with_webhooks($1)", rows: 30, buffers: 120, 1000);

    [Fact]
    public async Task Statistics_of_a_day_read_that_day() =>
        await ReadAsync(new(new DateOnly(2026, 11, 10), new DateOnly(2026, 11, 10)), rows: 4_000, buffers: 2_500);

    [Fact]
    public async Task Statistics_of_a_month_read_that_month() =>
        await ReadAsync(new(new DateOnly(2026, 10, 12), new DateOnly(2026, 11, 10)), rows: 100_000, buffers: 60_000);

    private async Task ReadAsync(ReadStatisticsRequest request, int rows, int buffers)
    {
        var read = big.Get<ReadStatistics>();
        (await big.WatchAsync(async _ => Assert.True((await read.RunAsync(Admin, request, Stop)).IsSuccess))).StayWithin(rows, buffers);
    }

    private async Task CallAsync(string sql, int rows, int buffers, params object[] parameters) => (await big.WatchAsync(async _ =>
    {
        await using var command = big.Get<Gate>().Command(sql);
        foreach (var value in parameters)
            command.Parameters.Add(new NpgsqlParameter { Value = value });
        await command.ExecuteNonQueryAsync(Stop);
    })).StayWithin(rows, buffers);
}
