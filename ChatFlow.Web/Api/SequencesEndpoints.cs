using System.ComponentModel;
using ChatFlow.Core.Common;
using ChatFlow.Core.FollowUps.Enums;
using ChatFlow.Core.FollowUps.Executions;
using ChatFlow.Core.FollowUps.Sequences;
using ChatFlow.Core.Users;

namespace ChatFlow.Web.Api;

internal static class SequencesEndpoints
{
    public static void MapSequences(this RouteGroupBuilder api)
    {
        var sequences = api.MapGroup("/sequences").WithTags("Sequences");
        sequences.MapGet("", ListAsync)
            .WithName("listSequences").WithSummary("List sequences with their steps, newest first")
            .Produces<Page<SequenceView>>().ProducesProblem(422);
        sequences.MapPost("", CreateAsync)
            .WithName("createSequence").WithSummary("Create a sequence")
            .WithDescription("The whole definition with its steps. What would never be carried out is refused, with the field's name.")
            .Produces<SequenceView>(201).ProducesProblem(422);
        sequences.MapGet("/{id:guid}", GetAsync)
            .WithName("getSequence").WithSummary("Read a sequence")
            .Produces<SequenceView>().ProducesProblem(404);
        sequences.MapPut("/{id:guid}", ReplaceAsync)
            .WithName("replaceSequence").WithSummary("Replace a sequence")
            .WithDescription("The whole definition. Steps keep their identity by id; whoever is inside goes on with the step that was next.")
            .Produces<SequenceView>().ProducesProblem(404).ProducesProblem(422);
        sequences.MapDelete("/{id:guid}", ArchiveAsync)
            .WithName("deleteSequence").WithSummary("Delete a sequence; its open executions are cancelled, its history stays")
            .Produces(204).ProducesProblem(404);
        sequences.MapPost("/{id:guid}/executions", EnrolAsync)
            .WithName("enrolContact").WithSummary("Put a contact into a sequence")
            .Produces<ExecutionView>(201).ProducesProblem(404).ProducesProblem(409).ProducesProblem(422);
        sequences.MapGet("/{id:guid}/executions", ListExecutionsAsync)
            .WithName("listExecutions").WithSummary("List a sequence's executions, newest first")
            .Produces<Page<ExecutionView>>().ProducesProblem(404).ProducesProblem(422);
    }

    private static async Task<IResult> ListAsync(
        HttpContext http,
        ListSequences list,
        [Description("The next of the page before.")] string? cursor,
        [Description("How many, 50 unless said, 200 at most.")] string? limit,
        CancellationToken ct)
    {
        var size = ApiQuery.Limit(limit);
        return size.IsSuccess ? ApiResults.From(await list.RunAsync(http.User.GetActor(), cursor, size.Value, ct)) : ApiResults.Problem(size.Error);
    }

    private static async Task<IResult> CreateAsync(HttpContext http, SequenceInput definition, SaveSequence save, CancellationToken ct) =>
        ApiResults.From(
            await save.RunAsync(http.User.GetActor(), new SaveSequenceRequest(definition), ct),
            sequence => TypedResults.Created($"{ApiEndpoints.Prefix}/sequences/{sequence.Id}", sequence));

    private static async Task<IResult> GetAsync(HttpContext http, Guid id, GetSequence get, CancellationToken ct) =>
        ApiResults.From(await get.RunAsync(http.User.GetActor(), id, ct));

    private static async Task<IResult> ReplaceAsync(HttpContext http, Guid id, SequenceInput definition, SaveSequence save, CancellationToken ct) =>
        ApiResults.From(await save.RunAsync(http.User.GetActor(), new SaveSequenceRequest(definition, id), ct));

    private static async Task<IResult> ArchiveAsync(HttpContext http, Guid id, ArchiveSequence archive, CancellationToken ct) =>
        ApiResults.From(await archive.RunAsync(http.User.GetActor(), id, ct), _ => TypedResults.NoContent());

    private static async Task<IResult> EnrolAsync(HttpContext http, Guid id, EnrolContactRequest request, EnrolContact enrol, CancellationToken ct) =>
        ApiResults.From(
            await enrol.RunAsync(http.User.GetActor(), id, request, ct),
            execution => TypedResults.Created($"{ApiEndpoints.Prefix}/executions/{execution.Id}", execution));

    private static async Task<IResult> ListExecutionsAsync(
        HttpContext http,
        Guid id,
        ListExecutions list,
        [Description("active, paused, completed, abandoned or cancelled.")] string? status,
        [Description("Only of this contact.")] Guid? contactId,
        [Description("The next of the page before.")] string? cursor,
        [Description("How many, 50 unless said, 200 at most.")] string? limit,
        CancellationToken ct)
    {
        var wanted = ApiQuery.Enum<ExecutionStatus>(status, "status");
        if (!wanted.IsSuccess)
            return ApiResults.Problem(wanted.Error);
        var size = ApiQuery.Limit(limit);
        if (!size.IsSuccess)
            return ApiResults.Problem(size.Error);
        return ApiResults.From(await list.RunAsync(
            http.User.GetActor(), new ListExecutionsRequest(id, contactId, wanted.Value, cursor, size.Value), ct));
    }
}
