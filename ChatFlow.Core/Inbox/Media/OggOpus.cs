using System.Buffers.Binary;
using System.Text;

namespace ChatFlow.Core.Inbox.Media;

/// <summary>
/// Packs Opus sound out of WebM, which browsers record, into Ogg, which WhatsApp takes as a voice note. The sound itself is
/// not touched: RFC 7845 (Opus in Ogg), RFC 3533 (Ogg), the Matroska block layout.
/// </summary>
internal static class OggOpus
{
    private const uint Segment = 0x18538067, Cluster = 0x1F43B675, Tracks = 0x1654AE6B, TrackEntry = 0xAE, BlockGroup = 0xA0;
    private const uint CodecId = 0x86, CodecPrivate = 0x63A2, SimpleBlock = 0xA3, Block = 0xA1;
    private const int SamplesPerMillisecond = 48;
    private const int PacketsPerPage = 25;
    private const int LongestPacket = 255 * 9;
    private const uint Serial = 0x43464F50;

    private static readonly uint[] s_crc = [.. Enumerable.Range(0, 256).Select(Crc)];

    /// <summary>The Ogg file and its length in seconds; null for anything but a plain Opus recording.</summary>
    public static (byte[] File, int Seconds)? FromWebm(ReadOnlySpan<byte> webm)
    {
        if (!Read(webm, out var head, out var packets) || packets.Count == 0)
            return null;
        var file = new MemoryStream();
        long samples = 0;
        uint page = 0;
        Write(file, [head], 0, page++, flags: 2);
        Write(file, [[.. "OpusTags"u8, 8, 0, 0, 0, .. "ChatFlow"u8, 0, 0, 0, 0]], 0, page++, flags: 0);
        // A voice's packets are a few hundred bytes; a page's table of 255 entries would not hold 25 of those that are none.
        if (packets.Exists(p => p.Length is 0 or > LongestPacket))
            return null;
        foreach (var chunk in packets.Chunk(PacketsPerPage))
        {
            foreach (var packet in chunk)
                samples += Samples(packet);
            var isLast = ReferenceEquals(chunk[^1], packets[^1]);
            Write(file, chunk, samples, page++, isLast ? (byte)4 : (byte)0);
        }

        return (file.ToArray(), (int)Math.Max(1, Math.Round(samples / (SamplesPerMillisecond * 1000.0))));
    }

    private static bool Read(ReadOnlySpan<byte> webm, out byte[] head, out List<byte[]> packets)
    {
        (head, packets) = ([], []);
        var codec = "";
        while (!webm.IsEmpty)
        {
            if (!Number(ref webm, keepMarker: true, out var id, out _) || !Number(ref webm, keepMarker: false, out var size, out var unknown))
                break;
            // What holds other elements is walked through as if it were not there; its size may be unknown.
            if ((uint)id is Segment or Cluster or Tracks or TrackEntry or BlockGroup)
                continue;
            if (unknown || size > (ulong)webm.Length)
                break;
            var data = webm[..(int)size];
            webm = webm[(int)size..];
            switch ((uint)id)
            {
                case CodecId:
                    codec = Encoding.ASCII.GetString(data);
                    break;
                case CodecPrivate when data.StartsWith("OpusHead"u8):
                    head = data.ToArray();
                    break;
                case SimpleBlock or Block:
                    // Track, two bytes of time, flags. Several frames in one block are for video.
                    if (!Number(ref data, keepMarker: false, out _, out _) || data.Length < 4 || (data[2] & 0x06) != 0)
                        return false;
                    packets.Add(data[3..].ToArray());
                    break;
            }
        }

        return codec == "A_OPUS" && head.Length >= 19;
    }

    /// <summary>Matroska's number of variable length: the leading zeros of the first byte tell how many follow.</summary>
    private static bool Number(ref ReadOnlySpan<byte> from, bool keepMarker, out ulong value, out bool unknown)
    {
        (value, unknown) = (0, false);
        if (from.IsEmpty || from[0] == 0)
            return false;
        var length = System.Numerics.BitOperations.LeadingZeroCount((uint)from[0]) - 24 + 1;
        if (from.Length < length || (keepMarker && length > 4))
            return false;
        value = keepMarker ? from[0] : (ulong)(from[0] & ((1 << (8 - length)) - 1));
        for (var i = 1; i < length; i++)
            value = (value << 8) | from[i];
        unknown = !keepMarker && value == (1UL << (7 * length)) - 1;
        from = from[length..];
        return true;
    }

    /// <summary>How long a packet sounds, at 48 kHz, by its first byte (RFC 6716 section 3.1).</summary>
    private static int Samples(byte[] packet)
    {
        if (packet.Length == 0)
            return 0;
        var config = packet[0] >> 3;
        var frame = config switch
        {
            < 12 => (config & 3) switch { 0 => 480, 1 => 960, 2 => 1920, _ => 2880 },
            < 16 => (config & 1) == 0 ? 480 : 960,
            _ => 120 << (config & 3),
        };
        var frames = (packet[0] & 3) switch { 0 => 1, 1 or 2 => 2, _ => packet.Length > 1 ? packet[1] & 0x3F : 0 };
        return frame * frames;
    }

    private static void Write(MemoryStream file, IReadOnlyList<byte[]> packets, long granule, uint number, byte flags)
    {
        var lacing = new List<byte>();
        foreach (var packet in packets)
        {
            for (var left = packet.Length; ; left -= 255)
            {
                lacing.Add((byte)Math.Min(left, 255));
                if (left < 255)
                    break;
            }
        }

        var page = new byte[27 + lacing.Count + packets.Sum(p => p.Length)];
        "OggS"u8.CopyTo(page);
        page[5] = flags;
        BinaryPrimitives.WriteInt64LittleEndian(page.AsSpan(6), granule);
        BinaryPrimitives.WriteUInt32LittleEndian(page.AsSpan(14), Serial);
        BinaryPrimitives.WriteUInt32LittleEndian(page.AsSpan(18), number);
        page[26] = (byte)lacing.Count;
        lacing.CopyTo(page, 27);
        var at = 27 + lacing.Count;
        foreach (var packet in packets)
        {
            packet.CopyTo(page, at);
            at += packet.Length;
        }

        uint crc = 0;
        foreach (var b in page)
            crc = (crc << 8) ^ s_crc[(crc >> 24) ^ b];
        BinaryPrimitives.WriteUInt32LittleEndian(page.AsSpan(22), crc);
        file.Write(page);
    }

    private static uint Crc(int value)
    {
        var crc = (uint)value << 24;
        for (var bit = 0; bit < 8; bit++)
            crc = (crc << 1) ^ ((crc & 0x80000000) != 0 ? 0x04C11DB7u : 0);
        return crc;
    }
}
