using ChatFlow.Tests.Support;
using Xunit;

namespace ChatFlow.Tests.Resilience;

/// <summary>SIGKILL between the 200 of a webhook and its effects, and in the middle of a turn of the bot.</summary>
public sealed class KilledWhileReceivingTests
{
    private const string Completion = """{"model":"m","choices":[{"message":{"content":"Cuesta 100 pesos."},"finish_reason":"stop"}]}""";

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_webhook_that_was_acknowledged_is_applied_exactly_once_by_the_next_process()
    {
        await using var site = await KilledSite.StartAsync(Stop);
        // Whoever applies stops in the middle: the contact is written, the message waits.
        await using var held = await site.LockAsync("LOCK TABLE messages IN SHARE ROW EXCLUSIVE MODE", Stop);
        var body = await site.CustomerWritesAsync("Hola", Stop);
        await held.WaitedForAsync(Stop);
        await site.KillAsync(Stop, held);
        Assert.Equal(0L, await site.Database.ScalarAsync<long>("SELECT count(*) FROM messages", Stop));
        Assert.Equal("pending", await site.Database.ScalarAsync<string>("SELECT state FROM webhook_inbox", Stop));

        await site.RestartAsync(Stop);
        await site.PostWebhookAsync(body, Stop);

        await site.UntilAsync("SELECT state FROM webhook_inbox", "done", Stop);
        Assert.Equal("Hola", await site.Database.ScalarAsync<string>("SELECT string_agg(message_content, ',') FROM messages", Stop));
        Assert.Equal(1L, await site.Database.ScalarAsync<long>("SELECT count(*) FROM contacts WHERE messages_received = 1", Stop));
        Assert.Equal(1L, await site.Database.ScalarAsync<long>("SELECT count(*) FROM conversations WHERE unread_count = 1", Stop));
    }

    [Fact]
    public async Task A_turn_of_the_bot_that_was_cut_off_is_answered_once_by_the_next_process()
    {
        await using var site = await WithBotAsync();
        site.Model.Then(new FakeAnswer.Hang());
        await site.CustomerWritesAsync("¿Cuánto cuesta?", Stop);
        await site.Model.NextAsync(KilledSite.Patience(Stop).Token);
        await site.KillAsync(Stop);
        Assert.Empty(site.Sent);

        await site.RestartAsync(Stop);

        await site.UntilAsync("SELECT status FROM messages WHERE sender = 'bot'", "sent", Stop);
        Assert.Equal(["Cuesta 100 pesos."], site.Sent);
        Assert.Equal(2, site.Model.Requests.Count);
        Assert.Equal(1L, await site.Database.ScalarAsync<long>("SELECT count(*) FROM bot_message_logs WHERE status = 'success'", Stop));
    }

    [Fact]
    public async Task An_answer_of_the_bot_that_may_have_left_is_neither_sent_nor_thought_of_again()
    {
        await using var site = await WithBotAsync();
        site.Answer(_ => new FakeAnswer.Hang());
        await site.CustomerWritesAsync("¿Cuánto cuesta?", Stop);
        var message = KilledSite.IdOf(await site.NextSendAsync(Stop));
        await site.KillAsync(Stop);
        site.Answer(KilledSite.Accepted);

        await site.RestartAsync(Stop);

        await site.UntilAsync("SELECT status FROM messages WHERE sender = 'bot'", "unknown", Stop);
        await site.ProviderSaysAsync(message, "delivered", Stop);
        await site.UntilAsync("SELECT status FROM messages WHERE sender = 'bot'", "delivered", Stop);
        Assert.Equal(["Cuesta 100 pesos."], site.Sent);
        Assert.Single(site.Model.Requests);
    }

    private static async Task<KilledSite> WithBotAsync()
    {
        var site = await KilledSite.StartAsync(Stop);
        site.Model.Otherwise = _ => new FakeAnswer.Reply(200, Completion);
        await site.CallAsync(HttpMethod.Put, "bot", new
        {
            botEnabled = true,
            businessName = "Tienda",
            aiEngine = "open_ai_compatible",
            openaiUrl = $"{site.Model.Address}/v1",
            openaiModel = "m",
            openaiApiKey = "sk-prueba",
            debounceSeconds = 0,
        }, Stop);
        return site;
    }
}
