using ChatFlow.Core.Organizations;
using ChatFlow.Core.Users;
using ChatFlow.Web.Security;

namespace ChatFlow.Web.Api;

internal static class ConnectionEndpoints
{
    public static void MapConnection(this RouteGroupBuilder api)
    {
        var connection = api.MapGroup("/connection").WithTags("Connection");
        connection.MapGet("", GetAsync)
            .WithName("getConnection").WithSummary("The connection to WhatsApp")
            .WithDescription("Settings without the provider's secrets, the status, and the webhook address and header to register at the provider.")
            .Produces<ConnectionView>();
        connection.MapPut("", PutAsync)
            .WithName("putConnection").WithSummary("Set up the connection")
            .WithDescription("Stored even if the provider cannot be reached just then. The webhook address and header stay the same; an omitted secret is kept.")
            .Produces<ConnectionView>().ProducesProblem(409).ProducesProblem(422);
    }

    private static async Task<IResult> GetAsync(HttpContext http, GetConnection get, PublicAddress address, CancellationToken ct) =>
        ApiResults.From(await get.RunAsync(http.User.GetActor(), address.Of(http.Request), ct));

    private static async Task<IResult> PutAsync(
        HttpContext http, PutConnectionRequest request, PutConnection put, PublicAddress address, CancellationToken ct) =>
        ApiResults.From(await put.RunAsync(http.User.GetActor(), request, address.Of(http.Request), ct));
}
