using ChatFlow.Core.Common;
using ChatFlow.Core.Contacts.Transfer;
using ChatFlow.Core.Users;
using Microsoft.Extensions.Localization;
using MudBlazor;

namespace ChatFlow.Web.Components.Contacts;

/// <summary>
/// The import that a person's window is doing: it goes on while they look at other pages, and says when it is done. One a
/// circuit.
/// </summary>
public sealed class ContactImportRun(
    ImportContacts import, ISnackbar snackbar, IStringLocalizer<ContactTexts> texts, TimeProvider time, ILogger<ContactImportRun> logger)
{
    private long _started;
    private int _watchers;
    private Action? _changed;

    /// <summary>Raised on any thread.</summary>
    public event Action Changed
    {
        add
        {
            _changed += value;
            _watchers++;
        }
        remove
        {
            _changed -= value;
            _watchers--;
        }
    }

    public string FileName { get; private set; } = "";

    /// <summary>The file, for the rows that did not come in; null when there is no import.</summary>
    public byte[]? Content { get; private set; }

    public int Total { get; private set; }

    public int Rows { get; private set; }

    public ImportReport? Report { get; private set; }

    public Error? Error { get; private set; }

    /// <summary>It ended with something that nobody expected.</summary>
    public bool Broke { get; private set; }

    public bool IsRunning => Content is not null && Report is null && Error is null && !Broke;

    public bool IsOver => Content is not null && !IsRunning;

    /// <summary>Judged by the pace so far; null until there is one.</summary>
    public TimeSpan? Left => Rows == 0 ? null : time.GetElapsedTime(_started) / Rows * (Total - Rows);

    /// <summary>Ends with the import; whoever starts it need not wait.</summary>
    public async Task RunAsync(Actor actor, string fileName, byte[] content, IReadOnlyList<ImportColumn> columns, int total)
    {
        if (IsRunning)
            return;
        Clear();
        (FileName, Content, Total, _started) = (fileName, content, total, time.GetTimestamp());
        _changed?.Invoke();
        try
        {
            // No token: leaving the page does not stop it half-way.
            using var stream = new MemoryStream(content, writable: false);
            var report = await Task.Run(() => import.RunAsync(actor, stream, columns, new Counter(this), CancellationToken.None));
            Error = report.Error;
            Report = report.IsSuccess ? report.Value : null;
        }
        catch (Exception error)
        {
            logger.LogError(error, "An import of contacts broke off after {Rows} rows", Rows);
            Broke = true;
        }

        if (_watchers == 0)
            Notify();
        _changed?.Invoke();
    }

    public void Clear()
    {
        (Content, Report, Error, Broke, Rows, Total) = (null, null, null, false, 0, 0);
    }

    private void Notify()
    {
        if (Report is { } report)
            snackbar.Add(texts["ImportDoneNotice", report.Created, report.Updated, report.Failed], report.Failed == 0 ? Severity.Success : Severity.Warning);
        else
            snackbar.Add(texts["ImportBroke"], Severity.Error);
    }

    private sealed class Counter(ContactImportRun run) : IProgress<int>
    {
        public void Report(int value)
        {
            run.Rows = value;
            run._changed?.Invoke();
        }
    }
}
