using System.Text;
using ChatFlow.Core.Inbox.Media;
using Xunit;

namespace ChatFlow.Tests.Inbox.Media;

public sealed class MediaTypesTests
{
    public static TheoryData<string, MediaKind, byte[]> Heads => new()
    {
        { "image/jpeg", MediaKind.Image, Pictures.Jpeg(8, 8) },
        { "image/png", MediaKind.Image, Pictures.Png(8, 8) },
        { "image/webp", MediaKind.Sticker, [.. "RIFF"u8, 1, 2, 3, 4, .. "WEBPVP8 "u8] },
        { "image/gif", MediaKind.Image, [.. "GIF89a"u8, 1, 0, 1, 0] },
        { "video/mp4", MediaKind.Video, [0, 0, 0, 24, .. "ftypisom"u8, 0, 0, 2, 0] },
        { "video/3gpp", MediaKind.Video, [0, 0, 0, 24, .. "ftyp3gp4"u8, 0, 0, 2, 0] },
        { "audio/mp4", MediaKind.Audio, [0, 0, 0, 24, .. "ftypisom"u8, 0, 0, 2, 0] },
        { "image/heic", MediaKind.Document, [0, 0, 0, 24, .. "ftypheic"u8, 0, 0, 2, 0] },
        { "audio/ogg", MediaKind.Audio, [.. "OggS"u8, 0, 2, .. "OpusHead"u8] },
        { "audio/mpeg", MediaKind.Audio, [.. "ID3"u8, 4, 0] },
        { "audio/mpeg", MediaKind.Audio, [0xFF, 0xFB, 0x90, 0x44] },
        { "audio/aac", MediaKind.Audio, [0xFF, 0xF1, 0x50, 0x80] },
        { "audio/amr", MediaKind.Audio, [.. "#!AMR\n"u8] },
        { "audio/webm", MediaKind.Audio, [0x1A, 0x45, 0xDF, 0xA3, 0x9F, 0x42, 0x82, 0x84, .. "webm"u8] },
        { "application/pdf", MediaKind.Document, [.. "%PDF-1.7"u8] },
        { "application/vnd.openxmlformats-officedocument.wordprocessingml.document", MediaKind.Document, [.. "PK\u0003\u0004"u8, .. "xxxx[Content_Types].xml word/document.xml"u8] },
        { "application/zip", MediaKind.Document, [.. "PK\u0003\u0004"u8, 1, 2, 3] },
        { MediaTypes.Executable, MediaKind.Document, [.. "MZ"u8, 0x90, 0] },
        { MediaTypes.Executable, MediaKind.Image, [0x7F, .. "ELF"u8, 2, 1] },
        { MediaTypes.Script, MediaKind.Document, [.. "#!/bin/sh\n"u8] },
        { MediaTypes.Html, MediaKind.Image, [.. " \r\n<!DOCTYPE HTML><html>"u8] },
        { MediaTypes.Html, MediaKind.Image, [0xEF, 0xBB, 0xBF, .. "<!-- x --><ScRiPt>alert(1)</script>"u8] },
        { MediaTypes.Html, MediaKind.Image, [0xFF, 0xFE, .. Encoding.Unicode.GetBytes("<html><body>")] },
        { MediaTypes.Svg, MediaKind.Image, [.. "<?xml version='1.0'?><svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'/>"u8] },
        { "application/xml", MediaKind.Document, [.. "<?xml version='1.0'?><factura/>"u8] },
        { "text/plain", MediaKind.Document, [.. "nombre;precio\nañejo;5"u8] },
        { "text/plain", MediaKind.Document, Encoding.Latin1.GetBytes("a\u00f1ejo y ma\u00f1ana, cuatro palabras") },
        { MediaTypes.Unknown, MediaKind.Document, [1, 2, 3, 0, 0] },
        { MediaTypes.Unknown, MediaKind.Document, [] },
    };

    [Theory]
    [MemberData(nameof(Heads))]
    public void The_content_tells_what_it_is(string type, MediaKind kind, byte[] head) => Assert.Equal(type, MediaTypes.Sniff(head, kind));

