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
    public void A_browsers_recording_becomes_a_voice_note()
    {
        byte[] head = [.. "OpusHead"u8, 1, 1, 0x38, 1, 0x80, 0xBB, 0, 0, 0, 0, 0];
        // Sixty packets of 20 ms (CELT, fullband: configuration 31, one frame).
        byte[] block = [0xA3, 0x40, 0x09, 0x81, 0, 0, 0x80, 0xF8, 1, 2, 3, 4];
        byte[] webm =
        [
            0x1A, 0x45, 0xDF, 0xA3, 0x87, 0x42, 0x82, 0x84, .. "webm"u8,
            0x18, 0x53, 0x80, 0x67, 0x01, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF,
            0x16, 0x54, 0xAE, 0x6B, 0xA0, 0xAE, 0x9E, 0x86, 0x86, .. "A_OPUS"u8, 0x63, 0xA2, 0x93, .. head,
            0x1F, 0x43, 0xB6, 0x75, 0xFF, .. Enumerable.Repeat(block, 60).SelectMany(b => b),
        ];
        var packed = OggOpus.FromWebm(webm)!.Value;
        Assert.Equal(1, packed.Seconds);
        Assert.Equal("audio/ogg", MediaTypes.Sniff(packed.File, MediaKind.Audio));
        // Head, tags, then 25 packets a page, the last marked as the last; each page's sum is right.
        var pages = Pages(packed.File);
        Assert.Equal([2, 0, 0, 0, 4], pages.Select(p => (int)p.Flags));
        Assert.Equal([0, 0, 24_000, 48_000, 57_600], pages.Select(p => (int)p.Granule));
        Assert.Equal(head, pages[0].Data);
        Assert.Equal(Enumerable.Repeat(new byte[] { 0xF8, 1, 2, 3, 4 }, 25).SelectMany(p => p), pages[2].Data);

        Assert.Null(OggOpus.FromWebm(webm.AsSpan(0, 60)));
        Assert.Null(OggOpus.FromWebm([1, 2, 3]));
        Assert.Null(OggOpus.FromWebm([]));
    }

    private static List<(byte Flags, long Granule, byte[] Data)> Pages(byte[] ogg)
    {
        var pages = new List<(byte, long, byte[])>();
        for (var at = 0; at < ogg.Length;)
        {
            Assert.Equal("OggS"u8.ToArray(), ogg[at..(at + 4)]);
            int segments = ogg[at + 26];
            var length = ogg.Skip(at + 27).Take(segments).Sum(b => b);
            var page = ogg[at..(at + 27 + segments + length)];
            var told = BitConverter.ToUInt32(page, 22);
            page.AsSpan(22, 4).Clear();
            var sum = 0u;
            foreach (var b in page)
            {
                sum ^= (uint)b << 24;
                for (var bit = 0; bit < 8; bit++)
                    sum = (sum << 1) ^ ((sum & 0x80000000) != 0 ? 0x04C11DB7u : 0);
            }

            Assert.Equal(told, sum);
            pages.Add((page[5], BitConverter.ToInt64(page, 6), page[(27 + segments)..]));
            at += page.Length;
        }

        return pages;
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
