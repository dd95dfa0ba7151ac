using MailKit.Net.Smtp;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using MimeKit;

namespace ChatFlow.Core.Users.Mail;

/// <summary>Sends what is in the <see cref="MailQueue"/>, one after the other, each tried three times.</summary>
public sealed class MailSender(MailQueue queue, SmtpOptions options, TimeProvider clock, ILogger<MailSender> logger) : BackgroundService
{
    private const int Attempts = 3;

    private static readonly TimeSpan s_timeout = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan s_pause = TimeSpan.FromSeconds(10);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        await foreach (var mail in queue.ReadAllAsync(stoppingToken))
        {
            for (var attempt = 1; attempt <= Attempts && !await TrySendAsync(mail, attempt, stoppingToken); attempt++)
                await Task.Delay(s_pause * attempt, clock, stoppingToken);
        }
    }

    private async Task<bool> TrySendAsync(OutgoingMail mail, int attempt, CancellationToken ct)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(ct);
        limit.CancelAfter(s_timeout);
        try
        {
            using var message = new MimeMessage();
            message.From.Add(new MailboxAddress("ChatFlow", options.From));
            message.To.Add(MailboxAddress.Parse(mail.To));
            message.Subject = mail.Subject;
            message.Body = new TextPart("plain") { Text = mail.Text };
            using var client = new SmtpClient();
            await client.ConnectAsync(options.Host, options.Port, options.Security, limit.Token);
            if (!string.IsNullOrEmpty(options.User))
                await client.AuthenticateAsync(options.User, options.Password ?? "", limit.Token);
            await client.SendAsync(message, limit.Token);
            await client.DisconnectAsync(true, limit.Token);
            return true;
        }
        catch (Exception e) when (!ct.IsCancellationRequested)
        {
            // The kind of failure only: a server's answer may repeat the address.
            logger.LogWarning("A mail was not sent (attempt {Attempt} of {Attempts}): {Failure}", attempt, Attempts, e.GetType().Name);
            return false;
        }
    }
}
