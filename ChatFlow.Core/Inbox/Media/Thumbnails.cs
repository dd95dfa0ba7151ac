using SkiaSharp;

namespace ChatFlow.Core.Inbox.Media;

/// <param name="Width">Pixels, the picture standing upright.</param>
/// <param name="Thumbnail">A small WebP without metadata.</param>
internal sealed record PictureFacts(int Width, int Height, byte[] Thumbnail);

/// <summary>
/// Looks at a picture's header before anything is decoded, then decodes it as small as its format allows. One at a time:
/// a decoded picture may take a hundred megabytes.
/// </summary>
internal static class Thumbnails
{
    // A picture of more pixels is kept as a download; a small file may claim any number of them.
    private const long MostPixels = 40_000_000;
    private const long MostDecoded = 25_000_000;
    private const int LongestSide = 640;
    private static readonly SemaphoreSlim s_one = new(1);

    /// <summary>Null for what cannot be read, or would be too large once it is.</summary>
    public static async Task<PictureFacts?> ReadAsync(Stream picture, CancellationToken ct)
    {
        await s_one.WaitAsync(ct).ConfigureAwait(false);
        try
        {
            return await Task.Run(() => Read(picture), ct).ConfigureAwait(false);
        }
        finally
        {
            s_one.Release();
        }
    }

    private static PictureFacts? Read(Stream picture)
    {
        using var codec = SKCodec.Create(picture, out _);
        if (codec is null || codec.Info.Width <= 0 || codec.Info.Height <= 0 || (long)codec.Info.Width * codec.Info.Height > MostPixels)
            return null;
        var upright = codec.EncodedOrigin;
        var turned = upright is SKEncodedOrigin.LeftTop or SKEncodedOrigin.RightTop or SKEncodedOrigin.RightBottom or SKEncodedOrigin.LeftBottom;
        var (width, height) = turned ? (codec.Info.Height, codec.Info.Width) : (codec.Info.Width, codec.Info.Height);
        var scale = Math.Min(1f, (float)LongestSide / Math.Max(width, height));
        // Only JPEG and WebP can be decoded smaller than they are.
        var size = codec.GetScaledDimensions(scale);
        if ((long)size.Width * size.Height > MostDecoded)
            return null;
        using var decoded = new SKBitmap(new SKImageInfo(size.Width, size.Height, SKColorType.Rgba8888, SKAlphaType.Premul));
        // What breaks off half-way is shown as far as it goes.
        if (codec.GetPixels(decoded.Info, decoded.GetPixels()) is not (SKCodecResult.Success or SKCodecResult.IncompleteInput or SKCodecResult.ErrorInInput))
            return null;
        var target = new SKImageInfo(
            Math.Max(1, (int)MathF.Round(width * scale)), Math.Max(1, (int)MathF.Round(height * scale)), SKColorType.Rgba8888, SKAlphaType.Premul);
        using var surface = SKSurface.Create(target);
        if (surface is null)
            return null;
        using var image = SKImage.FromBitmap(decoded);
        Turn(surface.Canvas, upright, target.Width, target.Height);
        var box = turned ? new SKRect(0, 0, target.Height, target.Width) : new SKRect(0, 0, target.Width, target.Height);
        surface.Canvas.DrawImage(image, box, new SKSamplingOptions(SKFilterMode.Linear, SKMipmapMode.Linear));
        using var shown = surface.Snapshot();
        using var encoded = shown.Encode(SKEncodedImageFormat.Webp, 80);
        return encoded is null ? null : new PictureFacts(width, height, encoded.ToArray());
    }

    /// <summary>The eight ways a camera may have been held (Exif's orientation).</summary>
    private static void Turn(SKCanvas canvas, SKEncodedOrigin origin, int width, int height)
    {
        var matrix = origin switch
        {
            SKEncodedOrigin.TopLeft => SKMatrix.Identity,
            SKEncodedOrigin.TopRight => new SKMatrix(-1, 0, width, 0, 1, 0, 0, 0, 1),
            SKEncodedOrigin.BottomRight => new SKMatrix(-1, 0, width, 0, -1, height, 0, 0, 1),
            SKEncodedOrigin.BottomLeft => new SKMatrix(1, 0, 0, 0, -1, height, 0, 0, 1),
            SKEncodedOrigin.LeftTop => new SKMatrix(0, 1, 0, 1, 0, 0, 0, 0, 1),
            SKEncodedOrigin.RightTop => new SKMatrix(0, -1, width, 1, 0, 0, 0, 0, 1),
            SKEncodedOrigin.RightBottom => new SKMatrix(0, -1, width, -1, 0, height, 0, 0, 1),
            SKEncodedOrigin.LeftBottom => new SKMatrix(0, 1, 0, -1, 0, height, 0, 0, 1),
            _ => SKMatrix.Identity,
        };
        canvas.SetMatrix(matrix);
    }
}
