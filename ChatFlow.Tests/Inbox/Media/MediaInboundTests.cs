using System.Net;
using System.Net.Http.Headers;
using System.Text.Json.Nodes;
using ChatFlow.Core.Contacts;
using ChatFlow.Core.Inbox.Media;
using ChatFlow.Core.Users;
using ChatFlow.Tests.Support;
using ChatFlow.Tests.Webhooks;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace ChatFlow.Tests.Inbox.Media;

/// <summary>A file on its way from a customer's phone to a person's screen, and everything that it must not become.</summary>
public sealed class MediaInboundTests(MediaHost host) : IClassFixture<MediaHost>
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_picture_through_Evolution_is_stored_shown_and_nobody_elses()
    {
        var (ours, theirs) = (await host.EvolutionAsync(), await host.EvolutionAsync());
        var picture = Pictures.Jpeg();
        host.Gateway(("IMG1", MediaHost.Base64(picture)));

        var row = await host.ReceiveAsync(ours, Image("IMG1", new() { ["mimetype"] = "image/jpeg", ["caption"] = "el toldo", ["fileLength"] = $"{picture.Length}", ["width"] = 640, ["height"] = 400 }));

        Assert.Equal(("stored", null, "image/jpeg", picture.Length, 640, 400), (row.State, row.Error, row.Type, row.Size, row.Width, row.Height));
        using var http = await host.App.SignedInAsync(ours, Stop);
        using var answer = await http.GetAsync($"/media/{row.Id}", Stop);
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        Assert.Equal(picture, await answer.Content.ReadAsByteArrayAsync(Stop));
        Assert.Equal("image/jpeg", answer.Content.Headers.ContentType?.MediaType);
        Assert.Equal("inline", answer.Content.Headers.ContentDisposition?.DispositionType);
        Assert.Equal("nosniff", answer.Headers.GetValues("X-Content-Type-Options").Single());
        Assert.Contains("sandbox", answer.Headers.GetValues("Content-Security-Policy").Single(), StringComparison.Ordinal);
        Assert.True(answer.Headers.CacheControl!.Private);
        using var small = await http.GetAsync($"/media/{row.Id}/thumbnail", Stop);
        Assert.Equal("image/webp", small.Content.Headers.ContentType?.MediaType);

        using var range = new HttpRequestMessage(HttpMethod.Get, $"/media/{row.Id}") { Headers = { Range = new RangeHeaderValue(2, 9) } };
        using var part = await http.SendAsync(range, Stop);
        Assert.Equal(HttpStatusCode.PartialContent, part.StatusCode);
        Assert.Equal(picture[2..10], await part.Content.ReadAsByteArrayAsync(Stop));

        using var stranger = await host.App.SignedInAsync(theirs, Stop);
        Assert.Equal(HttpStatusCode.NotFound, (await stranger.GetAsync($"/media/{row.Id}", Stop)).StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, (await stranger.GetAsync($"/media/{row.Id}/thumbnail", Stop)).StatusCode);
        using var nobody = host.App.Http();
        Assert.NotEqual(HttpStatusCode.OK, (await nobody.GetAsync($"/media/{row.Id}", Stop)).StatusCode);

        using var api = await host.App.ApiAsync(ours, Stop);
        var message = JsonNode.Parse(await api.GetStringAsync($"/api/v1/messages/{row.Message}", Stop))!;
        Assert.Equal(("el toldo", "image", "stored"), ((string?)message["text"], (string?)message["media"]!["kind"], (string?)message["media"]!["state"]));
        Assert.Equal(picture, await api.GetByteArrayAsync((string?)message["media"]!["url"], Stop));
        Assert.DoesNotContain(row.Blob!, message.ToJsonString(), StringComparison.Ordinal);
        using var otherApi = await host.App.ApiAsync(theirs, Stop);
        Assert.Equal(HttpStatusCode.NotFound, (await otherApi.GetAsync((string?)message["media"]!["url"], Stop)).StatusCode);
    }

    [Fact]
    public async Task Bytes_that_came_with_the_message_are_used_and_stay_in_no_table()
    {
        var organization = await host.EvolutionAsync();
        var picture = Pictures.Png();
        host.Gateway();
        var base64 = Convert.ToBase64String(picture);

        var row = await host.ReceiveAsync(organization, Image("INL1", new() { ["mimetype"] = "image/png" }, base64));

        Assert.Equal(("stored", "image/png", picture.Length), (row.State, row.Type, row.Size));
        Assert.DoesNotContain(host.Provider.Requests, r => r.Body.Contains("INL1", StringComparison.Ordinal));
        var kept = System.Text.Encoding.UTF8.GetString(await host.App.Database.ScalarAsync<byte[]>("SELECT body FROM webhook_inbox WHERE organization_id = $1", Stop, organization.Id));
        Assert.DoesNotContain(base64[..40], kept, StringComparison.Ordinal);
        Assert.DoesNotContain(base64[..40], await host.App.Database.ScalarAsync<string>("SELECT metadata::text FROM messages WHERE organization_id = $1", Stop, organization.Id), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_picture_through_Meta_is_fetched_with_the_token_and_again_when_its_address_has_died()
    {
        var (organization, number) = await host.MetaAsync();
        var picture = Pictures.Jpeg(90, 60);
        var asked = 0;
        host.Provider.Otherwise = request => request.Path switch
        {
            var p when p.EndsWith("/900100", StringComparison.Ordinal) => new FakeAnswer.Reply(200, $$"""{"url":"{{host.Provider.Address}}/file{{asked}}","mime_type":"image/jpeg","sha256":"{{MediaHost.Hash(picture)}}","file_size":"{{picture.Length}}","id":"900100"}"""),
            _ when asked++ == 0 => new FakeAnswer.Reply(404, "{}"),
            _ => new FakeAnswer.File(picture, "image/jpeg"),
        };

        var row = await host.ReceiveAsync(organization, MediaHost.MetaFile(number, "wamid.M1", new() { ["id"] = "900100", ["mime_type"] = "image/jpeg" }), meta: true);

        Assert.Equal(("stored", "image/jpeg", 90), (row.State, row.Type, row.Width));
        var files = host.Provider.Requests.Where(r => r.Path.StartsWith("/file", StringComparison.Ordinal)).ToList();
        Assert.Equal(["/file0", "/file1"], files.Select(f => f.Path));
        Assert.All(files, f => Assert.Equal("Bearer meta-token", f.Headers["Authorization"]));
    }

    [Theory]
    [InlineData("https://evil.example/file")]
    [InlineData("http://lookaside.fbsbx.com/file")]
    [InlineData("https://lookaside.fbsbx.com.evil.example/file")]
    [InlineData("https://user@lookaside.fbsbx.com/file")]
    [InlineData("file:///etc/passwd")]
    public async Task The_token_goes_to_Metas_own_hosts_only(string url)
    {
        var (organization, number) = await host.MetaAsync();
        host.Provider.Otherwise = _ => new FakeAnswer.Reply(200, $$"""{"url":"{{url}}","id":"900200"}""");
        var row = await host.ReceiveAsync(organization, MediaHost.MetaFile(number, $"wamid.{Guid.NewGuid()}", new() { ["id"] = "900200" }), meta: true);
        Assert.Equal(("refused", "foreign_address"), (row.State, row.Error));
    }

    [Fact]
    public async Task What_Meta_no_longer_has_is_gone_and_a_wrong_hash_is_damage()
    {
        var (organization, number) = await host.MetaAsync();
        host.Provider.Otherwise = _ => new FakeAnswer.Reply(400, """{"error":{"code":100,"error_subcode":33,"message":"Object does not exist"}}""");
        Assert.Equal("gone", (await host.ReceiveAsync(organization, MediaHost.MetaFile(number, "wamid.G1", new() { ["id"] = "900300" }), meta: true)).State);

        var picture = Pictures.Jpeg(20, 20);
        host.Provider.Otherwise = r => r.Path.EndsWith("/900301", StringComparison.Ordinal)
            ? new FakeAnswer.Reply(200, $$"""{"url":"{{host.Provider.Address}}/f","sha256":"{{new string('0', 64)}}"}""")
            : new FakeAnswer.File(picture);
        var row = await host.ReceiveAsync(organization, MediaHost.MetaFile(number, "wamid.G2", new() { ["id"] = "900301" }), meta: true);
        Assert.Equal(("waiting", "damaged", 1), (row.State, row.Error, row.Attempts));
    }

    public static TheoryData<string, string, byte[], string> Hostile => new()
    {
        { "imageMessage", "foto.jpg", [.. "<!doctype html><script>alert(1)</script>"u8], MediaProblems.Lies },
        { "imageMessage", "foto.svg", [.. "<svg onload='alert(1)'/>"u8], MediaProblems.Lies },
        { "documentMessage", "factura.pdf", [.. "MZ"u8, 0x90, 0, 3], MediaProblems.Dangerous },
        { "stickerMessage", "s.webp", Fill((1024 * 1024) + 1), MediaProblems.TooLarge },
    };

    [Theory]
    [MemberData(nameof(Hostile))]
    public async Task What_lies_or_goes_on_for_ever_is_refused_and_its_bytes_go(string type, string name, byte[] file, string problem)
    {
        var organization = await host.EvolutionAsync();
        var id = $"H{Guid.NewGuid():N}";
        host.Gateway((id, MediaHost.Base64(file)));
        var row = await host.ReceiveAsync(organization, MediaHost.EvolutionFile(id, type, new() { ["mimetype"] = "image/jpeg", ["fileName"] = name }));
        Assert.Equal(("refused", problem), (row.State, row.Error));
        Assert.False(await host.ExistsAsync(row.Blob));
        using var http = await host.App.SignedInAsync(organization, Stop);
        Assert.Equal(HttpStatusCode.NotFound, (await http.GetAsync($"/media/{row.Id}", Stop)).StatusCode);
    }

    [Fact]
    public async Task A_web_page_that_says_so_and_a_picture_of_billions_of_pixels_are_downloads()
    {
        var organization = await host.EvolutionAsync();
        host.Gateway(("PAGE", MediaHost.Base64([.. "<html><script>alert(1)</script>"u8])), ("BOMB", MediaHost.Base64(Pictures.Bomb())));
        using var http = await host.App.SignedInAsync(organization, Stop);

        var page = await host.ReceiveAsync(organization, MediaHost.EvolutionFile("PAGE", "documentMessage", new() { ["mimetype"] = "text/html", ["fileName"] = "pagina.html" }));
        using var answer = await http.GetAsync($"/media/{page.Id}", Stop);
        Assert.Equal("application/octet-stream", answer.Content.Headers.ContentType?.MediaType);
        Assert.Equal("attachment", answer.Content.Headers.ContentDisposition?.DispositionType);

        var bomb = await host.ReceiveAsync(organization, Image("BOMB", new() { ["mimetype"] = "image/png" }));
        Assert.Equal(("stored", null), (bomb.State, bomb.Thumbnail));
        using var whole = await http.GetAsync($"/media/{bomb.Id}", Stop);
        Assert.Equal("attachment", whole.Content.Headers.ContentDisposition?.DispositionType);
    }

    [Fact]
    public async Task What_is_too_large_by_its_own_words_is_not_even_asked_for()
    {
        var organization = await host.EvolutionAsync();
        host.Gateway();
        var row = await host.ReceiveAsync(organization, Image("HUGE", new() { ["fileLength"] = new JsonObject { ["low"] = 1_900_000_000, ["high"] = 0, ["unsigned"] = true } }));
        Assert.Equal(("refused", MediaProblems.TooLarge), (row.State, row.Error));
        Assert.DoesNotContain(host.Provider.Requests, r => r.Body.Contains("HUGE", StringComparison.Ordinal));
    }

    [Fact]
    public async Task What_breaks_off_is_empty_or_not_there_yet_is_tried_again_and_then_told()
    {
        var organization = await host.EvolutionAsync();
        host.Gateway(("CUT1", new FakeAnswer.CutBody(201, "{\"base64\":\"/9j/4AAQ")));
        var row = await host.ReceiveAsync(organization, Image("CUT1", []));
        // The head may be lost with the body, as the network likes.
        Assert.Equal(("waiting", 1), (row.State, row.Attempts));
        Assert.NotNull(row.Error);

        host.Gateway(("CUT1", MediaHost.Base64([])));
        await host.App.Database.ExecuteAsync($"UPDATE media_files SET next_try_at = now() - interval '1 second', attempts = {FetchMedia.Backoff.Count} WHERE id = '{row.Id}'", Stop);
        row = await host.FetchedAsync(organization);
        Assert.Equal(("refused", "empty"), (row.State, row.Error));

        host.Gateway(("CUT1", MediaHost.Base64(Pictures.Jpeg())));
        Assert.IsType<MediaUnknown>((await host.Get<RetryMedia>().RunAsync(Actor.System((await host.EvolutionAsync()).Id), row.Id, Stop)).Error);
        Assert.True((await host.Get<RetryMedia>().RunAsync(Actor.System(organization.Id), row.Id, Stop)).IsSuccess);
        row = await host.FetchedAsync(organization);
        Assert.Equal(("stored", null), (row.State, row.Error));
        Assert.IsType<MediaNotRefused>((await host.Get<RetryMedia>().RunAsync(Actor.System(organization.Id), row.Id, Stop)).Error);
    }

    [Fact]
    public async Task Bytes_go_with_the_contact_with_the_message_and_with_time()
    {
        var organization = await host.EvolutionAsync();
        host.Gateway(("D1", MediaHost.Base64(Pictures.Jpeg())), ("D2", MediaHost.Base64(Pictures.Jpeg())), ("D3", MediaHost.Base64(Pictures.Jpeg())));
        var taken = await host.ReceiveAsync(organization, Image("D1", []));
        var old = await host.ReceiveAsync(organization, Image("D2", []));
        var left = await host.ReceiveAsync(organization, Image("D3", []));
        Assert.True(await host.ExistsAsync(taken.Blob) && await host.ExistsAsync(old.Blob) && await host.ExistsAsync(left.Thumbnail));

        await host.App.Database.ExecuteAsync($"UPDATE messages SET deleted_at = now() WHERE id = '{taken.Message}'", Stop);
        await host.App.Database.ExecuteAsync($"UPDATE media_files SET created_at = now() - interval '800 days' WHERE id = '{old.Id}'", Stop);
        await host.Get<ClearMedia>().RunAsync(organization.Id, Stop);
        await SweepAsync();
        var rows = await host.RowsAsync(organization);
        Assert.Equal([("gone", "expired"), ("gone", "deleted"), ("stored", null)], rows.Select(r => (r.State, r.Error)));
        Assert.False(await host.ExistsAsync(taken.Blob) || await host.ExistsAsync(old.Thumbnail));
        Assert.True(await host.ExistsAsync(left.Blob));

        Assert.True((await host.Get<DeleteContact>().RunAsync(Actor.System(organization.Id), left.Contact!.Value, Stop)).IsSuccess);
        await SweepAsync();
        Assert.Empty(await host.RowsAsync(organization));
        Assert.False(await host.ExistsAsync(left.Blob) || await host.ExistsAsync(left.Thumbnail));
    }

    [Fact]
    public async Task A_message_without_a_file_leaves_no_row()
    {
        var organization = await host.EvolutionAsync();
        using var http = host.App.Http();
        await http.PostEvolutionAsync(organization, MediaHost.EvolutionFile("T1", "extendedTextMessage", new() { ["text"] = "Hola" }), Stop);
        await host.App.SettleAsync(organization, Stop);
        Assert.Empty(await host.RowsAsync(organization));
    }

    private async Task SweepAsync()
    {
        while (await host.Get<MediaFetcher>().SweepAsync(Stop) > 0)
        {
        }
    }

    private static byte[] Image(string id, JsonObject content, string? base64 = null) => MediaHost.EvolutionFile(id, "imageMessage", content, base64);

    private static byte[] Fill(int length)
    {
        var bytes = new byte[length];
        "RIFF....WEBP"u8.CopyTo(bytes);
        return bytes;
    }
}
