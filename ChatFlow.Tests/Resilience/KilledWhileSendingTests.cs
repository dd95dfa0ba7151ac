using System.Net;
using System.Net.Sockets;
using ChatFlow.Tests.Support;
using Xunit;

namespace ChatFlow.Tests.Resilience;

/// <summary>
/// SIGKILL at every moment of a follow-up's send. Where bytes may have left, the message is unknown after the next start and
/// never sent again; its run goes on; the provider's word settles it.
/// </summary>
public sealed class KilledWhileSendingTests
{
    private const string FirstMessage = "SELECT sent_message_id FROM follow_up_message_logs ORDER BY created_at LIMIT 1";

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Claimed_and_not_decided_the_step_is_sent_once_by_the_next_process()
    {
        await using var site = await KilledSite.StartAsync(Stop);
        await site.CustomerWritesAsync("Hola", Stop);
        await HeardAsync(site);
        await site.EnrolAsync(Stop, firstDelayMinutes: 60);
        await using var held = await site.LockAsync("SELECT 1 FROM contacts FOR UPDATE", Stop);
        await site.Database.ExecuteAsync("UPDATE follow_up_executions SET dispatch_at = now(), next_scheduled_at = now()", Stop);
        await held.WaitedForAsync(Stop);
        await site.KillAsync(Stop, held);
        Assert.Empty(site.Sent);

        await site.RestartAsync(Stop);

        await SecondStepIsOutAsync(site);
        Assert.Equal(["Primero", "Segundo"], site.Sent);
        await site.UntilAsync("SELECT string_agg(status, ',' ORDER BY created_at) FROM messages WHERE direction = 'outbound'", "sent,sent", Stop);
    }

    [Fact]
    public async Task Killed_between_intent_and_request_the_step_is_unknown_and_the_run_goes_on()
    {
        // Takes the connection and never says a word: the handshake hangs, so the request is not begun.
        using var silent = new TcpListener(IPAddress.Loopback, 0);
        silent.Start();
        await using var site = await KilledSite.StartAsync(Stop, $"https://127.0.0.1:{((IPEndPoint)silent.LocalEndpoint).Port}");
        await site.CustomerWritesAsync("Hola", Stop);
        await HeardAsync(site);
        await site.EnrolAsync(Stop);
        await site.UntilAsync("SELECT count(*) FROM messages WHERE sending_since IS NOT NULL", 1L, Stop);
        await site.KillAsync(Stop);
        var message = await site.Database.ScalarAsync<Guid>(FirstMessage, Stop);

        await site.RestartAsync(Stop);

        await UnknownAndGoesOnAsync(site, message);
        Assert.Equal(["Segundo"], site.Sent);
    }

    [Fact]
    public async Task Killed_while_the_provider_has_the_request_the_step_is_unknown_until_the_provider_speaks_of_it()
    {
        await using var site = await KilledSite.StartAsync(Stop);
        await site.CustomerWritesAsync("Hola", Stop);
        await HeardAsync(site);
        site.Answer(_ => new FakeAnswer.Hang());
        await site.EnrolAsync(Stop);
        var message = KilledSite.IdOf(await site.NextSendAsync(Stop));
        await site.KillAsync(Stop);
        site.Answer(KilledSite.Accepted);

        await site.RestartAsync(Stop);

        await UnknownAndGoesOnAsync(site, message);
        Assert.Equal(["Primero", "Segundo"], site.Sent);
        await SettlesAsync(site, message);
    }

