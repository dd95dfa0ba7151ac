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
public sealed class ConnectionHealthJob(MeasureConnections measure, MailQueue mails, IStringLocalizer<ConnectionTexts> texts)
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
                mails.Enqueue(HealthMails.Of(incident, admin.Email, texts));
            }
        }
        finally
        {
            CultureInfo.CurrentUICulture = before;
        }
    }
}
