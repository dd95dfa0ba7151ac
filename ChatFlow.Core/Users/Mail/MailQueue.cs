using System.Threading.Channels;

namespace ChatFlow.Core.Users.Mail;

/// <summary>A plain-text mail; its text holds a link that grants something, so it is never logged.</summary>
public sealed record OutgoingMail(string To, string Subject, string Text);

/// <summary>
/// Mails waiting to be sent. Who asks for one does not wait for it: the time of the answer would tell whether the
/// address has an account. A mail lost with the process is asked for again.
/// </summary>
public sealed class MailQueue(SmtpOptions options)
{
    private const int Capacity = 1000;

    private readonly Channel<OutgoingMail> _mails = Channel.CreateBounded<OutgoingMail>(
        new BoundedChannelOptions(Capacity) { FullMode = BoundedChannelFullMode.DropWrite, SingleReader = true });

    /// <summary>Whether mails are sent at all.</summary>
    public bool IsConfigured => options.IsConfigured;

    public void Enqueue(OutgoingMail mail)
    {
        if (options.IsConfigured)
            _mails.Writer.TryWrite(mail);
    }

    internal IAsyncEnumerable<OutgoingMail> ReadAllAsync(CancellationToken ct) => _mails.Reader.ReadAllAsync(ct);
}
