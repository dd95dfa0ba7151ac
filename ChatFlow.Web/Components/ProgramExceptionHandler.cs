using Microsoft.AspNetCore.Diagnostics;

namespace ChatFlow.Web.Components;

/// <summary>A crash is answered with problem+json to programs; browsers go on to the error page.</summary>
public sealed class ProgramExceptionHandler(IProblemDetailsService? problems = null) : IExceptionHandler
{
    public async ValueTask<bool> TryHandleAsync(HttpContext httpContext, Exception exception, CancellationToken cancellationToken)
    {
        if (PageRequest.Is(httpContext))
            return false;

        httpContext.Response.StatusCode = StatusCodes.Status500InternalServerError;
        if (problems is not null)
            await problems.TryWriteAsync(new ProblemDetailsContext { HttpContext = httpContext });
        return true;
    }
}
