using System.Text.Encodings.Web;
using System.Text.Json;

namespace ChatFlow.Web.Api.Json;

/// <summary>How the REST interface writes and reads JSON: camelCase names, snake_case enums.</summary>
public static class ApiJson
{
    public static void Configure(JsonSerializerOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        options.Converters.Add(new EnumTextJson());
        options.Converters.Add(new OptionalJson());
        options.Converters.Add(new StorableTextJson());
        options.RespectNullableAnnotations = true;
        // Answers are never part of a page, so that ñ may stay ñ.
        options.Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping;
    }
}
