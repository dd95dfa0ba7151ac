using System.Text.Json.Nodes;
using ChatFlow.Core.Common;
using Microsoft.AspNetCore.OpenApi;
using Microsoft.OpenApi;

namespace ChatFlow.Web.Api;

/// <summary>The OpenAPI document: what it says about all of the interface, and types whose JSON a converter writes.</summary>
internal static class ApiDocument
{
    public const string Name = "v1";
    private const string SchemeName = "ApiKey";

    public static void Configure(OpenApiOptions options)
    {
        options.ShouldInclude = description => description.RelativePath?.StartsWith("api/v1", StringComparison.Ordinal) == true;
        // Written where it stands: "may be absent" is no type of its own in JSON.
        options.CreateSchemaReferenceId = info => IsOptional(info.Type) ? null : OpenApiOptions.CreateDefaultSchemaReferenceId(info);
        options.AddDocumentTransformer((document, _, _) =>
        {
            document.Info = new OpenApiInfo
            {
                Title = "ChatFlow",
                Version = Name,
                Description = """
                    Contacts, messages and follow-ups of one organization.
                    Errors are problem+json with a stable `code` and, for wrong input, `errors` by field.
                    Lists are `{items, next}`, newest first; pass `next` as `cursor`.
                    On POST, `Idempotency-Key` makes a repetition answer what the first request answered, for a day.
                    """,
            };
            document.Components ??= new OpenApiComponents();
            document.Components.SecuritySchemes ??= new Dictionary<string, IOpenApiSecurityScheme>();
            document.Components.SecuritySchemes[SchemeName] = new OpenApiSecurityScheme
            {
                Type = SecuritySchemeType.Http,
                Scheme = "bearer",
                Description = "A key made under Settings or by `api-key create`.",
            };
            document.Security = [new OpenApiSecurityRequirement { [new OpenApiSecuritySchemeReference(SchemeName, document)] = [] }];
            return Task.CompletedTask;
        });
        options.AddOperationTransformer((operation, context, _) =>
        {
            if (context.Description.HttpMethod == HttpMethods.Post)
            {
                (operation.Parameters ??= []).Add(new OpenApiParameter
                {
                    Name = Idempotency.IdempotencyFilter.Header,
                    In = ParameterLocation.Header,
                    Schema = new OpenApiSchema { Type = JsonSchemaType.String, MaxLength = 255 },
                });
            }

            return Task.CompletedTask;
        });
        options.AddSchemaTransformer(DescribeAsync);
    }

    private static async Task DescribeAsync(OpenApiSchema schema, OpenApiSchemaTransformerContext context, CancellationToken ct)
    {
        var type = context.JsonTypeInfo.Type;
        if (IsOptional(type))
        {
            var inner = await context.GetOrCreateSchemaAsync(type.GetGenericArguments()[0], null, ct);
            schema.Type = inner.Type | JsonSchemaType.Null;
            schema.Format = inner.Format;
            schema.Enum = inner.Enum;
            schema.Items = inner.Items;
            schema.AdditionalProperties = inner.AdditionalProperties;
            return;
        }

        var underlying = Nullable.GetUnderlyingType(type) ?? type;
        if (underlying == typeof(string))
            schema.Type ??= JsonSchemaType.String;
        if (underlying.IsEnum && underlying.Namespace?.StartsWith("ChatFlow.", StringComparison.Ordinal) == true)
        {
            schema.Type = underlying == type ? JsonSchemaType.String : JsonSchemaType.String | JsonSchemaType.Null;
            schema.Enum = [.. Enum.GetNames(underlying).Select(name => (JsonNode)SnakeCase.Of(name))];
        }
    }

    private static bool IsOptional(Type type) => type.IsGenericType && type.GetGenericTypeDefinition() == typeof(Optional<>);
}
