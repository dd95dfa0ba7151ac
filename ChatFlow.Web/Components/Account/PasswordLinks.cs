using System.Buffers.Text;
using System.Text;
using ChatFlow.Core.Common;
using ChatFlow.Core.Users;
using Microsoft.AspNetCore.Identity;

namespace ChatFlow.Web.Components.Account;

/// <summary>Links with which a person sets a new password: valid for an hour, once.</summary>
public sealed class PasswordLinks(UserManager<User> users, RecordAudit audit)
{
    public async Task<string> PathForAsync(User user)
    {
        var token = await users.GeneratePasswordResetTokenAsync(user);
        return $"/account/reset?u={user.Id}&t={Base64Url.EncodeToString(Encoding.UTF8.GetBytes(token))}";
    }

    /// <summary>For an admin who hands the link over in person, where no mail is sent.</summary>
    public async Task<Result<string>> CreateAsync(Actor actor, Guid userId, CancellationToken ct)
    {
        ArgumentNullException.ThrowIfNull(actor);
        if (!actor.CanAdminister)
            return new ForbiddenError();
        var user = await users.FindByIdAsync(userId.ToString());
        if (user is null || user.OrganizationId != actor.OrganizationId)
            return UserErrors.UserNotFound;
        await audit.RunAsync(actor, "user.password_link_created", user.Email, ct);
        return await PathForAsync(user);
    }

    internal static string? Read(string? token)
    {
        try
        {
            return string.IsNullOrEmpty(token) ? null : Encoding.UTF8.GetString(Base64Url.DecodeFromChars(token));
        }
        catch (FormatException)
        {
            return null;
        }
    }
}
