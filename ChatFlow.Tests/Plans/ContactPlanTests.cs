using ChatFlow.Core.Contacts;
using ChatFlow.Core.FollowUps.Executions;
using ChatFlow.Core.Statistics;
using Xunit;
using static ChatFlow.Tests.Plans.BigDatabase;

namespace ChatFlow.Tests.Plans;

[Collection(typeof(BigDatabaseTests))]
public sealed class ContactPlanTests(BigDatabase big)
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public Task A_page_of_contacts_reads_that_page() => ListAsync(new ContactFilter(), rows: 51, buffers: 40);

    [Fact]
    public Task A_rare_status_is_found_without_the_others() => ListAsync(new ContactFilter(Status: ContactStatus.Churned), rows: 51, buffers: 40);

    [Fact]
    public Task A_rare_tag_is_found_without_the_others() => ListAsync(new ContactFilter(Tag: "vip"), rows: 50, buffers: 120);

    [Fact]
    public Task Somebody_is_found_by_phone() => ListAsync(new ContactFilter(Phone: "+1 305 000 4321"), rows: 2, buffers: 20);

    // The index of three letters gives candidates: what they have in common with the word is looked at once more.
    [Theory]
    [InlineData("xochiq", 10, 80)]
    [InlineData("0043219", 10, 150)]
    [InlineData("nobody by this name", 10, 150)]
    [InlineData("ana", 500, 500)]
    public Task A_search_reads_what_resembles_it(string search, int rows, int buffers) => ListAsync(new ContactFilter(search), rows, buffers);

    [Fact]
    public async Task The_runs_of_a_contact_and_of_a_sequence_are_read_by_the_page()
    {
        var list = big.Get<ListExecutions>();
        (await big.WatchAsync(async i =>
        {
            Assert.NotEmpty((await list.RunAsync(Admin, new(ContactId: Contact(i * 100)), Stop)).Value.Items);
            Assert.Equal(50, (await list.RunAsync(Admin, new(SequenceId: Sequence(i % 5)), Stop)).Value.Items.Count);
        })).StayWithin(rows: 60, buffers: 250);
    }

    // Its messages are counted by day, so that the longest conversation is the bound.
    [Fact]
    public async Task A_timeline_reads_the_contact_and_nobody_else()
    {
        var read = big.Get<ReadTimeline>();
        (await big.WatchAsync(async i => Assert.NotEmpty((await read.RunAsync(Admin, new(Contact(i * 100 + 40)), Stop)).Value.Items))).StayWithin(rows: 24, buffers: 80);
        (await big.WatchAsync(async _ => Assert.NotEmpty((await read.RunAsync(Admin, new(Chatty), Stop)).Value.Items))).StayWithin(rows: 5_100, buffers: 5_200);
    }

    private async Task ListAsync(ContactFilter filter, int rows, int buffers)
    {
        var list = big.Get<ListContacts>();
        (await big.WatchAsync(async _ => Assert.True((await list.RunAsync(Admin, new(filter), Stop)).IsSuccess))).StayWithin(rows, buffers);
    }
}
