using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using ChatFlow.Core.Inbox.Media;
using ChatFlow.Tests.Support;
using Xunit;

namespace ChatFlow.Tests.Inbox.Media;

/// <summary>A file on its way out: uploaded, looked at, sent by every channel as it wants it.</summary>
public sealed class MediaOutboundTests(MediaHost host) : IClassFixture<MediaHost>
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Evolution_gets_bare_base64_with_the_caption()
    {
        var organization = await host.EvolutionAsync();
        var picture = Pictures.Jpeg(200, 100);
        host.Provider.Otherwise = _ => new FakeAnswer.Reply(201, """{"key":{"id":"3EB0OUT1","remoteJid":"5215512340001@s.whatsapp.net"},"status":"PENDING"}""");
        using var api = await host.App.ApiAsync(organization, Stop);

        var file = await UploadAsync(api, picture, "image/jpeg", "toldo.jpg");
        Assert.Equal(("image", "stored", 200), ((string?)file["kind"], (string?)file["state"], (int)file["width"]!));
        var message = await SendAsync(api, new { phone = "+52 55 1234 0001", text = "Así queda", mediaId = (string?)file["id"] });
        Assert.Equal(("image", "Así queda"), ((string?)message["type"], (string?)message["text"]));

        var sent = await RequestAsync(r => r.Path.StartsWith($"/message/sendMedia/instance-{organization.Id:N}", StringComparison.Ordinal));
        Assert.Equal(("image", "image/jpeg", "toldo.jpg", "Así queda"), ((string?)sent.Json["mediatype"], (string?)sent.Json["mimetype"], (string?)sent.Json["fileName"], (string?)sent.Json["caption"]));
        Assert.Equal(picture, Convert.FromBase64String((string)sent.Json["media"]!));
        using var again = await api.PostAsJsonAsync("/api/v1/messages", new { phone = "+52 55 1234 0001", mediaId = (string?)file["id"] }, Stop);
        Assert.Equal(HttpStatusCode.Conflict, again.StatusCode);
    }

    [Fact]
    public async Task A_voice_note_goes_to_its_own_address()
    {
        var organization = await host.EvolutionAsync();
        byte[] voice = [.. "OggS"u8, 0, 2, .. "OpusHead"u8, 1, 2, 3];
        host.Provider.Otherwise = _ => new FakeAnswer.Reply(201, """{"key":{"id":"3EB0OUT2"}}""");
        using var api = await host.App.ApiAsync(organization, Stop);
        var file = await UploadAsync(api, voice, "audio/ogg; codecs=opus", "nota.ogg", "&voice=true");
        await SendAsync(api, new { phone = "+525512340001", mediaId = (string?)file["id"] });
        var sent = await RequestAsync(r => r.Path.StartsWith($"/message/sendWhatsAppAudio/instance-{organization.Id:N}", StringComparison.Ordinal));
        Assert.Equal(voice, Convert.FromBase64String((string)sent.Json["audio"]!));
    }

    [Fact]
    public async Task Meta_is_given_the_file_first_and_then_its_id()
    {
        var (organization, number) = await host.MetaAsync();
        host.Provider.Otherwise = r => r.Path.EndsWith("/media", StringComparison.Ordinal)
            ? new FakeAnswer.Reply(200, """{"id":"778899"}""")
            : new FakeAnswer.Reply(200, """{"messages":[{"id":"wamid.OUT1"}],"contacts":[{"wa_id":"5215512340002"}]}""");
        using var api = await host.App.ApiAsync(organization, Stop);
        var file = await UploadAsync(api, [.. "%PDF-1.7 precios"u8], "application/pdf", "precios.pdf");
        await SendAsync(api, new { phone = "+5215512340002", text = "Los precios", mediaId = (string?)file["id"] });

        var sent = await RequestAsync(r => r.Path.EndsWith($"/{number}/messages", StringComparison.Ordinal));
        Assert.Equal(("document", "778899", "precios.pdf", "Los precios"), ((string?)sent.Json["type"], (string?)sent.Json["document"]!["id"], (string?)sent.Json["document"]!["filename"], (string?)sent.Json["document"]!["caption"]));
        var upload = host.Provider.Requests.Single(r => r.Path.EndsWith($"/{number}/media", StringComparison.Ordinal));
        Assert.Contains("messaging_product", upload.Body, StringComparison.Ordinal);
        Assert.Contains("%PDF-1.7 precios", upload.Body, StringComparison.Ordinal);
        Assert.Equal("Bearer meta-token", upload.Headers["Authorization"]);
    }

    [Fact]
    public async Task An_upload_that_Meta_refuses_is_told_and_nothing_is_sent()
    {
        var (organization, number) = await host.MetaAsync();
        host.Provider.Otherwise = _ => new FakeAnswer.Reply(400, """{"error":{"code":131053,"message":"Media upload error"}}""");
        using var api = await host.App.ApiAsync(organization, Stop);
        var file = await UploadAsync(api, Pictures.Png(), "image/png", "x.png");
        var message = await SendAsync(api, new { phone = "+5215512340002", mediaId = (string?)file["id"] });
        await RequestAsync(r => r.Path.EndsWith($"/{number}/media", StringComparison.Ordinal));
        while ((string?)JsonNode.Parse(await api.GetStringAsync($"/api/v1/messages/{message["id"]}", Stop))!["status"] == "pending")
        {
        }

        Assert.Equal("131053", (string?)JsonNode.Parse(await api.GetStringAsync($"/api/v1/messages/{message["id"]}", Stop))!["error"]!["code"]);
        Assert.DoesNotContain(host.Provider.Requests, r => r.Path.EndsWith($"/{number}/messages", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("<html><script>", "text/html", "a.html", "media.type_refused")]
    [InlineData("<svg onload=x>", "image/png", "a.png", "media.not_what_it_says")]
    [InlineData("MZ\u0001\u0002", "application/pdf", "a.pdf", "media.not_what_it_says")]
    [InlineData("", "text/plain", "a.txt", "media.empty")]
    public async Task What_must_not_go_out_is_refused_with_its_reason_and_leaves_nothing(string content, string type, string name, string code)
    {
        var organization = await host.EvolutionAsync();
        using var api = await host.App.ApiAsync(organization, Stop);
        using var answer = await PostAsync(api, System.Text.Encoding.UTF8.GetBytes(content), type, name);
        Assert.Equal(HttpStatusCode.UnprocessableEntity, answer.StatusCode);
        Assert.Equal(code, (string?)JsonNode.Parse(await answer.Content.ReadAsStringAsync(Stop))!["code"]);
        Assert.Empty(await host.RowsAsync(organization));
    }

    [Fact]
    public async Task A_file_of_another_organization_cannot_be_sent_and_one_nobody_sends_goes()
    {
        var (ours, theirs) = (await host.EvolutionAsync(), await host.EvolutionAsync());
        using var api = await host.App.ApiAsync(ours, Stop);
        using var other = await host.App.ApiAsync(theirs, Stop);
        var file = await UploadAsync(other, Pictures.Png(), "image/png", "x.png");
        using var answer = await api.PostAsJsonAsync("/api/v1/messages", new { phone = "+525512340001", mediaId = (string?)file["id"] }, Stop);
        Assert.Equal(HttpStatusCode.NotFound, answer.StatusCode);

        var row = Assert.Single(await host.RowsAsync(theirs));
        await host.App.Database.ExecuteAsync($"UPDATE media_files SET created_at = now() - interval '25 hours' WHERE id = '{row.Id}'", Stop);
        await host.Get<ClearMedia>().RunAsync(theirs.Id, Stop);
        while (await host.Get<MediaFetcher>().SweepAsync(Stop) > 0)
        {
        }

        Assert.Empty(await host.RowsAsync(theirs));
        Assert.False(await host.ExistsAsync(row.Blob));
    }

    [Fact]
    public async Task A_page_uploads_with_its_token_only()
    {
        var organization = await host.EvolutionAsync();
        using var http = await host.App.SignedInAsync(organization, Stop);
        using var without = await PostPageAsync(http, null);
        Assert.Equal(HttpStatusCode.BadRequest, without.StatusCode);
        var token = await http.GetStringAsync("/media/token", Stop);
        using var with = await PostPageAsync(http, token);
        Assert.Equal(HttpStatusCode.Created, with.StatusCode);
        Assert.Equal("foto.png", (string?)JsonNode.Parse(await with.Content.ReadAsStringAsync(Stop))!["fileName"]);
    }

    private static async Task<HttpResponseMessage> PostPageAsync(HttpClient http, string? token)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "/media?name=foto.png") { Content = Body(Pictures.Png(), "image/png") };
        if (token is not null)
            request.Headers.Add("RequestVerificationToken", token);
        return await http.SendAsync(request, Stop);
    }

    private async Task<RecordedRequest> RequestAsync(Func<RecordedRequest, bool> which)
    {
        while (true)
        {
            if (host.Provider.Requests.FirstOrDefault(which) is { } found)
                return found;
            await host.Provider.NextAsync(Stop);
        }
    }

    private static async Task<JsonNode> UploadAsync(HttpClient api, byte[] bytes, string type, string name, string more = "")
    {
        using var answer = await PostAsync(api, bytes, type, name, more);
        var text = await answer.Content.ReadAsStringAsync(Stop);
        Assert.True(answer.StatusCode == HttpStatusCode.Created, text);
        return JsonNode.Parse(text)!;
    }

    private static async Task<HttpResponseMessage> PostAsync(HttpClient api, byte[] bytes, string type, string name, string more = "")
    {
        using var body = Body(bytes, type);
        return await api.PostAsync($"/api/v1/media?fileName={name}{more}", body, Stop);
    }

    private static ByteArrayContent Body(byte[] bytes, string type) => new(bytes) { Headers = { ContentType = MediaTypeHeaderValue.Parse(type) } };

    private static async Task<JsonNode> SendAsync(HttpClient api, object message)
    {
        using var answer = await api.PostAsJsonAsync("/api/v1/messages", message, Stop);
        var text = await answer.Content.ReadAsStringAsync(Stop);
        Assert.True(answer.StatusCode == HttpStatusCode.Accepted, text);
        return JsonNode.Parse(text)!;
    }
}
