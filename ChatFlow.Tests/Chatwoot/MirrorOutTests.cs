using ChatFlow.Core.Channels;
using ChatFlow.Core.Chatwoot;
using ChatFlow.Core.Data;
using ChatFlow.Core.Inbox;
using ChatFlow.Core.Inbox.Receiving;
using ChatFlow.Core.Inbox.Simulator;
using ChatFlow.Tests.Support;
using Microsoft.Extensions.Time.Testing;
using Xunit;

namespace ChatFlow.Tests.Chatwoot;

/// <summary>From WhatsApp and ChatFlow into Chatwoot: everything, once, in order, whatever fails.</summary>
public sealed class MirrorOutTests(TestAppFixture fixture) : IClassFixture<TestAppFixture>
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_conversation_stands_in_Chatwoot_with_its_messages_ticks_and_ids()
    {
        await using var host = await ChatwootHost.StartAsync(fixture.App);
        await host.ArriveAsync("Hola, ¿cuánto cuesta?");
        await host.SettleAsync();
        var contact = await host.ContactAsync();
        var sent = (await host.Get<SendMessage>().RunAsync(host.Admin, new SendMessageRequest(contact, null, "499 pesos"), Stop)).Value.Id;
        await host.SettleAsync();
        var message = (await host.Get<ReadMessage>().RunAsync(host.Admin, sent, Stop)).Value;
        await host.Get<ReportFromPhone>().RunAsync(host.Admin, new ReportFromPhoneRequest([message.WhatsappMessageId!], MessageStatus.Read), Stop);
        await host.SettleAsync();

        var person = Assert.Single(host.Chatwoot.Contacts);
        Assert.Equal((ChatwootHost.Customer, "Lucía", $"chatflow-{contact:D}"),
            (FakeChatwoot.Text(person["phone_number"]), FakeChatwoot.Text(person["name"]), FakeChatwoot.Text(person["identifier"])));
        Assert.Single(host.Chatwoot.Conversations);
        Assert.Equal([(0L, "Hola, ¿cuánto cuesta?", "sent"), (1L, "499 pesos", "read")],
            host.Chatwoot.Messages.Select(m => (FakeChatwoot.Number(m["message_type"]), FakeChatwoot.Text(m["content"]), FakeChatwoot.Text(m["status"]))));
        Assert.StartsWith("WAID:sim-in-", FakeChatwoot.Text(host.Chatwoot.Messages[0]["source_id"]), StringComparison.Ordinal);
        Assert.Equal(("5", "1"), await host.App.Database.ScalarAsync<string>("SELECT chatwoot_inbox_id || ' ' || chatwoot_account_id FROM bot_configs WHERE organization_id = $1", Stop, host.Organization.Id) is { } ids
            ? (ids.Split(' ')[0], ids.Split(' ')[1]) : default);
        Assert.Equal("1:21", await host.App.Database.ScalarAsync<string>("SELECT value FROM contact_identities WHERE organization_id = $1 AND kind = 'chatwoot'", Stop, host.Organization.Id));
        Assert.Equal((MirrorState.Working, 0L), ((await host.ViewAsync()).State, (await host.ViewAsync()).Waiting));
    }

    [Fact]
    public async Task Edits_are_lines_deletions_delete_and_quotes_quote()
    {
        await using var host = await ChatwootHost.StartAsync(fixture.App);
        await host.ArriveAsync("Uno");
        await host.SettleAsync();
        var id = await host.App.Database.ScalarAsync<string>("SELECT whatsapp_message_id FROM messages WHERE organization_id = $1", Stop, host.Organization.Id);
        var now = TimeProvider.System.GetUtcNow();
        await ReceiveAsync(host, new MessageEdited(id, "Uno y medio", now));
        await ReceiveAsync(host, new MessageReceived("quote-1", new ContactAddress(ChatwootHost.Customer), null, MessageType.Text, "Sobre eso", now, id));
        await host.SettleAsync();
        Assert.Equal(["Uno", "(editado) Uno y medio", "Sobre eso"], host.Chatwoot.Messages.Select(m => FakeChatwoot.Text(m["content"])));
        Assert.Equal(501, FakeChatwoot.Number(host.Chatwoot.Messages[1]["in_reply_to"]));
        Assert.Equal(501, FakeChatwoot.Number(host.Chatwoot.Messages[2]["in_reply_to"]));

        await ReceiveAsync(host, new MessageDeleted(id, now));
        await host.SettleAsync();
        Assert.Equal(["Sobre eso"], host.Chatwoot.Messages.Select(m => FakeChatwoot.Text(m["content"])));
    }

    [Fact]
    public async Task Many_messages_at_once_open_one_conversation_and_keep_their_order()
    {
        await using var host = await ChatwootHost.StartAsync(fixture.App);
        await Task.WhenAll(Enumerable.Range(0, 5).Select(i => host.ArriveAsync("x", $"+1305555020{i}")));
        for (var i = 0; i < 6; i++)
            await host.ArriveAsync($"{i}");
        await Task.WhenAll(host.SettleAsync(), host.SettleAsync());
        Assert.Equal(6, host.Chatwoot.Conversations.Count);
        var first = host.Chatwoot.Contacts.Single(c => FakeChatwoot.Text(c["phone_number"]) == ChatwootHost.Customer)["id"];
        var conversation = Assert.Single(host.Chatwoot.Conversations, c => FakeChatwoot.Number(c["contact_id"]) == FakeChatwoot.Number(first));
        Assert.Equal(["0", "1", "2", "3", "4", "5"], host.Chatwoot.Messages
            .Where(m => FakeChatwoot.Number(m["conversation_id"]) == FakeChatwoot.Number(conversation["id"])).Select(m => FakeChatwoot.Text(m["content"])));
    }

    [Fact]
    public async Task A_contact_that_is_there_already_is_taken_even_when_the_search_came_too_early()
    {
        await using var host = await ChatwootHost.StartAsync(fixture.App);
        host.Chatwoot.Contacts.Add(new()
        {
            ["id"] = 21,
            ["phone_number"] = ChatwootHost.Customer,
            ["identifier"] = "theirs",
            ["contact_inboxes"] =
            new System.Text.Json.Nodes.JsonArray(new System.Text.Json.Nodes.JsonObject { ["source_id"] = "old", ["inbox"] = new System.Text.Json.Nodes.JsonObject { ["id"] = 5 } })
        });
        var blind = 2;
        host.Chatwoot.Instead = request => request.Path.Contains("/contacts/search", StringComparison.Ordinal) && blind-- > 0
            ? new FakeAnswer.Reply(200, """{"payload":[]}""") : null;
        await host.ArriveAsync("Hola");
        await host.SettleAsync();
        Assert.Single(host.Chatwoot.Contacts);
        Assert.Equal("Hola", FakeChatwoot.Text(Assert.Single(host.Chatwoot.Messages)["content"]));
    }

    [Fact]
    public async Task Killed_between_the_post_and_the_record_it_looks_before_it_posts_again()
    {
        await using var host = await ChatwootHost.StartAsync(fixture.App);
        await host.App.Database.ExecuteAsync($"""
            CREATE FUNCTION public.kill_record() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
                IF NEW.organization_id = '{host.Organization.Id}' THEN RAISE EXCEPTION 'killed'; END IF; RETURN NEW; END $$;
            CREATE TRIGGER kill_record BEFORE INSERT ON public.chatwoot_messages FOR EACH ROW EXECUTE FUNCTION public.kill_record()
            """, Stop);
        await host.ArriveAsync("Solo una vez");
        await host.UntilAsync(async () => await host.CountAsync("SELECT count(*) FROM chatwoot_conversations WHERE organization_id = $1 AND retry_at IS NOT NULL") > 0);
        Assert.Single(host.Chatwoot.Messages);
        Assert.Equal(0, await host.CountAsync("SELECT count(*) FROM chatwoot_messages WHERE organization_id = $1"));

        await host.App.Database.ExecuteAsync($"DROP TRIGGER kill_record ON public.chatwoot_messages; DROP FUNCTION public.kill_record(); UPDATE chatwoot_conversations SET retry_at = NULL WHERE organization_id = '{host.Organization.Id}'", Stop);
        // An agent's message came meanwhile and is newer than the one whose record was lost.
        host.Chatwoot.Write(77, "Ya te atiendo");
        await host.SettleAsync();
        Assert.Single(host.Chatwoot.Messages, m => FakeChatwoot.Text(m["content"]) == "Solo una vez");
        Assert.Equal(501, await host.CountAsync("SELECT chatwoot_id FROM chatwoot_messages WHERE organization_id = $1"));
    }

    [Fact]
    public async Task An_hour_without_Chatwoot_delays_nothing_here_and_is_made_up_for_in_order()
    {
        var clock = new FakeTimeProvider(TimeProvider.System.GetUtcNow());
        await using var app = await TestApp.StartAsync(Stop, clock);
        await using var host = await ChatwootHost.StartAsync(app);
        await host.ArriveAsync("antes");
        await host.SettleAsync();
        host.Chatwoot.Instead = _ => new FakeAnswer.Reply(502, "Bad gateway", "text/html");
        for (var i = 0; i < 3; i++)
            await host.ArriveAsync($"durante {i}");
        await host.UntilAsync(async () => (await host.ViewAsync()).State == MirrorState.Waiting);
        Assert.Equal(4, await host.CountAsync("SELECT count(*) FROM messages WHERE organization_id = $1"));
        var before = host.Chatwoot.Requests.Count;
        for (var minute = 0; minute < 60; minute++)
        {
            clock.Advance(TimeSpan.FromMinutes(1));
            await host.Get<Core.Chatwoot.Sending.MirrorWorker>().OnceAsync(Stop);
        }

        // Asked ever more seldom: each look is the message and the inbox.
        Assert.InRange(host.Chatwoot.Requests.Count - before, 2, 30);
        Assert.Equal(3, (await host.ViewAsync()).Waiting);
        host.Chatwoot.Instead = _ => null;
        clock.Advance(TimeSpan.FromMinutes(11));
        await host.SettleAsync();
        Assert.Equal(["antes", "durante 0", "durante 1", "durante 2"], host.Chatwoot.Messages.Select(m => FakeChatwoot.Text(m["content"])));
        Assert.Equal(MirrorState.Working, (await host.ViewAsync()).State);
    }

    [Fact]
    public async Task A_deleted_inbox_switches_the_mirror_off_and_says_so()
    {
        await using var host = await ChatwootHost.StartAsync(fixture.App);
        host.Chatwoot.Inboxes.Clear();
        host.Chatwoot.Instead = request => request.Method == "GET" && request.Path.Contains("/contacts/", StringComparison.Ordinal) ? new FakeAnswer.Reply(404, "{}") : null;
        await host.ArriveAsync("Hola");
        await host.UntilAsync(async () => (await host.ViewAsync()).State == MirrorState.Gone);
        Assert.False((await host.ViewAsync()).Enabled);
        Assert.Equal(1, await host.CountAsync("SELECT count(*) FROM audit_entries WHERE organization_id = $1 AND action = 'chatwoot.stopped'"));
        await host.ArriveAsync("Nadie lo copia");
        Assert.Equal(1, await host.CountAsync("SELECT count(*) FROM chatwoot_outbox WHERE organization_id = $1"));
    }

    [Fact]
    public async Task A_refused_token_keeps_what_waits_until_there_is_another()
    {
        await using var host = await ChatwootHost.StartAsync(fixture.App);
        host.Chatwoot.Instead = _ => new FakeAnswer.Reply(401, """{"errors":["Invalid Access Token"]}""");
        await host.ArriveAsync("Hola");
        await host.UntilAsync(async () => (await host.ViewAsync()).State == MirrorState.Refused);
        Assert.DoesNotContain(FakeChatwoot.Token, (await host.ViewAsync()).ErrorMessage!, StringComparison.Ordinal);
        host.Chatwoot.Instead = _ => null;
        Assert.Null((await host.Get<Core.Chatwoot.Settings.RetryChatwoot>().RunAsync(host.Admin, host.App.Address, Stop)).Error);
        await host.SettleAsync();
        Assert.Single(host.Chatwoot.Messages);
    }

    [Fact]
    public async Task What_Chatwoot_will_never_take_is_left_out_and_the_rest_goes_on()
    {
        await using var host = await ChatwootHost.StartAsync(fixture.App);
        host.Chatwoot.Instead = request => request.Method == "POST" && request.Path.EndsWith("/messages", StringComparison.Ordinal) && request.Body.Contains("malo", StringComparison.Ordinal)
            ? new FakeAnswer.Reply(422, """{"message":"Content is invalid","attributes":["content"]}""") : null;
        await host.ArriveAsync("malo");
        await host.ArriveAsync("bueno");
        await host.SettleAsync();
        Assert.Equal(["bueno"], host.Chatwoot.Messages.Select(m => FakeChatwoot.Text(m["content"])));
        Assert.Equal(("chatwoot.invalid", MirrorState.Working), ((await host.ViewAsync()).ErrorCode, (await host.ViewAsync()).State));
    }

    [Fact]
    public async Task A_conversation_deleted_there_is_made_again()
    {
        await using var host = await ChatwootHost.StartAsync(fixture.App);
        await host.ArriveAsync("uno");
        await host.SettleAsync();
        host.Chatwoot.Conversations.Clear();
        host.Chatwoot.Messages.Clear();
        await host.ArriveAsync("dos");
        await host.UntilAsync(async () => await host.CountAsync("SELECT count(*) FROM chatwoot_conversations WHERE organization_id = $1 AND retry_at IS NOT NULL") > 0);
        await host.Get<Core.Chatwoot.Settings.RetryChatwoot>().RunAsync(host.Admin, host.App.Address, Stop);
        await host.SettleAsync();
        Assert.Equal(["dos"], host.Chatwoot.Messages.Select(m => FakeChatwoot.Text(m["content"])));
    }

    [Fact]
    public async Task An_organization_without_a_mirror_writes_nothing_for_one()
    {
        await using var host = await ChatwootHost.StartAsync(fixture.App, mirrored: false);
        await host.ArriveAsync("Hola");
        Assert.Equal(0, await host.CountAsync("SELECT count(*) FROM chatwoot_outbox WHERE organization_id = $1"));
        Assert.Empty(host.Chatwoot.Requests);
    }

    [Fact]
    public async Task Resolving_and_taking_here_is_seen_there()
    {
        await using var host = await ChatwootHost.StartAsync(fixture.App);
        host.Chatwoot.Agents.Add(new() { ["id"] = 9, ["email"] = host.Organization.AdminEmail.ToUpperInvariant() });
        await host.ArriveAsync("Hola");
        await host.SettleAsync();
        var contact = await host.ContactAsync();
        await host.Get<TakeConversation>().RunAsync(host.Admin, contact, Stop);
        await host.SettleAsync();
        Assert.Equal(9, FakeChatwoot.Number(host.Chatwoot.Conversations[0]["meta"]!["assignee"]!["id"]));
        await host.Get<ResolveConversation>().RunAsync(host.Admin, contact, Stop);
        await host.SettleAsync();
        Assert.Equal("resolved", FakeChatwoot.Text(host.Chatwoot.Conversations[0]["status"]));
    }

    private static Task ReceiveAsync(ChatwootHost host, InboundEvent received) => host.Get<TenantDb>().RunAsync(host.Organization.Id,
        (db, ct) => host.Get<ReceiveEvents>().RunAsync(db, [new ReceivedEvent(null, received, TimeProvider.System.GetUtcNow())], ct), Stop);
}
