using System.Text;
using System.Text.Json.Nodes;
using FsCheck;
using FsCheck.Fluent;

namespace ChatFlow.Tests.Webhooks;

/// <summary>
/// Bodies that are almost right: members dropped, doubled, retyped, swapped or buried, absurd numbers and times, NUL, lone
/// surrogates, broken UTF-8, endless strings, bottomless nesting, cut off anywhere.
/// </summary>
internal static class Mutation
{
    // Written as plain words while it is JSON, and made wrong in the bytes afterwards.
    private const string Surrogate = "~surrogate~";
    private const string Broken = "~broken~";
    private const string Null = "~nul~";

    /// <summary>Mutants of these bodies, the same for the same seed.</summary>
    public static IEnumerable<byte[]> Of(IReadOnlyList<byte[]> seeds, int count, ulong seed) =>
        // One draw is one generator of numbers, so that a single mutant can be made again alone.
        Gen.Choose(0, int.MaxValue).Sample(50, new Rnd(seed), count).Select(draw => Mutant(seeds, new Random(draw)));

    private static byte[] Mutant(IReadOnlyList<byte[]> seeds, Random random)
    {
        var body = JsonNode.Parse(seeds[random.Next(seeds.Count)])!;
        for (var changes = random.Next(1, 5); changes > 0; changes--)
            Change(body, random);
        var bytes = Bytes(body.ToJsonString(), random);
        return random.Next(12) switch
        {
            0 => bytes[..random.Next(bytes.Length)],
            1 => Flip(bytes, random),
            _ => bytes,
        };
    }

    private static void Change(JsonNode body, Random random)
    {
        var places = Places(body).ToList();
        if (places.Count == 0)
            return;
        var (parent, key, index) = places[random.Next(places.Count)];
        var value = key is null ? parent.AsArray()[index] : parent.AsObject()[key];
        switch (random.Next(9))
        {
            case 0 when key is not null:
                parent.AsObject().Remove(key);
                break;
            case 1 when key is not null:
                parent.AsObject()[$"{key}x"] = value?.DeepClone();
                break;
            case 2:
                var (other, otherKey, otherIndex) = places[random.Next(places.Count)];
                Put(parent, key, index, (otherKey is null ? other.AsArray()[otherIndex] : other.AsObject()[otherKey])?.DeepClone());
                break;
            case 3:
                Put(parent, key, index, random.Next(2) == 0 ? new JsonArray(value?.DeepClone()) : new JsonObject { ["message"] = value?.DeepClone() });
                break;
            case 4 when value is JsonArray list && list.Count > 0:
                list.Add(list[random.Next(list.Count)]?.DeepClone());
                break;
            case 5 when value is JsonValue:
                Put(parent, key, index, value.ToString() + Odd(random));
                break;
            default:
                Put(parent, key, index, Strange(random));
                break;
        }
    }

    private static void Put(JsonNode parent, string? key, int index, JsonNode? value)
    {
        if (key is null)
            parent.AsArray()[index] = value;
        else
            parent.AsObject()[key] = value;
    }

    private static JsonNode? Strange(Random random) => random.Next(16) switch
    {
        0 => null,
        1 => new JsonArray(),
        2 => new JsonObject(),
        3 => true,
        4 => "",
        5 => JsonNode.Parse("1e400"),
        6 => JsonNode.Parse("-99999999999999999999999999"),
        7 => long.MaxValue,
        8 => 253402300800L,
        9 => "99999999999999",
        10 => new string('ñ', random.Next(200, 4000)),
        11 => new string('7', random.Next(1, 400)),
        12 => Deep(random.Next(2) == 0 ? 40 : 400),
        13 => new JsonObject { ["low"] = int.MinValue, ["high"] = int.MaxValue, ["unsigned"] = false },
        14 => new string('9', random.Next(5, 16)) + "@s.whatsapp.net",
        _ => Odd(random),
    };

    private static string Odd(Random random) => random.Next(7) switch
    {
        0 => Surrogate,
        1 => Broken,
        2 => Null,
        3 => "\u202E\u0000\uFFFE",
        4 => "👩‍👩‍👧‍👦",
        5 => " '; DROP TABLE messages; -- ",
        _ => "\r\n\t\\\"",
    };

    private static JsonNode Deep(int levels)
    {
        JsonNode node = new JsonObject();
        for (var i = 0; i < levels; i++)
            node = i % 2 == 0 ? new JsonArray(node) : new JsonObject { ["message"] = node };
        return node;
    }

    private static byte[] Bytes(string json, Random random)
    {
        if (random.Next(8) == 0)
            json = Twice(json, random);
        json = json.Replace(Surrogate, "\\ud800", StringComparison.Ordinal).Replace(Null, "\\u0000", StringComparison.Ordinal);
        var parts = json.Split(Broken);
        return [.. parts.SelectMany((part, i) => i == 0 ? Encoding.UTF8.GetBytes(part) : [0xC0, 0xFF, .. Encoding.UTF8.GetBytes(part)])];
    }

    // A member that stands there twice, which no tree can hold.
    private static string Twice(string json, Random random)
    {
        var names = new List<int>();
        for (var at = json.IndexOf(",\"", StringComparison.Ordinal); at >= 0; at = json.IndexOf(",\"", at + 1, StringComparison.Ordinal))
        {
            if (json.IndexOf("\":", at, StringComparison.Ordinal) is > 0 and var colon && json.IndexOf('"', at + 2) == colon)
                names.Add(at);
        }

        if (names.Count == 0)
            return json;
        var start = names[random.Next(names.Count)];
        var end = json.IndexOf("\":", start, StringComparison.Ordinal) + 2;
        return json[..start] + json[start..end] + "{\"again\":[1]}" + json[start..];
    }

    private static byte[] Flip(byte[] bytes, Random random)
    {
        var flipped = bytes.ToArray();
        flipped[random.Next(flipped.Length)] = (byte)random.Next(256);
        return flipped;
    }

    private static IEnumerable<(JsonNode Parent, string? Key, int Index)> Places(JsonNode? node)
    {
        switch (node)
        {
            case JsonObject members:
                foreach (var (name, value) in members)
                {
                    yield return (members, name, 0);
                    foreach (var inner in Places(value))
                        yield return inner;
                }

                break;
            case JsonArray list:
                for (var i = 0; i < list.Count; i++)
                {
                    yield return (list, null, i);
                    foreach (var inner in Places(list[i]))
                        yield return inner;
                }

                break;
        }
    }
}
