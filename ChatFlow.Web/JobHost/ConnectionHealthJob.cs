using System.Globalization;
using ChatFlow.Core.Common;
using ChatFlow.Core.Inbox.Health;
using ChatFlow.Core.Organizations.Health;
using ChatFlow.Core.Users.Mail;
using ChatFlow.Web.Components.Connection;
using Hangfire;
using Microsoft.Extensions.Localization;

namespace ChatFlow.Web.JobHost;

/// <summary>Every minute: how each connection does. The admins get a mail when something is wrong and one when it is over.</summary>
public sealed class ConnectionHealthJob(MeasureConnections measure, MailQueue mails, IStringLocalizer<ConnectionTexts> L)
{
    [DisableConcurrentExecution(1)]
    [AutomaticRetry(Attempts = 0)]
    public Task RunAsync(CancellationToken ct) => measure.RunAsync(Tell, ct);

    private void Tell(IncidentChange incident)
    {
        if (!mails.IsConfigured)
            return;
        var before = CultureInfo.CurrentUICulture;
        try
        {
            foreach (var admin in incident.Admins)
            {
                CultureInfo.CurrentUICulture = CultureInfo.GetCultureInfo(admin.Language);
                mails.Enqueue(Mail(incident, admin.Email));
            }
        }
        finally
        {
            CultureInfo.CurrentUICulture = before;
        }
    }

    private OutgoingMail Mail(IncidentChange incident, string to)
    {
        var what = L[$"Health_{incident.State}"].Value;
        return incident.IsOver
            ? new OutgoingMail(to, L["HealthOverMailSubject", incident.OrganizationName], L["HealthOverMailText", incident.OrganizationName, what])
            : new OutgoingMail(to, L["HealthMailSubject", incident.OrganizationName, what],
                L["HealthMailText", incident.OrganizationName, what, L[$"HealthAdvice_{incident.State}"].Value]);
    }
}
