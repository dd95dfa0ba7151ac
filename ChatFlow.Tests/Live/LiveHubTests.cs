using System.Net.WebSockets;
using System.Text;
using ChatFlow.Core.Live;
using ChatFlow.Tests.Support;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace ChatFlow.Tests.Live;

public sealed class LiveHubTests(TestAppFixture fixture) : IClassFixture<TestAppFixture>
{
    private const char End = '\u001e';

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_program_hears_its_own_organization_and_no_other()
    {
        var (own, other) = (await fixture.App.OpenAsync(Stop), await fixture.App.OpenAsync(Stop));
        using var socket = await ConnectAsync(await fixture.App.ApiKeyAsync(own, Stop));
        var bus = fixture.App.Services.GetRequiredService<LiveBus>();
        var contact = Guid.NewGuid();
        // The server joins the group after the handshake: publish until it tells.
        var receive = ReceiveAsync(socket, "\"changed\"");
        using var again = new PeriodicTimer(TimeSpan.FromMilliseconds(50));
        while (!receive.IsCompleted && await again.WaitForNextTickAsync(Stop))
        {
            bus.Publish(new LiveEvent(other.Id, LiveKind.SettingsChanged));
            bus.Publish(new LiveEvent(own.Id, LiveKind.MessageAdded, contact));
        }

        var text = await receive;
        Assert.Contains("\"kind\":\"message_added\"", text, StringComparison.Ordinal);
        Assert.Contains(contact.ToString(), text, StringComparison.Ordinal);
        Assert.DoesNotContain("settings_changed", text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Without_a_key_nobody_joins() =>
        await Assert.ThrowsAsync<WebSocketException>(async () => await ConnectAsync("cf_" + new string('a', 43)));

    [Fact]
    public async Task A_page_of_another_site_does_not_join_with_its_visitors_cookies()
    {
        using var http = fixture.App.Http();
        using var request = new HttpRequestMessage(HttpMethod.Post, "/hubs/live/negotiate?negotiateVersion=1");
        request.Headers.Add("Origin", "https://elsewhere.example");
        using var answer = await http.SendAsync(request, Stop);
        Assert.Equal(System.Net.HttpStatusCode.Forbidden, answer.StatusCode);
    }

    private async Task<ClientWebSocket> ConnectAsync(string key)
    {
        var socket = new ClientWebSocket();
        socket.Options.SetRequestHeader("Authorization", $"Bearer {key}");
        await socket.ConnectAsync(new UriBuilder(fixture.App.Address) { Scheme = "ws", Path = "/hubs/live" }.Uri, Stop);
        await socket.SendAsync(Encoding.UTF8.GetBytes("{\"protocol\":\"json\",\"version\":1}" + End), WebSocketMessageType.Text, true, Stop);
        return socket;
    }

    private static async Task<string> ReceiveAsync(ClientWebSocket socket, string until)
    {
        var text = new StringBuilder();
        var buffer = new byte[4096];
        while (!text.ToString().Contains(until, StringComparison.Ordinal))
        {
            var part = await socket.ReceiveAsync(buffer, Stop);
            text.Append(Encoding.UTF8.GetString(buffer, 0, part.Count));
        }

        return text.ToString();
    }
}
