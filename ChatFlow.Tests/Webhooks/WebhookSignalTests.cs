using ChatFlow.Core.Inbox.Webhooks;
using Microsoft.Extensions.Time.Testing;
using Xunit;

namespace ChatFlow.Tests.Webhooks;

public sealed class WebhookSignalTests
{
    private static readonly Guid s_one = new("00000000-0000-0000-0000-000000000001");
    private static readonly Guid s_two = new("00000000-0000-0000-0000-000000000002");

    private readonly FakeTimeProvider _clock = new();
    private readonly WebhookSignal _signal;

    public WebhookSignalTests() => _signal = new WebhookSignal(_clock);

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Many_arrivals_are_one_turn_in_the_order_of_the_first()
    {
        _signal.Arrived(s_one);
        _signal.Arrived(s_two);
        _signal.Arrived(s_one);
        Assert.Equal(s_one, await NextAsync());
        Assert.Equal(s_two, await NextAsync());
        Assert.Null(await NextAsync());
    }

    [Fact]
    public async Task What_arrives_during_a_turn_comes_after_it_and_never_beside_it()
    {
        _signal.Arrived(s_one);
        await NextAsync();
        _signal.Arrived(s_one);
        _signal.Arrived(s_one);
        Assert.Null(await NextAsync());
        _signal.Finished(s_one);
        // It gathers what else comes, and that is no reason to go earlier.
        _signal.Arrived(s_one);
        Assert.Null(await NextAsync());
        _clock.Advance(WebhookSignal.Gathering);
        Assert.Equal(s_one, await NextAsync());
        _signal.Finished(s_one);
        _clock.Advance(WebhookSignal.Gathering);
        Assert.Null(await NextAsync());
    }

    [Fact]
    public async Task Who_was_idle_gets_its_turn_at_once()
    {
        _signal.Arrived(s_one);
        await NextAsync();
        _signal.Finished(s_one);
        _signal.Arrived(s_one);
        Assert.Equal(s_one, await NextAsync());
    }

    [Fact]
    public async Task A_full_batch_goes_to_the_end_of_the_queue()
    {
        _signal.Arrived(s_one);
        await NextAsync();
        _signal.Arrived(s_two);
        _signal.Finished(s_one, TimeSpan.Zero);
        Assert.Equal(s_two, await NextAsync());
        Assert.Equal(s_one, await NextAsync());
    }

    [Fact]
    public async Task What_another_node_holds_is_looked_at_again_in_a_moment()
    {
        _signal.Arrived(s_one);
        await NextAsync();
        _signal.Finished(s_one, TimeSpan.FromMilliseconds(40));
        Assert.Null(await NextAsync());
        _clock.Advance(TimeSpan.FromMilliseconds(39));
        Assert.Null(await NextAsync());
        _clock.Advance(TimeSpan.FromMilliseconds(1));
        Assert.Equal(s_one, await NextAsync());
    }

    [Fact]
    public async Task An_arrival_ends_the_moment_of_waiting_and_the_wait_adds_no_second_turn()
    {
        _signal.Arrived(s_one);
        await NextAsync();
        _signal.Finished(s_one, TimeSpan.FromSeconds(2));
        _signal.Arrived(s_one);
        Assert.Equal(s_one, await NextAsync());
        _clock.Advance(TimeSpan.FromSeconds(2));
        _signal.Finished(s_one);
        Assert.Null(await NextAsync());
    }

    // Null when nothing is queued: a turn that is there is handed out at once.
    private async Task<Guid?> NextAsync()
    {
        using var none = CancellationTokenSource.CreateLinkedTokenSource(Stop);
        var next = _signal.NextAsync(none.Token);
        if (!next.IsCompleted)
            await none.CancelAsync();
        try
        {
            return await next;
        }
        catch (OperationCanceledException)
        {
            return null;
        }
    }
}
