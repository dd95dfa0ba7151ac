using ChatFlow.Core.Chatwoot.Settings;
using ChatFlow.Core.Common;
using ChatFlow.Core.Users;
using ChatFlow.Tests.Support;
using Xunit;

namespace ChatFlow.Tests.Chatwoot;

/// <summary>Setting the mirror up: tried at once, and what is wrong is told at its field.</summary>
public sealed class PutChatwootTests(TestAppFixture fixture) : IClassFixture<TestAppFixture>
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task An_inbox_is_made_once_and_kept_by_the_next_save()
    {
        await using var host = await ChatwootHost.StartAsync(fixture.App);
        var view = await host.ViewAsync();
        Assert.Equal(("5", "1", true, true, false), (view.InboxId, view.AccountId, view.Enabled, view.AccessTokenSet, view.SigningSecretSet));
        Assert.Equal(view.WebhookUrl, host.Chatwoot.WebhookUrl);
        Assert.Null((await host.PutAsync(r => r with { AccessToken = null })).Error);
        Assert.Single(host.Chatwoot.Inboxes);
        var stored = await host.App.Database.ScalarAsync<string>("SELECT access_token || webhook_key FROM chatwoot_mirrors WHERE organization_id = $1", Stop, host.Organization.Id);
        Assert.DoesNotContain(FakeChatwoot.Token, stored, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_inbox_that_is_there_is_taken_and_its_webhook_led_here()
    {
        await using var host = await ChatwootHost.StartAsync(fixture.App, mirrored: false);
        host.Chatwoot.Inboxes.Add(new() { ["id"] = 8, ["channel_type"] = "Channel::Api", ["webhook_url"] = "https://elsewhere.test" });
        host.Chatwoot.Inboxes.Add(new() { ["id"] = 9, ["channel_type"] = "Channel::WebWidget" });
        var view = (await host.PutAsync(r => r with { InboxId = " 8 " })).Value;
        Assert.Equal(("8", view.WebhookUrl), (view.InboxId, FakeChatwoot.Text(host.Chatwoot.Inboxes[0]["webhook_url"])));
        Assert.Equal("chatwoot.not_api", (await host.PutAsync(r => r with { InboxId = "9" })).Error?.Code);
        Assert.Equal("chatwoot.inbox_unknown", (await host.PutAsync(r => r with { InboxId = "10" })).Error?.Code);
    }

    [Fact]
    public async Task Ids_learnt_at_another_inbox_count_no_more()
    {
        await using var host = await ChatwootHost.StartAsync(fixture.App);
        await host.ArriveAsync("uno");
        await host.SettleAsync();
        host.Chatwoot.Inboxes.Add(new() { ["id"] = 8, ["channel_type"] = "Channel::Api", ["webhook_url"] = "" });
        Assert.Null((await host.PutAsync(r => r with { InboxId = "8" })).Error);
        host.Chatwoot.Contacts[0]["contact_inboxes"] = new System.Text.Json.Nodes.JsonArray(
            new System.Text.Json.Nodes.JsonObject { ["source_id"] = "eight", ["inbox"] = new System.Text.Json.Nodes.JsonObject { ["id"] = 8 } });
        await host.ArriveAsync("dos");
        await host.SettleAsync();
        Assert.Equal([5L, 8L], host.Chatwoot.Conversations.Select(c => FakeChatwoot.Number(c["inbox_id"])));
        Assert.Equal([77L, 78L], host.Chatwoot.Messages.Select(m => FakeChatwoot.Number(m["conversation_id"])));
    }

    [Theory]
    [InlineData(401, "chatwoot.refused", "accessToken")]
    [InlineData(403, "chatwoot.forbidden", "accessToken")]
    [InlineData(404, "chatwoot.account_unknown", "accountId")]
    [InlineData(302, "chatwoot.unreachable", "baseUrl")]
    [InlineData(500, "chatwoot.unusable", "baseUrl")]
    public async Task What_Chatwoot_answers_is_told_at_its_field(int status, string code, string field)
    {
        await using var host = await ChatwootHost.StartAsync(fixture.App, mirrored: false);
        host.Chatwoot.Instead = _ => new FakeAnswer.Reply(status, $$"""{"error":"no {{FakeChatwoot.Token}}"}""");
        var error = (await host.PutAsync()).Error!;
        Assert.Equal((code, field), (error.Code, error.Field));
        Assert.DoesNotContain(FakeChatwoot.Token, error.Message, StringComparison.Ordinal);
        Assert.False((await host.ViewAsync()).Enabled);
    }

    [Fact]
    public async Task Bad_input_names_its_field()
    {
        await using var host = await ChatwootHost.StartAsync(fixture.App, mirrored: false);
        Assert.Equal("baseUrl", (await host.PutAsync(r => r with { BaseUrl = "" })).Error?.Field);
        Assert.Equal(("outbound_private_address", "baseUrl"), await host.PutAsync(r => r with { BaseUrl = "http://10.0.0.1" }) is { Error: { } e } ? (e.Code, e.Field) : default);
        Assert.Equal("accountId", (await host.PutAsync(r => r with { AccountId = "acme" })).Error?.Field);
        Assert.Equal("inboxId", (await host.PutAsync(r => r with { InboxId = "-1" })).Error?.Field);
        Assert.Equal("accessToken", (await host.PutAsync(r => r with { AccessToken = "a b" })).Error?.Field);
        Assert.Equal("accessToken", (await host.PutAsync(r => r with { AccessToken = null })).Error?.Field);
        Assert.Equal("baseUrl", (await host.PutAsync(r => r with { BaseUrl = "http://127.0.0.1:9" })).Error?.Field);
    }

    [Fact]
    public async Task Only_an_admin_sees_and_changes_it()
    {
        await using var host = await ChatwootHost.StartAsync(fixture.App);
        var agent = host.Admin with { Role = UserRole.User };
        Assert.IsType<ForbiddenError>((await host.Get<GetChatwoot>().RunAsync(agent, host.App.Address, Stop)).Error);
        Assert.IsType<ForbiddenError>((await host.Get<PutChatwoot>().RunAsync(agent, new PutChatwootRequest("x", "1"), host.App.Address, Stop)).Error);
        Assert.IsType<ForbiddenError>((await host.Get<RetryChatwoot>().RunAsync(agent, host.App.Address, Stop)).Error);
    }
}
