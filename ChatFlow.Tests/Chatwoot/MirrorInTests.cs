using System.Net;
using System.Text.Json.Nodes;
using ChatFlow.Core.Channels;
using ChatFlow.Core.Inbox;
using ChatFlow.Core.Inbox.Simulator;
using ChatFlow.Tests.Support;
using Xunit;

namespace ChatFlow.Tests.Chatwoot;

/// <summary>From an agent in Chatwoot to the customer: once, and never back and forth.</summary>
public sealed class MirrorInTests(TestAppFixture fixture) : IClassFixture<TestAppFixture>
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Both_directions_at_once_make_no_echo()
    {
        await using var host = await ChatwootHost.StartAsync(fixture.App);
        host.Chatwoot.Announces = true;
        await host.ArriveAsync("Hola");
        await host.SettleAsync();
        var contact = await host.ContactAsync();
        for (var i = 0; i < 3; i++)
        {
            var body = host.Chatwoot.Write(77, $"agente {i}");
            Assert.Equal([HttpStatusCode.OK, HttpStatusCode.OK], [host.Chatwoot.Post(body), host.Chatwoot.Post(body)]);
            Assert.Null((await host.Get<SendMessage>().RunAsync(host.Admin, new SendMessageRequest(contact, null, $"nuestro {i}"), Stop)).Error);
            await host.ArriveAsync($"cliente {i}");
        }

        await host.SettleAsync();
        string[] ours = ["agente 0", "nuestro 0", "agente 1", "nuestro 1", "agente 2", "nuestro 2"];
        Assert.Equal(ours.Order(StringComparer.Ordinal), (await host.OutboundAsync()).Order(StringComparer.Ordinal));
        string[] everything = [.. ours, "Hola", "cliente 0", "cliente 1", "cliente 2"];
        Assert.Equal(everything.Order(StringComparer.Ordinal), host.Chatwoot.Messages.Select(m => FakeChatwoot.Text(m["content"])).Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task An_agents_message_takes_the_conversation_and_its_ticks_go_back()
    {
        await using var host = await ChatwootHost.StartAsync(fixture.App);
        await host.ArriveAsync("Hola");
        await host.SettleAsync();
        await host.App.Database.ExecuteAsync($"UPDATE users SET email = 'agent-{host.Organization.Id:N}@example.test' WHERE id = '{host.Organization.AdminId}'", Stop);
        host.Chatwoot.Post(host.Chatwoot.Write(77, "**Con gusto**", b => b["sender"]!["email"] = $"Agent-{host.Organization.Id:N}@example.test"));
        await host.SettleAsync();
        Assert.Equal(["*Con gusto*"], await host.OutboundAsync());
        var (holder, user, id) = (await host.App.Database.QueryAsync("""
            SELECT c.holder, c.holder_user_id, m.whatsapp_message_id FROM conversations c JOIN messages m ON m.id = c.last_message_id WHERE c.organization_id = $1 AND m.sender = 'person'
            """, r => (r.GetString(0), r.GetGuid(1), r.GetString(2)), Stop, host.Organization.Id)).Single();
        Assert.Equal(("person", host.Organization.AdminId), (holder, user));
        await host.Get<ReportFromPhone>().RunAsync(host.Admin, new ReportFromPhoneRequest([id], MessageStatus.Delivered), Stop);
        await host.SettleAsync();
        Assert.Equal("delivered", FakeChatwoot.Text(host.Chatwoot.Messages[^1]["status"]));
    }

    [Fact]
    public async Task A_send_that_fails_is_told_to_the_agent()
    {
        await using var host = await ChatwootHost.StartAsync(fixture.App);
        await host.ArriveAsync("Hola");
        await host.SettleAsync();
        await host.App.Database.ExecuteAsync($"UPDATE bot_configs SET connection_type = 'evolution_api' WHERE organization_id = '{host.Organization.Id}'", Stop);
        host.Chatwoot.Post(host.Chatwoot.Write(77, "No llega"));
        await host.SettleAsync();
        Assert.Equal("failed", FakeChatwoot.Text(host.Chatwoot.Messages[^1]["status"]));
        Assert.NotEqual("", FakeChatwoot.Text(host.Chatwoot.Messages[^1]["external_error"]));
    }

    [Fact]
    public async Task A_long_text_is_several_messages_and_a_file_without_text_is_one()
    {
        await using var host = await ChatwootHost.StartAsync(fixture.App);
        await host.ArriveAsync("Hola");
        await host.SettleAsync();
        host.Chatwoot.Post(host.Chatwoot.Write(77, string.Join(' ', Enumerable.Repeat("palabra", 1000))));
        host.Chatwoot.Post(host.Chatwoot.Write(77, "", b =>
        {
            b["content"] = null;
            b["attachments"] = new JsonArray(new JsonObject { ["file_type"] = "file", ["data_url"] = "https://chatwoot.example.test/contrato.pdf" });
        }));
        await host.SettleAsync();
        var texts = await host.OutboundAsync();
        Assert.Equal(3, texts.Count);
        Assert.All(texts, t => Assert.InRange(t.Length, 1, SendMessage.LongestText));
        Assert.Equal("https://chatwoot.example.test/contrato.pdf", texts[^1]);
    }

    [Fact]
    public async Task An_agent_may_write_first()
    {
        await using var host = await ChatwootHost.StartAsync(fixture.App);
        host.Chatwoot.Contacts.Add(new() { ["id"] = 21, ["phone_number"] = "+5511900000021", ["name"] = "Ana", ["identifier"] = "t1-contact-9" });
        host.Chatwoot.Conversations.Add(new() { ["id"] = 77, ["inbox_id"] = 5, ["contact_id"] = 21, ["status"] = "open" });
        host.Chatwoot.Post(host.Chatwoot.Write(77, "Olá Ana"));
        await host.SettleAsync();
        Assert.Equal(["Olá Ana"], await host.OutboundAsync());
        await host.ArriveAsync("Oi", "+5511900000021");
        await host.SettleAsync();
        Assert.Equal([("Olá Ana", 77L), ("Oi", 77L)], host.Chatwoot.Messages.Select(m => (FakeChatwoot.Text(m["content"]), FakeChatwoot.Number(m["conversation_id"]))));
    }

    [Fact]
    public async Task Resolving_opening_and_assigning_there_is_followed_here_whatever_the_order_of_the_news()
    {
        await using var host = await ChatwootHost.StartAsync(fixture.App);
        await host.ArriveAsync("Hola");
        await host.SettleAsync();
        var resolved = host.Chatwoot.StatusChanged(77, "resolved");
        host.Chatwoot.Post(resolved);
        await host.SettleAsync();
        Assert.Equal("resolved nobody", await StateAsync(host));

        var opened = host.Chatwoot.StatusChanged(77, "open", new JsonObject { ["id"] = 4, ["email"] = "somebody@example.test" });
        host.Chatwoot.Post(opened);
        host.Chatwoot.Post(resolved);
        await host.SettleAsync();
        Assert.Equal("open person", await StateAsync(host));
        Assert.Equal("open", FakeChatwoot.Text(host.Chatwoot.Conversations[0]["status"]));
    }

    private static Task<string> StateAsync(ChatwootHost host) =>
        host.App.Database.ScalarAsync<string>("SELECT status || ' ' || holder FROM conversations WHERE organization_id = $1", Stop, host.Organization.Id);
}
