using ChatFlow.Core.Channels;
using ChatFlow.Core.Inbox;
using ChatFlow.Core.Inbox.Sending;
using ChatFlow.Core.Organizations;
using ChatFlow.Core.Statistics;
using ChatFlow.Core.Users;
using ChatFlow.Tests.Support;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace ChatFlow.Tests.Inbox.Sending;

/// <summary>Programs take turns on a number of Evolution API; people do not wait; the queue shows what waits.</summary>
public sealed class PacingTests(TestAppFixture fixture) : IClassFixture<TestAppFixture>
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    private TestApp App => fixture.App;

    [Fact]
    public async Task Programs_take_turns_and_a_person_does_not_wait()
    {
        await using var gateway = await FakeProvider.StartAsync(Stop);
        var sent = 0;
        gateway.Otherwise = request => request.Path.StartsWith("/message/", StringComparison.Ordinal)
            ? new FakeAnswer.Reply(201, "{\"key\":{\"id\":\"OUT" + Interlocked.Increment(ref sent) + "\"}}")
            : new FakeAnswer.Reply(200, "{}");
        var organization = await App.OpenEvolutionAsync(Stop, gateway.Address);
        var program = Actor.System(organization.Id);
        Assert.True((await Get<UpdatePacing>().RunAsync(program, new PacingSettings
        {
            Preset = PacingPreset.Custom,
            PerMinute = 1,
            GapFrom = 300,
            GapTo = 300,
        }, Stop)).IsSuccess);

        for (var i = 0; i < 4; i++)
            Assert.True((await Get<SendMessage>().RunAsync(program, new SendMessageRequest(null, $"+5255100000{i:00}", $"oferta {i}"), Stop)).IsSuccess);
        Assert.Equal("oferta 0", await NextTextAsync(gateway));
        await Get<OutboundSender>().OnceAsync(Stop);

        var queue = await Get<ReadSendQueue>().RunAsync(program, Stop);
        Assert.Equal((0, 0, 3), (queue.People, queue.FollowUps, queue.Api));
        Assert.True(queue.NextAt > TimeProvider.System.GetUtcNow().AddMinutes(3));
        var places = await App.Database.QueryAsync(
            "SELECT message_content FROM messages WHERE organization_id = $1 AND pace = 'first' ORDER BY dispatch_at", r => r.GetString(0), Stop, organization.Id);
        Assert.Equal(["oferta 1", "oferta 2", "oferta 3"], places);

        var person = new Actor(organization.Id, organization.AdminId, UserRole.User);
        Assert.True((await Get<SendMessage>().RunAsync(person, new SendMessageRequest(null, "+525510000099", "Hola, soy Ana"), Stop)).IsSuccess);
        Assert.Equal("Hola, soy Ana", await NextTextAsync(gateway));
    }

    [Fact]
    public async Task A_contact_who_has_just_written_is_answered_at_once_by_a_program_too()
    {
        await using var gateway = await FakeProvider.StartAsync(Stop);
        var organization = await App.OpenEvolutionAsync(Stop, gateway.Address);
        var program = Actor.System(organization.Id);
        var first = (await Get<SendMessage>().RunAsync(program, new SendMessageRequest(null, "+525520000001", "uno"), Stop)).Value.Id;
        await App.Database.ExecuteAsync($"UPDATE messages SET direction = 'inbound', sender = 'contact', dispatch_at = NULL, pace = NULL WHERE id = '{first}'", Stop);

        var answer = (await Get<SendMessage>().RunAsync(program, new SendMessageRequest(null, "+525520000001", "dos"), Stop)).Value.Id;
        Assert.Equal(0, await App.Database.ScalarAsync<long>("SELECT count(*) FROM messages WHERE id = $1 AND pace IS NOT NULL", Stop, answer));
    }

    [Fact]
    public async Task A_preset_brings_its_numbers_and_wrong_ones_name_their_field()
    {
        var organization = await App.OpenEvolutionAsync(Stop);
        var admin = Actor.System(organization.Id);

        var careful = (await Get<UpdatePacing>().RunAsync(admin, new PacingSettings { Preset = PacingPreset.Careful, PerMinute = 119 }, Stop)).Value;
        Assert.Equal((8, 5, 12, 20), (careful.PerMinute, careful.GapFrom, careful.GapTo, careful.FirstDaily));
        Assert.Equal("gapTo", (await Get<UpdatePacing>().RunAsync(
            admin, new PacingSettings { Preset = PacingPreset.Custom, PerMinute = 5, GapFrom = 9, GapTo = 3 }, Stop)).Error!.Field);
    }

    private T Get<T>()
        where T : notnull => App.Services.GetRequiredService<T>();

    private static async Task<string> NextTextAsync(FakeProvider gateway)
    {
        while (true)
        {
            var request = await gateway.NextAsync(Stop);
            if (request.Path.StartsWith("/message/sendText/", StringComparison.Ordinal))
                return request.Json["text"]!.GetValue<string>();
        }
    }
}