    [Fact]
    public async Task Killed_between_the_answer_and_its_record_the_step_is_not_sent_again()
    {
        await using var site = await KilledSite.StartAsync(Stop);
        await site.CustomerWritesAsync("Hola", Stop);
        await HeardAsync(site);
        var answer = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        site.Answer(request => new FakeAnswer.Held(answer.Task, KilledSite.Accepted(request)));
        await site.EnrolAsync(Stop);
        var message = KilledSite.IdOf(await site.NextSendAsync(Stop));
        await using var held = await site.LockAsync($"SELECT 1 FROM messages WHERE id = '{message}' FOR UPDATE", Stop);
        answer.SetResult();
        await held.WaitedForAsync(Stop);
        await site.KillAsync(Stop, held);
        site.Answer(KilledSite.Accepted);

        await site.RestartAsync(Stop);

        await UnknownAndGoesOnAsync(site, message);
        Assert.Equal(["Primero", "Segundo"], site.Sent);
        await SettlesAsync(site, message);
    }

    [Fact]
    public async Task A_persons_message_whose_send_was_cut_off_is_unknown_and_what_waited_behind_it_goes_out()
    {
        await using var site = await KilledSite.StartAsync(Stop);
        await site.CustomerWritesAsync("Hola", Stop);
        await HeardAsync(site);
        site.Answer(_ => new FakeAnswer.Hang());
        var cut = await site.CallAsync(HttpMethod.Post, "messages", new { phone = KilledSite.Phone, text = "Uno" }, Stop);
        await site.NextSendAsync(Stop);
        // The sender is busy with the first one, so this is accepted and not claimed.
        var waiting = await site.CallAsync(HttpMethod.Post, "messages", new { phone = KilledSite.Phone, text = "Dos" }, Stop);
        await site.KillAsync(Stop);
        site.Answer(KilledSite.Accepted);

        await site.RestartAsync(Stop);

        await site.UntilAsync(StatusOf(cut.GetProperty("id").GetGuid()), "unknown", Stop);
        await site.UntilAsync(StatusOf(waiting.GetProperty("id").GetGuid()), "sent", Stop);
        Assert.Equal(["Uno", "Dos"], site.Sent);
    }

    private static async Task UnknownAndGoesOnAsync(KilledSite site, Guid message)
    {
        await site.UntilAsync(StatusOf(message), "unknown", Stop);
        await SecondStepIsOutAsync(site);
        Assert.Equal("unknown", await site.Database.ScalarAsync<string>(StatusOf(message), Stop));
        Assert.Equal(1L, await site.Database.ScalarAsync<long>("SELECT count(*) FROM follow_up_decisions WHERE kind = 'unknown' AND reason = 'outcome_unknown'", Stop));
    }

    // The run is armed for what comes after its last step: the wait for an answer.
    private static Task SecondStepIsOutAsync(KilledSite site) => site.UntilAsync("""
        SELECT count(*) FROM follow_up_executions e WHERE e.status = 'active' AND e.total_messages_sent = 2 AND e.dispatch_at > now()
            AND 2 = (SELECT count(*) FROM follow_up_message_logs l WHERE l.execution_id = e.id)
        """, 1L, Stop);

    // Twice, as providers do.
    private static async Task SettlesAsync(KilledSite site, Guid message)
    {
        await site.ProviderSaysAsync(message, "delivered", Stop);
        await site.UntilAsync(StatusOf(message), "delivered", Stop);
        await site.ProviderSaysAsync(message, "read", Stop);
        await site.ProviderSaysAsync(message, "delivered", Stop);
        await site.UntilAsync("SELECT count(*) FROM webhook_inbox WHERE state = 'pending'", 0L, Stop);
        Assert.Equal("read", await site.Database.ScalarAsync<string>(StatusOf(message), Stop));
        Assert.Equal("read", await site.Database.ScalarAsync<string>($"SELECT delivery_status FROM follow_up_message_logs WHERE sent_message_id = '{message}'", Stop));
        Assert.Equal(2, site.Sent.Count);
    }

    private static string StatusOf(Guid message) => $"SELECT status FROM messages WHERE id = '{message}'";

    private static Task HeardAsync(KilledSite site) => site.UntilAsync("SELECT count(*) FROM messages WHERE direction = 'inbound'", 1L, Stop);
}
