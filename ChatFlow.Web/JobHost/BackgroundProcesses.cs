using Hangfire;
using Hangfire.Processing;
using Hangfire.Server;

namespace ChatFlow.Web.JobHost;

/// <summary>
/// Runs the <see cref="IBackgroundProcessAsync"/> processes of this node (the follow-up dispatcher) in a server of
/// Hangfire's, which loops them, shows them on the dashboard and gives them their heartbeat.
/// </summary>
internal sealed class BackgroundProcesses(IEnumerable<IBackgroundProcessAsync> processes, JobStorage storage) : IHostedService, IDisposable
{
    private BackgroundProcessingServer? _server;

    public Task StartAsync(CancellationToken cancellationToken)
    {
        var dispatchers = processes.Select(process => process.UseBackgroundPool(1)).ToArray();
        if (dispatchers.Length > 0)
        {
            _server = new BackgroundProcessingServer(storage, dispatchers, new Dictionary<string, object>(), new BackgroundProcessingServerOptions
            {
                ServerName = $"processes:{Environment.MachineName}:{Environment.ProcessId}",
                ShutdownTimeout = TimeSpan.FromSeconds(15),
            });
        }

        return Task.CompletedTask;
    }

    public async Task StopAsync(CancellationToken cancellationToken)
    {
        if (_server is null)
            return;
        _server.SendStop();
        await _server.WaitForShutdownAsync(cancellationToken);
    }

    public void Dispose() => _server?.Dispose();
}
