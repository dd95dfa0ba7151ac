using ChatFlow.Core.Users;
using Microsoft.AspNetCore.SignalR;

namespace ChatFlow.Web.Live;

/// <summary>
/// <c>/hubs/live</c>: tells programs and other clients what changed in their organization, as the method <c>changed</c>
/// with a <see cref="LiveNotice"/>. Who may listen is asked when joining and again every minute.
/// </summary>
internal sealed class LiveHub(LiveConnections connections) : Hub
{
    public const string Path = "/hubs/live";

    public override async Task OnConnectedAsync()
    {
        if (Context.User?.TryGetActor() is not { } actor)
        {
            Context.Abort();
            return;
        }

        await Groups.AddToGroupAsync(Context.ConnectionId, Group(actor.OrganizationId), Context.ConnectionAborted);
        connections.Joined(Context, actor);
    }

    public override Task OnDisconnectedAsync(Exception? exception)
    {
        connections.Left(Context.ConnectionId);
        return Task.CompletedTask;
    }

    internal static string Group(Guid organizationId) => organizationId.ToString("N");
}
