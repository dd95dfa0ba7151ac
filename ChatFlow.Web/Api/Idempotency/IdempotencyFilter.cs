using System.Security.Cryptography;
using System.Text;
using ChatFlow.Core.Users;

namespace ChatFlow.Web.Api.Idempotency;

/// <summary>
/// <c>Idempotency-Key</c> on POST: the same request again gets the same answer for a day, another one under the same key
/// is 422, and one that is still under way is 409. Failures of ours (5xx) free the key.
/// </summary>
public sealed class IdempotencyFilter(IdempotencyStore store) : IEndpointFilter
{
    public const string Header = "Idempotency-Key";
    private const int LongestKey = 255;

    public async ValueTask<object?> InvokeAsync(EndpointFilterInvocationContext context, EndpointFilterDelegate next)
    {
        ArgumentNullException.ThrowIfNull(context);
        ArgumentNullException.ThrowIfNull(next);
        var http = context.HttpContext;
        if (!HttpMethods.IsPost(http.Request.Method) || !http.Request.Headers.TryGetValue(Header, out var header))
            return await next(context);
        var key = header.ToString();
        if (header.Count != 1 || key.Length is 0 or > LongestKey || key.AsSpan().ContainsAnyExceptInRange(' ', '~'))
            return ApiResults.Problem(422, "Not acceptable as it is", "idempotency.key", $"The key has 1 to {LongestKey} printable characters.", Header);

        var organization = http.User.GetActor().OrganizationId;
        return await store.ClaimAsync(organization, key, await HashAsync(http.Request), http.RequestAborted) switch
        {
            KeyClaim.Started => await CarryOutAsync(context, next, organization, key),
            KeyClaim.Answered answered => new StoredAnswer(answered.Status, answered.Body),
            KeyClaim.UnderWay => ApiResults.Problem(409, "Conflict", "idempotency.under_way", "A request with this key is under way, or its outcome is unknown.", Header),
            KeyClaim.UsedOtherwise => ApiResults.Problem(422, "Not acceptable as it is", "idempotency.used", "This key was used for another request.", Header),
            _ => throw new InvalidOperationException("unknown claim"),
        };
    }

    private async Task<IResult> CarryOutAsync(EndpointFilterInvocationContext context, EndpointFilterDelegate next, Guid organization, string key)
    {
        var http = context.HttpContext;
        var outside = http.Response.Body;
        using var answer = new MemoryStream();
        http.Response.Body = answer;
        try
        {
            var value = await next(context);
            await (value as IResult ?? TypedResults.Ok(value)).ExecuteAsync(http);
        }
        catch
        {
            await store.ReleaseAsync(organization, key);
            throw;
        }
        finally
        {
            http.Response.Body = outside;
        }

        var body = answer.ToArray();
        if (http.Response.StatusCode < 500)
            await store.AnswerAsync(organization, key, http.Response.StatusCode, body);
        else
            await store.ReleaseAsync(organization, key);
        await outside.WriteAsync(body, http.RequestAborted);
        return TypedResults.Empty;
    }

    private static async Task<byte[]> HashAsync(HttpRequest request)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        hash.AppendData(Encoding.UTF8.GetBytes($"{request.Path}{request.QueryString}\n"));
        request.Body.Position = 0;
        var buffer = new byte[16 * 1024];
        int read;
        while ((read = await request.Body.ReadAsync(buffer, request.HttpContext.RequestAborted)) > 0)
            hash.AppendData(buffer, 0, read);
        return hash.GetHashAndReset();
    }

    private sealed class StoredAnswer(int status, byte[] body) : IResult
    {
        public async Task ExecuteAsync(HttpContext httpContext)
        {
            httpContext.Response.StatusCode = status;
            httpContext.Response.Headers["Idempotency-Replayed"] = "true";
            if (body.Length == 0)
                return;
            httpContext.Response.ContentType = status < 400 ? "application/json; charset=utf-8" : "application/problem+json";
            await httpContext.Response.Body.WriteAsync(body, httpContext.RequestAborted);
        }
    }
}
