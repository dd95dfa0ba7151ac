using System.Net;
using System.Threading.Channels;
using ChatFlow.Core.Live;
using ChatFlow.Tests.Support;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace ChatFlow.Tests.Webhooks;

public sealed class TwoNodesTests
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Every_body_to_two_nodes_at_once_is_one_message_and_both_nodes_tell_of_it()
    {
        await using var one = await TestApp.StartAsync(Stop);
        await using var two = one.StartBeside();
        var organization = await one.OpenEvolutionAsync(Stop);
        var heard = Channel.CreateUnbounded<LiveEvent>();
        using var subscription = two.Services.GetRequiredService<LiveBus>().Subscribe(organization.Id, live => heard.Writer.TryWrite(live));
        using var httpOne = one.Http();
        using var httpTwo = two.Http();
        var bodies = Enumerable.Range(0, 20).Select(Body).ToList();
        var answers = await Task.WhenAll(bodies.SelectMany(body => new[]
        {
            httpOne.PostEvolutionAsync(organization, body, Stop), httpTwo.PostEvolutionAsync(organization, body, Stop),
        }));
        Assert.All(answers, answer => Assert.Equal(HttpStatusCode.OK, answer));
        await one.SettleAsync(organization, Stop);
        Assert.Equal(20L, await one.Database.ScalarAsync<long>("SELECT count(*) FROM messages WHERE organization_id = $1", Stop, organization.Id));
        Assert.Equal(1L, await one.Database.ScalarAsync<long>("SELECT count(*) FROM contacts WHERE organization_id = $1", Stop, organization.Id));
        while ((await heard.Reader.ReadAsync(Stop)).Kind != LiveKind.MessageAdded)
        {
        }
    }

    private static byte[] Body(int number) => WebhookCalls.Bytes($$"""
        {"event":"messages.upsert","data":{"key":{"remoteJid":"5215512345678@s.whatsapp.net","fromMe":false,"id":"3EB0NODE{{number}}"},
        "pushName":"Ana","message":{"conversation":"{{number}}"},"messageType":"conversation","messageTimestamp":{{1790000000 + number}} } }
        """);
}
