using ChatFlow.Core.Channels;
using ChatFlow.Core.Data;
using ChatFlow.Core.Inbox;
using ChatFlow.Core.Inbox.Sending;
using ChatFlow.Tests.Support;
using ChatFlow.Tests.Webhooks;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace ChatFlow.Tests.Inbox.Receiving;

/// <summary>The sequences that the samples' index names, and how they end.</summary>
public sealed class SequenceTests(ReceivingHost host) : IClassFixture<ReceivingHost>
{
    private const string Ours = "3EB0SENDBYUS000001";

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    private static byte[] Evolution(string number) => ReceivingHost.Sample("evolution", number);

    [Theory]
    [InlineData("034", "032", "read")]
    [InlineData("034", "033", "read")]
    [InlineData("033", "032", "delivered")]
    [InlineData("032", "034", "read")]
    public async Task A_tick_never_falls(string first, string then, string status)
    {
        var organization = await KnownAsync();
        await host.ReceiveAsync(organization, ChannelType.EvolutionApi, Stop, Evolution(first), Evolution(then));
        Assert.Equal($"> {Ours} text {status} \"antes\"", (await host.DescribeAsync(organization, Stop)).Split('\n')[^1]);
    }

    [Theory]
    [InlineData("034", "read", null)]
    [InlineData("033", "delivered", null)]
    [InlineData("032", "failed", "ERROR")]
    public async Task An_error_after_the_fact_is_ignored(string before, string status, string? error)
    {
        var organization = await KnownAsync();
        // 036 speaks of another message in the samples.
        var failed = WebhookCalls.Bytes(System.Text.Encoding.UTF8.GetString(Evolution("036")).Replace("3EB0SENDBYUS000003", Ours, StringComparison.Ordinal));
        await host.ReceiveAsync(organization, ChannelType.EvolutionApi, Stop, Evolution(before), failed);
        Assert.Equal($"> {Ours} text {status} \"antes\"{(error is null ? "" : " " + error)}", (await host.DescribeAsync(organization, Stop)).Split('\n')[^1]);
    }

    [Fact]
    public async Task An_edit_that_looks_like_a_deletion_deletes_nothing()
    {
        var organization = await host.OpenAsync(ChannelType.EvolutionApi, Stop);
        var contact = await host.KnowAsync(organization, new ContactAddress("+5511900000002"), Stop);
        var id = WebhookJsonText(Evolution("038"), "keyId");
        await host.HaveAsync(organization, contact, id, MessageDirection.Inbound, Stop);
        await host.ReceiveAsync(organization, ChannelType.EvolutionApi, Stop, Evolution("038"), Evolution("039"));
        Assert.Equal($"< {id} text delivered \"antes\"", (await host.DescribeAsync(organization, Stop)).Split('\n')[^1]);
    }

    [Fact]
    public async Task One_person_under_two_identities_is_one_contact_with_one_conversation()
    {
        foreach (var order in new[] { new[] { "009", "010" }, ["010", "009"] })
        {
            var organization = await host.OpenAsync(ChannelType.EvolutionApi, Stop);
            await host.ReceiveAsync(organization, ChannelType.EvolutionApi, Stop, Evolution(order[0]), Evolution(order[1]));
            var told = (await host.DescribeAsync(organization, Stop)).Split('\n');
            Assert.Equal("@ lid:100000000000004 phone:5511900000004 +5511900000004 'Pedro' open/nobody/2 unread", Assert.Single(told, t => t[0] == '@'));
            Assert.Equal(2, told.Count(t => t.StartsWith('<')));
        }
    }

