using ChatFlow.Core.Users;
using ChatFlow.Core.Users.Mail;
using ChatFlow.Web.Security;
using Microsoft.AspNetCore.Identity;
using Microsoft.Extensions.Localization;

namespace ChatFlow.Web.Components.Account;

/// <summary>Writes the mails of accounts, in the language of the page that asked, and puts them in the queue.</summary>
public sealed class AccountMails(
    UserManager<User> users, PasswordLinks passwords, RegistrationLinks registrations, MailQueue queue, PublicAddress address, IStringLocalizer<AccountTexts> L)
{
    /// <summary>
    /// Whether a link may be mailed: without <c>PublicUrl</c> it would follow the Host that a stranger wrote into the
    /// request, and lead the reader there. On this machine that does not matter.
    /// </summary>
    public bool CanSend(HttpRequest request)
    {
        ArgumentNullException.ThrowIfNull(request);
        return queue.IsConfigured && (address.Configured is not null || request.Host.Host is "localhost" or "127.0.0.1" or "[::1]");
    }

    /// <summary>Nothing happens for an address without an account.</summary>
    public async Task SendPasswordLinkAsync(string email, HttpRequest request)
    {
        if (await users.FindByEmailAsync(email) is { IsActive: true } user)
            queue.Enqueue(new OutgoingMail(user.Email, L["ForgotMailSubject"], L["ForgotMailText", Absolute(request, await passwords.PathForAsync(user))]));
    }

    public async Task SendRegistrationLinkAsync(string email, HttpRequest request)
    {
        if (await users.FindByEmailAsync(email) is { } user)
            queue.Enqueue(new OutgoingMail(user.Email, L["RegisterMailSubject"], L["RegisterKnownMailText", Absolute(request, "/account/forgot")]));
        else
            queue.Enqueue(new OutgoingMail(email, L["RegisterMailSubject"], L["RegisterMailText", Absolute(request, registrations.PathFor(email, confirmed: true))]));
    }

    /// <param name="baseAddress">The address of the installation, as the page that invites knows it.</param>
    public void SendInvitation(IssuedInvitation invitation, string organizationName, Uri baseAddress)
    {
        ArgumentNullException.ThrowIfNull(invitation);
        queue.Enqueue(new OutgoingMail(
            invitation.Email,
            L["InvitationMailSubject", organizationName],
            L["InvitationMailText", organizationName, InvitationLink(invitation.Token, address.Configured ?? baseAddress)]));
    }

    public static string InvitationLink(string token, Uri baseAddress) => new Uri(baseAddress, $"account/invitation?token={token}").AbsoluteUri;

    private string Absolute(HttpRequest request, string path) => new Uri(address.Of(request), path.TrimStart('/')).AbsoluteUri;
}
