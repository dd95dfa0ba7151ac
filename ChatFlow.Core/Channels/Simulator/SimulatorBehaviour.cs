using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace ChatFlow.Core.Channels.Simulator;

/// <summary>
/// How the simulated provider and its phones behave, so that everything that a real one does can be seen without one. The
/// default does nothing of it.
/// </summary>
/// <param name="DelaySeconds">How long an answer to a send takes.</param>
/// <param name="Failure">The class of error that sends meet.</param>
/// <param name="LosesAnswers">Sends go through, their answers never come: the outcome is unknown until a tick settles it.</param>
/// <param name="Percent">How many of a hundred sends meet the failure or the lost answer; which ones follows from their ids.</param>
/// <param name="Duplicates">Everything that the phone tells arrives twice.</param>
/// <param name="OutOfOrder">"Read" arrives before "delivered".</param>
/// <param name="Offline">The phones have no connection: what was sent is delivered once they are back.</param>
/// <param name="Seed">Another one chooses other sends.</param>
public sealed record SimulatorBehaviour(
    int DelaySeconds = 0,
    ChannelErrorClass? Failure = null,
    bool LosesAnswers = false,
    int Percent = 100,
    bool Duplicates = false,
    bool OutOfOrder = false,
    bool Offline = false,
    int Seed = 0)
{
    public const int LongestDelay = 8;

    public static readonly SimulatorBehaviour Default = new();

    private static readonly JsonSerializerOptions s_json = new(JsonSerializerDefaults.Web)
    {
        Converters = { new JsonStringEnumConverter(JsonNamingPolicy.SnakeCaseLower, allowIntegerValues: false) },
    };

    /// <summary>Whether sends are answered at once and well.</summary>
    [JsonIgnore]
    public bool IsPlain => DelaySeconds == 0 && Failure is null && !LosesAnswers;

    /// <summary>Whether this send meets what was chosen: the same message always the same.</summary>
    public bool Meets(Guid messageId)
    {
        Span<byte> drawn = stackalloc byte[SHA256.HashSizeInBytes];
        Span<byte> from = stackalloc byte[20];
        messageId.TryWriteBytes(from);
        BinaryPrimitives.WriteInt32LittleEndian(from[16..], Seed);
        SHA256.HashData(from, drawn);
        return BinaryPrimitives.ReadUInt32LittleEndian(drawn) % 100 < Percent;
    }

    /// <summary>What is stored; whatever cannot be read is the default.</summary>
    public static SimulatorBehaviour Read(string json)
    {
        if (json is "{}")
            return Default;
        try
        {
            return JsonSerializer.Deserialize<SimulatorBehaviour>(json, s_json) ?? Default;
        }
        catch (JsonException)
        {
            return Default;
        }
    }

    // Every member, so that a default that changes later changes no choice that was made.
    public string Write() => this == Default ? "{}" : JsonSerializer.Serialize(this, s_json);
}
