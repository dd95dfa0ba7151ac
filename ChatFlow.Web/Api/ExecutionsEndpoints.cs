using ChatFlow.Core.Common;
using ChatFlow.Core.FollowUps.Executions;
using ChatFlow.Core.Users;

namespace ChatFlow.Web.Api;

internal static class ExecutionsEndpoints
{
    public static void MapExecutions(this RouteGroupBuilder api)
    {
        var executions = api.MapGroup("/executions").WithTags("Sequences");
        executions.MapGet("/{id:guid}", GetAsync)
            .WithName("getExecution").WithSummary("Read an execution with everything that was decided about it")
            .Produces<ExecutionView>().ProducesProblem(404);
        executions.MapPatch("/{id:guid}", ChangeAsync)
            .WithName("changeExecution").WithSummary("Pause, resume, skip a step, send now or cancel")
            .WithDescription("send_now makes the next step due; opt-out, caps and the send window still decide, and say so in the log.")
            .Produces<ExecutionView>().ProducesProblem(404).ProducesProblem(409).ProducesProblem(422);
    }

    private static async Task<IResult> GetAsync(HttpContext http, Guid id, GetExecution get, CancellationToken ct) =>
        ApiResults.From(await get.RunAsync(http.User.GetActor(), id, ct));

    private static async Task<IResult> ChangeAsync(HttpContext http, Guid id, ExecutionChange change, ChangeExecution use, CancellationToken ct) =>
        change.Action is { } action
            ? ApiResults.From(await use.RunAsync(http.User.GetActor(), id, action, ct))
            : ApiResults.Problem(new ValidationError(
                "execution.action", $"Must be one of: {string.Join(", ", EnumText<ExecutionAction>.All)}.", "action"));

    internal sealed record ExecutionChange(ExecutionAction? Action);
}
