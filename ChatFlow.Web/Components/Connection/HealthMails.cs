using ChatFlow.Core.Inbox.Health;
using ChatFlow.Core.Users.Mail;
using Microsoft.Extensions.Localization;

namespace ChatFlow.Web.Components.Connection;

/// <summary>What the admins are told when a connection has a problem, and when it is over, in the language of the moment.</summary>
internal static class HealthMails
{
    public static OutgoingMail Of(IncidentChange incident, string to, IStringLocalizer<ConnectionTexts> L)
    {
        var what = L[$"Health_{incident.State}"].Value;
        return incident.IsOver
            ? new OutgoingMail(to, L["HealthOverMailSubject", incident.OrganizationName], L["HealthOverMailText", incident.OrganizationName, what])
            : new OutgoingMail(to, L["HealthMailSubject", incident.OrganizationName, what],
                L["HealthMailText", incident.OrganizationName, what, L[$"HealthAdvice_{incident.State}"].Value]);
    }
}
