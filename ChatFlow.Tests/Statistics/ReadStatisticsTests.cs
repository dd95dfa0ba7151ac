using ChatFlow.Core.Statistics;
using Xunit;

namespace ChatFlow.Tests.Statistics;

public sealed class ReadStatisticsTests(StatisticsFixture fixture) : IClassFixture<StatisticsFixture>
{
    private static readonly DateOnly s_today = new(2026, 5, 4);

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Thirty_days_up_to_today_are_the_period_when_none_is_asked_for()
    {
        var view = await ReadAsync(new ReadStatisticsRequest());

        Assert.Equal((s_today.AddDays(-29), s_today), (view.From, view.To));
        Assert.Equal(30, view.Days.Count);
        Assert.Equal("America/Mexico_City", view.TimeZone);
    }

    [Fact]
    public async Task A_day_begins_at_midnight_where_the_business_is()
    {
        var view = await ReadAsync(new ReadStatisticsRequest(s_today.AddDays(-1), s_today));

        // Half past eleven at night in Mexico is already the next day in UTC.
        Assert.Equal(1, view.Days[0].Received);
        Assert.Equal(1, view.Days[1].Received);
        Assert.Equal((1, 1), (view.Days[0].Bot, view.Days[0].Person));
        Assert.Equal((1, 1, 2), (view.Days[1].FollowUp, view.Days[1].Person, view.Days[1].Conversions));
    }

    [Fact]
    public async Task Messages_count_by_who_sent_them_and_by_how_they_arrived()
    {
        var view = await ReadAsync(new ReadStatisticsRequest());

        Assert.Equal(2, view.Messages.Received);
        Assert.Equal(new SentCounts(Bot: 1, Person: 2, FollowUp: 1, Other: 0), view.Messages.Sent);
        Assert.Equal((2, 1, 1, 1), (view.Messages.ByStatus["sent"], view.Messages.ByStatus["delivered"], view.Messages.ByStatus["read"], view.Messages.ByStatus["failed"]));
        Assert.Equal(1, view.ConversationsStarted);
    }

    [Fact]
    public async Task The_first_response_is_the_median_wait_and_neither_failures_nor_follow_ups_end_a_wait()
    {
        var view = await ReadAsync(new ReadStatisticsRequest());

        Assert.Equal(180, view.FirstResponseSeconds);
        Assert.Equal(2, view.Answered);
    }

    [Fact]
    public async Task Sequences_are_told_by_what_became_of_the_runs_that_began()
    {
        var view = await ReadAsync(new ReadStatisticsRequest());

        Assert.Equal((1, 1, 2, 1, 1), (view.FollowUps.Sent, view.FollowUps.Replied, view.FollowUps.Started, view.FollowUps.Active, view.FollowUps.Completed));
        Assert.Equal(1, view.FollowUps.ByExit["replied"]);
        var sequence = Assert.Single(view.Sequences);
        Assert.Equal((StatisticsFixture.Sequence, "Carts", 2, 1, 1, 1), (sequence.Id, sequence.Name, sequence.Started, sequence.Sent, sequence.Replied, sequence.Converted));
        Assert.Equal(new ConversionValue("MXN", 250.50m, 250.50m), Assert.Single(sequence.Values));
    }

    [Fact]
    public async Task Conversions_add_up_by_currency_with_the_part_that_sequences_brought()
    {
        var view = await ReadAsync(new ReadStatisticsRequest());

        Assert.Equal((2, 1), (view.Conversions.Count, view.Conversions.Credited));
        Assert.Equal(new ConversionValue("MXN", 350.50m, 250.50m), Assert.Single(view.Conversions.Values));
    }

    [Fact]
    public async Task A_neighbour_sees_nothing_of_it()
    {
        var view = (await fixture.Get<ReadStatistics>().RunAsync(fixture.Neighbour, new ReadStatisticsRequest(), Stop)).Value;

        Assert.Equal((0, 0, 0, 0), (view.Messages.Received, view.ConversationsStarted, view.FollowUps.Started, view.Conversions.Count));
        Assert.Null(view.FirstResponseSeconds);
        Assert.Empty(view.Sequences);
    }

    [Theory]
    [InlineData("2026-05-04", "2026-05-03")]
    [InlineData("2025-05-03", "2026-05-04")]
    [InlineData("0001-01-01", "0001-01-02")]
    public async Task A_period_runs_forward_and_no_longer_than_a_leap_year(string from, string to)
    {
        var request = new ReadStatisticsRequest(DateOnly.Parse(from, null), DateOnly.Parse(to, null));

        Assert.IsType<PeriodInvalid>((await fixture.Get<ReadStatistics>().RunAsync(fixture.Viewer, request, Stop)).Error);
    }

    private async Task<StatisticsView> ReadAsync(ReadStatisticsRequest request) =>
        (await fixture.Get<ReadStatistics>().RunAsync(fixture.Viewer, request, Stop)).Value;
}
