using ChatFlow.Core.Contacts;
using ChatFlow.Core.FollowUps.Enums;
using ChatFlow.Core.Statistics;
using Xunit;

namespace ChatFlow.Tests.Statistics;

public sealed class ReadTimelineTests(StatisticsFixture fixture) : IClassFixture<StatisticsFixture>
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Everything_that_happened_stands_in_one_line_of_time_newest_first()
    {
        var page = (await fixture.Get<ReadTimeline>().RunAsync(fixture.Viewer, new ReadTimelineRequest(StatisticsFixture.Beto), Stop)).Value;

        Assert.Null(page.Next);
        Assert.Collection(
            page.Items.Select(e => e.Fact),
            fact => Assert.Equal(new TimelineFact.EventHappened("conversion", "order 7", true, 250.50m, "MXN"), fact),
            fact => Assert.Equal(new TimelineFact.MessagesOfDay(1, 2), fact),
            fact =>
            {
                var decided = Assert.IsType<TimelineFact.FollowUpDecided>(fact);
                Assert.Equal(("Carts", 1, DecisionKind.Moved, DecisionReason.QuietHours), (decided.Sequence, decided.Step, decided.Kind, decided.Reason));
                Assert.Equal(new DateTimeOffset(2026, 5, 4, 17, 0, 0, TimeSpan.Zero), decided.Until);
            },
            fact => Assert.Equal(DecisionKind.Enrolled, Assert.IsType<TimelineFact.FollowUpDecided>(fact).Kind),
            fact => Assert.IsType<TimelineFact.ContactCreated>(fact));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public async Task Page_after_page_shows_each_entry_once(int size)
    {
        var whole = (await fixture.Get<ReadTimeline>().RunAsync(fixture.Viewer, new ReadTimelineRequest(StatisticsFixture.Ana), Stop)).Value;
        var seen = new List<Guid>();
        string? cursor = null;
        do
        {
            var page = (await fixture.Get<ReadTimeline>().RunAsync(fixture.Viewer, new ReadTimelineRequest(StatisticsFixture.Ana, cursor, size), Stop)).Value;
            Assert.InRange(page.Items.Count, 1, size);
            seen.AddRange(page.Items.Select(e => e.Id));
            cursor = page.Next;
        }
        while (cursor is not null);

        Assert.Equal(whole.Items.Select(e => e.Id), seen);
    }

    [Fact]
    public async Task A_contact_of_another_organization_is_unknown() =>
        Assert.IsType<ContactMissing>(
            (await fixture.Get<ReadTimeline>().RunAsync(fixture.Neighbour, new ReadTimelineRequest(StatisticsFixture.Ana), Stop)).Error);
}
