using ChatFlow.Core.Users;
using ChatFlow.Core.Users.Identity;
using Microsoft.AspNetCore.SignalR;

namespace ChatFlow.Web.Live;

/// <summary>Whether a connection that was let in may go on listening: sessions end, people leave, keys are revoked.</summary>
internal sealed class LiveAccess(CheckSession sessions, AuthenticateApiKey keys)
{
    private const string Bearer = "Bearer ";

    public async Task<bool> MayGoOnAsync(HubCallerContext connection, CancellationToken ct)
    {
        if (connection.User?.TryGetActor() is not { } actor)
            return false;
        if (actor.UserId is not null)
            return await sessions.RunAsync(connection.User!, ct);
        var header = connection.GetHttpContext()?.Request.Headers.Authorization.ToString() ?? "";
        return header.StartsWith(Bearer, StringComparison.OrdinalIgnoreCase)
            && await keys.RunAsync(header[Bearer.Length..].Trim(), ct) is { } now && now.OrganizationId == actor.OrganizationId;
    }
}
