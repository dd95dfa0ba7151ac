using System.Text.Json;
using System.Text.Json.Serialization;
using ChatFlow.Core.Common;

namespace ChatFlow.Web.Api.Json;

/// <summary>Refuses, at the door and by the field's name, text that PostgreSQL could not keep: NUL and broken UTF-16.</summary>
public sealed class StorableTextJson : JsonConverter<string>
{
    public override string? Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        if (reader.TokenType != JsonTokenType.String)
            throw new JsonException("Must be a text.");
        string? text;
        try
        {
            text = reader.GetString();
        }
        catch (InvalidOperationException e)
        {
            throw new JsonException("The text holds characters that cannot be stored.", e);
        }

        return text is null || TextRules.IsStorable(text) ? text : throw new JsonException("The text holds characters that cannot be stored.");
    }

    public override void Write(Utf8JsonWriter writer, string value, JsonSerializerOptions options) => writer.WriteStringValue(value);

    public override string ReadAsPropertyName(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) => reader.GetString()!;

    public override void WriteAsPropertyName(Utf8JsonWriter writer, string value, JsonSerializerOptions options) => writer.WritePropertyName(value);
}