    [Theory]
    [InlineData(MediaKind.Image, MediaTypes.Html, "foto.jpg", MediaProblems.Lies)]
    [InlineData(MediaKind.Image, MediaTypes.Svg, "foto.svg", MediaProblems.Lies)]
    [InlineData(MediaKind.Sticker, "application/zip", null, MediaProblems.Lies)]
    [InlineData(MediaKind.Audio, "video/mp4", null, MediaProblems.Lies)]
    [InlineData(MediaKind.Document, MediaTypes.Html, "factura.pdf", MediaProblems.Dangerous)]
    [InlineData(MediaKind.Document, MediaTypes.Executable, "foto.JPG", MediaProblems.Dangerous)]
    [InlineData(MediaKind.Document, MediaTypes.Executable, "programa.exe", null)]
    [InlineData(MediaKind.Document, MediaTypes.Html, "pagina.html", null)]
    [InlineData(MediaKind.Document, "application/pdf", "factura.pdf", null)]
    [InlineData(MediaKind.Image, "image/jpeg", null, null)]
    public void What_lies_is_not_kept(MediaKind kind, string type, string? name, string? problem) =>
        Assert.Equal(problem, MediaRules.Problem(kind, type, null, name));

    [Theory]
    [InlineData("image/jpeg", 5 * 1024 * 1024, MediaKind.Image)]
    [InlineData("image/jpeg", (5 * 1024 * 1024) + 1, MediaKind.Document)]
    [InlineData("image/webp", 10, MediaKind.Document)]
    [InlineData("video/mp4", 16 * 1024 * 1024, MediaKind.Video)]
    [InlineData("video/quicktime", 10, MediaKind.Document)]
    [InlineData("audio/ogg", 10, MediaKind.Audio)]
    [InlineData("audio/webm", 10, MediaKind.Document)]
    public void What_WhatsApp_does_not_take_as_its_kind_goes_as_a_document(string type, long length, MediaKind kind) =>
        Assert.Equal(kind, MediaRules.KindToSend(type, length));

    [Theory]
    [InlineData("../../etc/passwd", "passwd")]
    [InlineData(@"C:\Users\x\foto.jpg", "foto.jpg")]
    [InlineData("a\u202Egpj.exe", "agpj.exe")]
    [InlineData("\r\nSet-Cookie: x", "Set-Cookie x")]
    [InlineData("", "image.jpg")]
    [InlineData("...", "image.jpg")]
    public void A_name_is_a_name_and_no_path(string told, string name) => Assert.Equal(name, MediaRules.FileName(told, MediaKind.Image, "image/jpeg"));

    [Theory]
    [InlineData(1, 80, 40)]
    [InlineData(3, 80, 40)]
    [InlineData(6, 40, 80)]
    [InlineData(8, 40, 80)]
    public async Task A_small_picture_stands_upright_and_tells_nothing_else(byte orientation, int width, int height)
    {
        using var picture = new MemoryStream(Pictures.Turned(orientation));
        var facts = await Thumbnails.ReadAsync(picture, TestContext.Current.CancellationToken);
        Assert.Equal((width, height), (facts!.Width, facts.Height));
        using var small = SkiaSharp.SKBitmap.Decode(facts.Thumbnail);
        Assert.Equal((width, height), (small.Width, small.Height));
        // The orange quarter was top left before it was turned.
        var (x, y) = orientation switch { 3 => (width - 5, height - 5), 6 => (width - 5, 5), 8 => (5, height - 5), _ => (5, 5) };
        Assert.True(small.GetPixel(x, y).Red > 180, $"{small.GetPixel(x, y)}");
        Assert.DoesNotContain("Exif", Encoding.Latin1.GetString(facts.Thumbnail), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_picture_that_claims_billions_of_pixels_is_not_decoded()
    {
        using var bomb = new MemoryStream(Pictures.Bomb());
        Assert.Null(await Thumbnails.ReadAsync(bomb, TestContext.Current.CancellationToken));
        using var rubbish = new MemoryStream([0xFF, 0xD8, 0xFF, 1, 2, 3]);
        Assert.Null(await Thumbnails.ReadAsync(rubbish, TestContext.Current.CancellationToken));
    }
}