    [Fact]
    public async Task Two_tenants_in_one_body_posted_twice_each_take_their_own_part()
    {
        var first = await host.App.OpenMetaAsync("100000000000001", "100000000000900", Stop);
        var second = await host.App.OpenMetaAsync("100000000000002", "100000000000901", Stop);
        var known = await host.KnowAsync(first.Id, new ContactAddress("+5511900000088"), Stop);
        await host.HaveAsync(first.Id, known, "wamid.HBgNNTUxMTkwMDAwMDAyMRUCABEYElNBTVBMRTAwMDAwMDAwMDEA", MessageDirection.Outbound, Stop);
        using var http = host.App.Http();
        var body = ReceivingHost.Sample("meta", "181");
        Assert.All(await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => http.PostMetaAsync(first, body, Stop))), s => Assert.Equal(System.Net.HttpStatusCode.OK, s));
        foreach (var organization in new[] { first, second })
            await host.App.SettleAsync(organization, Stop);
        var told = await host.DescribeAsync(first.Id, Stop);
        Assert.Contains("< wamid.SAMPLE00000003 text delivered \"loja A\"", told, StringComparison.Ordinal);
        Assert.Contains("> wamid.HBgNNTUxMTkwMDAwMDAyMRUCABEYElNBTVBMRTAwMDAwMDAwMDEA text read \"antes\"", told, StringComparison.Ordinal);
        Assert.DoesNotContain("loja B", told, StringComparison.Ordinal);
        Assert.Equal(
            "@ phone:5511900000021 +5511900000021 'Ana' open/nobody/1 unread\n< wamid.SAMPLE00000004 text delivered \"loja B\"",
            await host.DescribeAsync(second.Id, Stop));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task The_echo_of_our_send_is_the_same_message_whether_it_comes_before_or_after_the_answer(bool before)
    {
        await using var provider = await FakeProvider.StartAsync(Stop);
        var answer = new FakeAnswer.Reply(201, await File.ReadAllTextAsync(Shared.PathOrSkip("contracts", "samples", "evolution", "response-send-text-201.json"), Stop));
        var organization = await host.App.OpenEvolutionAsync(Stop, provider.Address);
        var contact = await host.KnowAsync(organization.Id, new ContactAddress("+5511900000002"), Stop);
        if (before)
            provider.Before = () => host.ReceiveAsync(organization.Id, ChannelType.EvolutionApi, Stop, Evolution("050"));
        provider.Then(answer);
        await SendAsync(organization.Id, contact, "Bom dia! Em que posso ajudar?");
        if (!before)
            await host.ReceiveAsync(organization.Id, ChannelType.EvolutionApi, Stop, Evolution("050"));
        Assert.Equal($"> {Ours} text sent \"Bom dia! Em que posso ajudar?\"", Assert.Single((await host.DescribeAsync(organization.Id, Stop)).Split('\n'), t => t[0] == '>'));
    }

    [Fact]
    public async Task Two_equal_texts_in_flight_and_one_echo_lose_nothing()
    {
        await using var provider = await FakeProvider.StartAsync(Stop);
        var organization = await host.App.OpenEvolutionAsync(Stop, provider.Address);
        var contact = await host.KnowAsync(organization.Id, new ContactAddress("+5511900000002"), Stop);
        var answer = await File.ReadAllTextAsync(Shared.PathOrSkip("contracts", "samples", "evolution", "response-send-text-201.json"), Stop);
        provider.Before = () => host.ReceiveAsync(organization.Id, ChannelType.EvolutionApi, Stop, Evolution("050"));
        // The echo that overtook is the second message's: the first one's answer names another id.
        provider.Then(new FakeAnswer.Reply(201, answer.Replace(Ours, "3EB0OTHER", StringComparison.Ordinal)), new FakeAnswer.Reply(201, answer));
        await SendAsync(organization.Id, contact, "Bom dia! Em que posso ajudar?", "Bom dia! Em que posso ajudar?");
        Assert.Equal(
            [$"> 3EB0OTHER text sent \"Bom dia! Em que posso ajudar?\"", $"> {Ours} text sent \"Bom dia! Em que posso ajudar?\""],
            (await host.DescribeAsync(organization.Id, Stop)).Split('\n').Where(t => t[0] == '>').Order(StringComparer.Ordinal));
    }

    private async Task SendAsync(Guid organization, Guid contact, params string[] texts)
    {
        var services = host.App.Services;
        var messages = texts.Select(t => new NewOutbound(Guid.CreateVersion7(), contact, MessageSender.Api, t)).ToList();
        await services.GetRequiredService<TenantDb>().RunAsync(
            organization, (db, token) => services.GetRequiredService<WriteOutbound>().RunAsync(db, messages, TimeSpan.FromHours(1), inFlight: true, token), Stop);
        await services.GetRequiredService<Delivery>().RunAsync(organization, messages.ConvertAll(m => m.Id), Stop);
    }

    private async Task<Guid> KnownAsync()
    {
        var organization = await host.OpenAsync(ChannelType.EvolutionApi, Stop);
        await host.HaveAsync(organization, await host.KnowAsync(organization, new ContactAddress("+5511900000002"), Stop), Ours, MessageDirection.Outbound, Stop);
        return organization;
    }

    private static string WebhookJsonText(byte[] body, string member) =>
        System.Text.Json.Nodes.JsonNode.Parse(body)!["data"]![member]!.GetValue<string>();
}
