using ChatFlow.Core.FollowUps.Events;
using ChatFlow.Core.Users;

namespace ChatFlow.Web.Api;

internal static class EventsEndpoints
{
    public static void MapEvents(this RouteGroupBuilder api) =>
        api.MapPost("/events", RecordAsync)
            .WithTags("Events").WithName("recordEvent").WithSummary("Tell what happened to a contact")
            .WithDescription("""
                Starts the sequences that wait for it, ends those that it withdraws, counts as a conversion if it is one. The
                same key starts the same sequence once. What happened more than 24 hours ago is kept and starts nothing.
                """)
            .Produces<RecordedEvent>(202).ProducesProblem(404).ProducesProblem(422);

    private static async Task<IResult> RecordAsync(HttpContext http, RecordEventRequest request, RecordEvent record, CancellationToken ct) =>
        ApiResults.From(await record.RunAsync(http.User.GetActor(), request, ct), recorded => TypedResults.Accepted((string?)null, recorded));
}
