using System.Threading.Channels;
using ChatFlow.Core.Data;
using Microsoft.Extensions.Hosting;
using Npgsql;

namespace ChatFlow.Core.Inbox.Webhooks;

/// <summary>
/// Puts bodies into <c>webhook_inbox</c>, those that arrive together in one commit: waiting for each other's fsync is
/// what makes taking in slow. <see cref="StoreAsync"/> returns only after the commit, or throws and nothing is stored.
/// </summary>
public sealed class WebhookStore(Gate gate, WebhookSignal signal, TimeProvider clock) : BackgroundService
{
    private const int LargestGroup = 256;

    // Full means that the database does not keep up: the provider is told to come again.
    private readonly Channel<Waiting> _queue = Channel.CreateBounded<Waiting>(new BoundedChannelOptions(20_000) { SingleReader = true });

    /// <exception cref="WebhookStoreBusyException">Nothing was stored; the provider should try again.</exception>
    public Task StoreAsync(WebhookBody body, CancellationToken ct)
    {
        var waiting = new Waiting(body, new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously));
        if (!_queue.Writer.TryWrite(waiting))
            throw new WebhookStoreBusyException();
        return waiting.Done.Task.WaitAsync(ct);
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        var group = new List<Waiting>(LargestGroup);
        try
        {
            while (await _queue.Reader.WaitToReadAsync(stoppingToken))
            {
                group.Clear();
                while (group.Count < LargestGroup && _queue.Reader.TryRead(out var waiting))
                    group.Add(waiting);
                await CommitAsync(group);
            }
        }
        finally
        {
            _queue.Writer.TryComplete();
            while (_queue.Reader.TryRead(out var late))
                late.Done.TrySetException(new WebhookStoreBusyException());
        }
    }

    private async Task CommitAsync(List<Waiting> group)
    {
        try
        {
            await using var command = gate.Command("SELECT gate.store_webhooks($1, $2, $3, $4, $5, $6, $7)");
            Add(command, group.ConvertAll(w => w.Body.OrganizationId).ToArray());
            Add(command, group.ConvertAll(w => w.Body.Channel).ToArray());
            Add(command, group.ConvertAll(w => w.Body.Body).ToArray());
            Add(command, group.ConvertAll(w => w.Body.Hash).ToArray());
            Add(command, group.ConvertAll(w => w.Body.Unreadable is null ? "pending" : "unreadable").ToArray());
            Add(command, group.ConvertAll(w => w.Body.Unreadable).ToArray());
            Add(command, clock.GetUtcNow());
            await command.ExecuteNonQueryAsync(CancellationToken.None);
        }
        catch (Exception error)
        {
            foreach (var waiting in group)
                waiting.Done.TrySetException(new WebhookStoreBusyException(error));
            return;
        }

        foreach (var organization in group.Select(w => w.Body.OrganizationId).Distinct())
            signal.Arrived(organization);
        foreach (var waiting in group)
            waiting.Done.TrySetResult();
    }

    private static void Add<T>(NpgsqlCommand command, T value) => command.Parameters.Add(new NpgsqlParameter<T> { TypedValue = value });

    private sealed record Waiting(WebhookBody Body, TaskCompletionSource Done);
}

/// <summary>The body was not stored; answer 503 so that the provider tries again.</summary>
public sealed class WebhookStoreBusyException(Exception? inner = null) : Exception("The webhook could not be stored.", inner);
