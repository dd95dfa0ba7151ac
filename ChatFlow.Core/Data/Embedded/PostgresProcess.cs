using System.Collections.Concurrent;
using System.ComponentModel;
using System.Diagnostics;
using Microsoft.Extensions.Logging;

namespace ChatFlow.Core.Data.Embedded;

/// <summary>
/// The server as a child of ours. One thread starts it, waits for it and starts it again if it ends unasked. That thread
/// must live as long as the server: the kernel stops the server when the thread that started it ends (that is what
/// setpriv's --pdeathsig means), so that a killed ChatFlow leaves no PostgreSQL behind.
/// </summary>
internal sealed class PostgresProcess : IAsyncDisposable
{
    private static readonly TimeSpan s_poll = TimeSpan.FromMilliseconds(20);
    private static readonly TimeSpan s_longestPause = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan s_startLimit = TimeSpan.FromMinutes(2);
    private static readonly TimeSpan s_stopLimit = TimeSpan.FromSeconds(30);

    private readonly IReadOnlyList<string> _commandLine;
    private readonly string _dataFolder;
    private readonly ILogger _logger;
    private readonly ConcurrentQueue<string> _lastLines = new();
    private readonly ManualResetEventSlim _stopping = new();
    private readonly TaskCompletionSource _ended = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private volatile int _pid;
    private volatile bool _wasReady;

    private PostgresProcess(IReadOnlyList<string> commandLine, string dataFolder, ILogger logger)
    {
        _commandLine = commandLine;
        _dataFolder = dataFolder;
        _logger = logger;
    }

    /// <summary>Returns when the server accepts connections.</summary>
    internal static async Task<PostgresProcess> StartAsync(
        IReadOnlyList<string> commandLine, string dataFolder, ILogger logger, CancellationToken ct)
    {
        var server = new PostgresProcess(commandLine, dataFolder, logger);
        new Thread(server.Supervise) { IsBackground = true, Name = "PostgreSQL" }.Start();
        try
        {
            await server.WaitUntilReadyAsync(ct);
            return server;
        }
        catch
        {
            await server.DisposeAsync();
            throw;
        }
    }

    /// <summary>Stops the server: sessions are cut, what was committed stays.</summary>
    public async ValueTask DisposeAsync()
    {
        _stopping.Set();
        Signal(Libc.SigInt);
        foreach (var harder in new[] { Libc.SigQuit, Libc.SigKill })
        {
            if (await EndsWithinAsync(s_stopLimit)) break;
            Signal(harder);
        }

        await _ended.Task;
    }

    private async Task<bool> EndsWithinAsync(TimeSpan limit) =>
        await Task.WhenAny(_ended.Task, Task.Delay(limit)) == _ended.Task;

    private void Signal(int signal)
    {
        if (_pid is > 0 and var pid) _ = Libc.Kill(pid, signal);
    }

    private async Task WaitUntilReadyAsync(CancellationToken ct)
    {
        var started = Stopwatch.GetTimestamp();
        while (PostmasterFile.Read(_dataFolder) is not { IsReady: true } file || file.Pid != _pid)
        {
            if (_ended.Task.IsCompleted) throw new EmbeddedPostgresException($"PostgreSQL did not start: {string.Join(" ", _lastLines)}");
            if (Stopwatch.GetElapsedTime(started) > s_startLimit)
                throw new EmbeddedPostgresException($"PostgreSQL did not start within {s_startLimit}: {string.Join(" ", _lastLines)}");
            await Task.WhenAny(_ended.Task, Task.Delay(s_poll, ct));
            ct.ThrowIfCancellationRequested();
        }

        _wasReady = true;
    }

    private void Supervise()
    {
        try
        {
            var pause = TimeSpan.FromMilliseconds(250);
            while (RunOnce() && !_stopping.Wait(pause))
            {
                // A server that cannot live (a full disk) is tried again ever more rarely.
                pause = pause * 2 < s_longestPause ? pause * 2 : s_longestPause;
            }
        }
        catch (Win32Exception missing)
        {
            _lastLines.Enqueue(missing.Message);
        }
        finally
        {
            _ended.SetResult();
        }
    }

    /// <returns>Whether to start it again.</returns>
    private bool RunOnce()
    {
        using var process = new Process { StartInfo = StartInfo() };
        process.OutputDataReceived += (_, line) => Report(line.Data);
        process.ErrorDataReceived += (_, line) => Report(line.Data);
        process.Start();
        _pid = process.Id;
        process.StandardInput.Close();
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        // A stop that was asked for before there was a process to signal must not be lost.
        if (_stopping.IsSet) Signal(Libc.SigInt);
        process.WaitForExit();
        _pid = 0;

        if (_stopping.IsSet) return false;
        if (_wasReady)
        {
            _logger.LogError("PostgreSQL ended by itself (exit code {ExitCode}); starting it again", process.ExitCode);
            return true;
        }

        // Sessions of a killed server need a moment to notice; until then a new one refuses to share their memory.
        return _lastLines.Any(line => line.Contains("is still in use", StringComparison.Ordinal));
    }

    private ProcessStartInfo StartInfo() => new(_commandLine[0], _commandLine.Skip(1))
    {
        RedirectStandardInput = true,
        RedirectStandardOutput = true,
        RedirectStandardError = true,
        WorkingDirectory = "/",
    };

    private void Report(string? line)
    {
        if (string.IsNullOrWhiteSpace(line)) return;
        _lastLines.Enqueue(line);
        while (_lastLines.Count > 8) _lastLines.TryDequeue(out _);
        var level = line.Contains("PANIC:", StringComparison.Ordinal) ? LogLevel.Error : LogLevel.Debug;
        _logger.Log(level, "{Line}", line);
    }
}
