using ChatFlow.Core.Common;

namespace ChatFlow.Web.Api;

/// <summary>The one place where outcomes of use cases become HTTP: 200 or problem+json.</summary>
public static class ApiResults
{
    /// <param name="success">What a success answers; 200 with the value unless said.</param>
    public static IResult From<T>(Result<T> result, Func<T, IResult>? success = null) =>
        result.Match(success ?? (value => TypedResults.Ok(value)), Problem);

    public static IResult Problem(Error error)
    {
        ArgumentNullException.ThrowIfNull(error);
        return error switch
        {
            NotFoundError => Problem(StatusCodes.Status404NotFound, "Not found", error),
            ValidationError => Problem(StatusCodes.Status422UnprocessableEntity, "Not acceptable as it is", error),
            ConflictError => Problem(StatusCodes.Status409Conflict, "Conflict", error),
            ForbiddenError => Problem(StatusCodes.Status403Forbidden, "Forbidden", error),
            ProviderError => Problem(StatusCodes.Status502BadGateway, "The provider refused or could not be reached", error),
            _ => throw new InvalidOperationException($"No status for {error.GetType().Name}."),
        };
    }

    /// <param name="field">The input that is wrong, if one is.</param>
    public static IResult Problem(int status, string title, string code, string detail, string? field = null)
    {
        var extensions = new Dictionary<string, object?> { ["code"] = code };
        if (field is not null)
            extensions["errors"] = new Dictionary<string, string[]> { [field] = [detail] };
        return TypedResults.Problem(detail, statusCode: status, title: title, extensions: extensions);
    }

    private static IResult Problem(int status, string title, Error error) => Problem(status, title, error.Code, error.Message, error.Field);
}
