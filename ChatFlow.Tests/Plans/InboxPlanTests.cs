using ChatFlow.Core.Inbox;
using Xunit;
using static ChatFlow.Tests.Plans.BigDatabase;

namespace ChatFlow.Tests.Plans;

[Collection(typeof(BigDatabaseTests))]
public sealed class InboxPlanTests(BigDatabase big)
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    // 51 conversations with the contact and the holder of each; in Unassigned those of other people lie between.
    [Theory]
    [InlineData(ConversationFilter.All)]
    [InlineData(ConversationFilter.Mine)]
    [InlineData(ConversationFilter.Unassigned)]
    [InlineData(ConversationFilter.Unread)]
    [InlineData(ConversationFilter.Resolved)]
    public async Task A_page_of_a_tab_reads_that_page(ConversationFilter filter)
    {
        var list = big.Get<ListConversations>();
        string? next = null;
        (await big.WatchAsync(async _ =>
        {
            var page = (await list.RunAsync(Admin, new(filter, next), Stop)).Value;
            Assert.NotEmpty(page.Items);
            next = page.Next;
        })).StayWithin(rows: 160, buffers: 500);
    }

    [Fact]
    public async Task The_numbers_on_the_tabs_read_a_hundred_rows_each()
    {
        var count = big.Get<CountConversations>();
        (await big.WatchAsync(_ => count.RunAsync(Admin, Stop))).StayWithin(rows: 202, buffers: 320);
    }

    [Fact]
    public async Task A_conversation_opens_with_its_last_page_and_goes_back_page_by_page()
    {
        var (open, read) = (big.Get<ReadConversation>(), big.Get<ReadMessages>());
        string? next = null;
        (await big.WatchAsync(async _ =>
        {
            Assert.True((await open.RunAsync(Admin, Chatty, Stop)).IsSuccess);
            var page = (await read.RunAsync(Admin, new(Chatty, next), Stop)).Value;
            Assert.Equal(50, page.Items.Count);
            next = page.Next;
        })).StayWithin(rows: 51, buffers: 90);
    }

    [Fact]
    public async Task A_message_is_read_by_its_id()
    {
        var read = big.Get<ReadMessage>();
        (await big.WatchAsync(async i => Assert.True((await read.RunAsync(Admin, Message(i * 7919), Stop)).IsSuccess))).StayWithin(rows: 1, buffers: 14);
    }
}
