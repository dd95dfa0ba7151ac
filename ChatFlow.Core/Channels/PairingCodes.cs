using ChatFlow.Core.Channels.Evolution;

namespace ChatFlow.Core.Channels;

/// <summary>What links a phone; a secret for as long as it lives.</summary>
/// <param name="QrDataUri">A picture as a data URI, to be scanned.</param>
/// <param name="TypedCode">What to type on the phone instead.</param>
public sealed record PairingCodes(string? QrDataUri, string? TypedCode)
{
    // Larger than any QR picture; what is larger is no pairing and is not looked at.
    private const int LargestBody = 256 * 1024;

    /// <summary>Records print their members; this one is a secret.</summary>
    public override string ToString() => nameof(PairingCodes);

    /// <summary>The codes in a webhook's body, before secrets are taken out of it; null for every other body.</summary>
    public static PairingCodes? Find(ReadOnlyMemory<byte> body)
    {
        if (body.Length > LargestBody || body.Span.IndexOf("\"qrcode\""u8) < 0)
            return null;
        using var document = WebhookJson.Open(body, out _);
        if (document is null || EvolutionEnvelope.Read(document.RootElement, default) is not { Event: "qrcode.updated" } envelope)
            return null;
        var qr = envelope.Data.Get("qrcode");
        var codes = new PairingCodes(Picture(qr.Text("base64")), Code(qr.Text("pairingCode")));
        return codes is { QrDataUri: null, TypedCode: null } ? null : codes;
    }

    /// <summary>It goes into an img element: nothing but a picture may pass.</summary>
    internal static string? Picture(string? uri) => uri is not null && uri.StartsWith("data:image/", StringComparison.Ordinal) ? uri : null;

    private static string? Code(string? code) => code is { Length: > 0 and <= 20 } ? code : null;
}
