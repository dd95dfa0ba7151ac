using System.Threading.Channels;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace ChatFlow.Core.Organizations.MetaCloud;

/// <summary>Asks for an organization's account and templates to be read anew, soon. Lost with the process; the hourly job finds it.</summary>
public sealed class RefreshSignal
{
    private readonly Channel<Guid> _asked = Channel.CreateBounded<Guid>(new BoundedChannelOptions(1000) { FullMode = BoundedChannelFullMode.DropWrite });

    public void Ask(Guid organizationId) => _asked.Writer.TryWrite(organizationId);

    internal async Task<IReadOnlyCollection<Guid>> NextAsync(CancellationToken ct)
    {
        await _asked.Reader.WaitToReadAsync(ct);
        var organizations = new HashSet<Guid>();
        while (_asked.Reader.TryRead(out var one))
            organizations.Add(one);
        return organizations;
    }
}

/// <summary>Does what <see cref="RefreshSignal"/> asks for, one organization after the other.</summary>
public sealed class RefreshWorker(RefreshSignal signal, RefreshMeta refresh, ILogger<RefreshWorker> logger) : BackgroundService
{
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                foreach (var organization in await signal.NextAsync(stoppingToken))
                    await refresh.RunAsync(organization, stoppingToken);
            }
            catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
            {
                return;
            }
            catch (Exception error)
            {
                logger.LogWarning(error, "Reading an account at Meta failed");
            }
        }
    }
}
