using System.Text.Json;
using Npgsql;

namespace ChatFlow.Web.Api;

/// <summary>
/// Whatever goes wrong under <c>/api</c> answers problem+json: unreadable bodies with the field's name, empty 404s and 405s,
/// and failures of ours without a word about their inside.
/// </summary>
public sealed class ApiProblems(RequestDelegate next, ILogger<ApiProblems> logger)
{
    public async Task InvokeAsync(HttpContext context)
    {
        ArgumentNullException.ThrowIfNull(context);
        // Kept, so that the filter can compare the body with that of the first request.
        if (context.Request.Headers.ContainsKey(Idempotency.IdempotencyFilter.Header))
            context.Request.EnableBuffering();
        IResult problem;
        try
        {
            await next(context);
            if (context.Response is not { HasStarted: false, StatusCode: >= 400, ContentType: null, ContentLength: null })
                return;
            problem = Empty(context.Response.StatusCode);
        }
        catch (OperationCanceledException) when (context.RequestAborted.IsCancellationRequested)
        {
            context.Response.StatusCode = StatusCodes.Status499ClientClosedRequest;
            return;
        }
        catch (Exception error) when (!context.Response.HasStarted)
        {
            problem = Of(error);
        }

        await problem.ExecuteAsync(context);
    }

    private IResult Of(Exception error)
    {
        if (error is BadHttpRequestException request)
            return Unreadable(request);
        // What no rule of ours caught, the database refuses: characters that it cannot keep.
        if (error.GetBaseException() is PostgresException { SqlState: PostgresErrorCodes.CharacterNotInRepertoire or PostgresErrorCodes.UntranslatableCharacter })
            return ApiResults.Problem(StatusCodes.Status422UnprocessableEntity, "Not acceptable as it is", "text.invalid", "A text holds characters that cannot be stored.");
        logger.LogError(error, "A request to the REST interface failed");
        return ApiResults.Problem(StatusCodes.Status500InternalServerError, "Something failed here", "internal", "It was written to the log. Trying again may help.");
    }

    private static IResult Unreadable(BadHttpRequestException error)
    {
        if (error.InnerException is not JsonException json)
        {
            return error.StatusCode == StatusCodes.Status400BadRequest
                ? ApiResults.Problem(StatusCodes.Status400BadRequest, "Unreadable", "body.missing", "A JSON body is needed.", "body")
                : Empty(error.StatusCode);
        }

        // The reader's own exception inside means that it is no JSON at all.
        if (json.InnerException is JsonException)
            return ApiResults.Problem(StatusCodes.Status400BadRequest, "Unreadable", "body.malformed", $"The body is not valid JSON (line {json.LineNumber + 1}).", "body");
        var field = json.Path is { Length: > 2 } path && path.StartsWith("$.", StringComparison.Ordinal) ? path[2..] : "body";
        var detail = json.Message.StartsWith("The JSON value could not be converted", StringComparison.Ordinal) || json.Message.Contains(" Path: ", StringComparison.Ordinal)
            ? "The value is missing or has the wrong type."
            : json.Message;
        return ApiResults.Problem(StatusCodes.Status422UnprocessableEntity, "Not acceptable as it is", "body.invalid", detail, field);
    }

    private static IResult Empty(int status) => status switch
    {
        StatusCodes.Status401Unauthorized => ApiResults.Problem(status, "A valid API key is needed", "unauthorized", "Send Authorization: Bearer <key>."),
        StatusCodes.Status404NotFound => ApiResults.Problem(status, "Not found", "not_found", "There is nothing at this address."),
        StatusCodes.Status405MethodNotAllowed => ApiResults.Problem(status, "Method not allowed", "method", "This address does not take this method."),
        StatusCodes.Status413PayloadTooLarge => ApiResults.Problem(status, "Too large", "body.too_large", "The body is larger than this address takes."),
        StatusCodes.Status415UnsupportedMediaType => ApiResults.Problem(status, "Unsupported media type", "body.media_type", "Send the body as application/json."),
        _ => ApiResults.Problem(status, "The request failed", $"http_{status}", "The request could not be carried out."),
    };
}
