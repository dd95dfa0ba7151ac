using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;
using System.Text;

namespace ChatFlow.Tests.Support;

/// <summary>
/// The built site in a process of its own, as somebody would run it, on a port that the system chose. It ends by SIGKILL
/// and nothing else: when told, when disposed, and at the latest with the test run.
/// </summary>
public sealed class ChatFlowProcess : IAsyncDisposable
{
    private const string Announcement = "Now listening on: ";
    private static readonly ConcurrentDictionary<Process, bool> s_running = new();

    private readonly Process _process;

    static ChatFlowProcess() => AppDomain.CurrentDomain.ProcessExit += (_, _) =>
    {
        foreach (var process in s_running.Keys)
            process.Kill();
    };

    private ChatFlowProcess(Process process, Uri address) => (_process, Address) = (process, address);

    public Uri Address { get; }

    /// <param name="settings">Names as in appsettings, with colons.</param>
    /// <exception cref="InvalidOperationException">It ended before it listened; the message holds what it said.</exception>
    public static async Task<ChatFlowProcess> StartAsync(IReadOnlyDictionary<string, string> settings, CancellationToken ct)
    {
        var process = new Process { StartInfo = Start(settings), EnableRaisingEvents = true };
        var listening = new TaskCompletionSource<Uri>(TaskCreationOptions.RunContinuationsAsynchronously);
        var said = new StringBuilder();
        void Hear(string? line)
        {
            lock (said)
                said.AppendLine(line);
            if (line?.IndexOf(Announcement, StringComparison.Ordinal) is >= 0 and var at)
                listening.TrySetResult(new Uri(line[(at + Announcement.Length)..].Trim()));
        }

        process.OutputDataReceived += (_, line) => Hear(line.Data);
        process.ErrorDataReceived += (_, line) => Hear(line.Data);
        process.Exited += (_, _) =>
        {
            lock (said)
                listening.TrySetException(new InvalidOperationException(string.Create(CultureInfo.InvariantCulture, $"ChatFlow ended with {process.ExitCode}. {said}")));
        };
        process.Start();
        s_running[process] = true;
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        try
        {
            return new ChatFlowProcess(process, await listening.Task.WaitAsync(ct));
        }
        catch
        {
            await EndAsync(process);
            throw;
        }
    }

    /// <summary>SIGKILL; nothing of it gets to finish.</summary>
    public Task KillAsync() => EndAsync(_process);

    public async ValueTask DisposeAsync()
    {
        await EndAsync(_process);
        _process.Dispose();
    }

    private static async Task EndAsync(Process process)
    {
        if (!s_running.TryRemove(process, out _))
            return;
        process.Kill();
        await process.WaitForExitAsync(CancellationToken.None);
    }

    private static ProcessStartInfo Start(IReadOnlyDictionary<string, string> settings)
    {
        var start = new ProcessStartInfo("dotnet")
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            WorkingDirectory = AppContext.BaseDirectory,
        };
        start.ArgumentList.Add(Path.Combine(AppContext.BaseDirectory, "ChatFlow.Web.dll"));
        start.ArgumentList.Add("--urls=http://127.0.0.1:0");
        start.Environment["ASPNETCORE_ENVIRONMENT"] = "Production";
        start.Environment["Logging__LogLevel__Default"] = "Warning";
        // Says the address.
        start.Environment["Logging__LogLevel__Microsoft.Hosting.Lifetime"] = "Information";
        foreach (var (name, value) in settings)
            start.Environment[name.Replace(":", "__", StringComparison.Ordinal)] = value;
        return start;
    }
}
