using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace ChatFlow.Core.Inbox.Signals;

/// <summary>Sends the queued signals, several at a time, since a gateway holds "typing" open for seconds. What fails is forgotten.</summary>
public sealed class SignalSender(SignalQueue queue, SendSignals send, ILogger<SignalSender> logger) : BackgroundService
{
    private const int AtOnce = 16;

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        try
        {
            await Parallel.ForEachAsync(
                queue.ReadAllAsync(stoppingToken), new ParallelOptions { MaxDegreeOfParallelism = AtOnce, CancellationToken = stoppingToken }, SendAsync);
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
        }
    }

    private async ValueTask SendAsync(ChatSignal signal, CancellationToken ct)
    {
        try
        {
            await send.RunAsync(signal, ct);
        }
        catch (Exception error) when (!ct.IsCancellationRequested)
        {
            logger.LogDebug("A signal was lost: {Error}", error.GetType().Name);
        }
    }
}
