using ChatFlow.Core.Blobs;
using ChatFlow.Core.Data;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Npgsql;

namespace ChatFlow.Core.Inbox.Media;

/// <summary>
/// Fetches what waits, a few at a time and fair between organizations, and deletes the blobs that nothing needs any more.
/// A slow file holds up its own place only.
/// </summary>
public sealed class MediaFetcher(Gate gate, FetchMedia fetch, IBlobStore blobs, MediaSignal signal, TimeProvider clock, ILogger<MediaFetcher> logger)
    : BackgroundService
{
    private const int AtOnce = 8;
    private const int PerOrganization = 3;
    private const int DeletionsAtOnce = 200;
    private static readonly TimeSpan s_poll = TimeSpan.FromSeconds(3);
    private static readonly TimeSpan s_lease = FetchMedia.Limit + TimeSpan.FromMinutes(1);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        var running = new List<Task>(AtOnce);
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                running.RemoveAll(task => task.IsCompleted);
                var claimed = running.Count < AtOnce ? await ClaimAsync(AtOnce - running.Count, stoppingToken) : [];
                running.AddRange(claimed.Select(c => FetchAsync(c, stoppingToken)));
                if (claimed.Count == 0)
                {
                    await SweepAsync(stoppingToken);
                    await signal.WaitAsync(s_poll, stoppingToken);
                }
                else
                {
                    await Task.WhenAny(running);
                }
            }
            catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
            {
                break;
            }
            catch (Exception error)
            {
                logger.LogError(error, "Looking for files failed");
                await Task.Delay(s_poll, clock, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
        }

        await Task.WhenAll(running);
    }

    /// <summary>One round, to its end; the number of files that were claimed.</summary>
    public async Task<int> OnceAsync(CancellationToken ct)
    {
        var claimed = await ClaimAsync(AtOnce, ct);
        await Task.WhenAll(claimed.Select(c => FetchAsync(c, ct)));
        return claimed.Count;
    }

    /// <summary>Deletes blobs whose rows are gone; a crash in between deletes them again later, which harms nobody.</summary>
    public async Task<int> SweepAsync(CancellationToken ct)
    {
        await using var claim = gate.Command("SELECT * FROM gate.claim_blob_deletions($1, $2)");
        claim.Parameters.Add(new NpgsqlParameter<DateTimeOffset> { TypedValue = clock.GetUtcNow() });
        claim.Parameters.Add(new NpgsqlParameter<int> { TypedValue = DeletionsAtOnce });
        var names = await Gate.ListAsync(claim, r => r.GetString(0), ct);
        if (names.Count == 0)
            return 0;
        foreach (var name in names)
            await blobs.DeleteAsync(name, ct);
        await using var forget = gate.Command("SELECT gate.forget_blobs($1)");
        forget.Parameters.Add(new NpgsqlParameter<string[]> { TypedValue = [.. names] });
        await forget.ExecuteNonQueryAsync(ct);
        return names.Count;
    }

    private async Task FetchAsync((Guid Organization, Guid Media) claimed, CancellationToken ct)
    {
        try
        {
            await fetch.RunAsync(claimed.Organization, claimed.Media, ct);
        }
        catch (OperationCanceledException) when (ct.IsCancellationRequested)
        {
            // The lease runs out, then it is fetched again.
        }
        catch (Exception error)
        {
            logger.LogError(error, "Fetching file {Media} failed", claimed.Media);
        }
        finally
        {
            signal.Wake();
        }
    }

    private async Task<IReadOnlyList<(Guid Organization, Guid Media)>> ClaimAsync(int most, CancellationToken ct)
    {
        await using var command = gate.Command("SELECT organization_id, media_id FROM gate.claim_media($1, $2, $3, $4)");
        command.Parameters.Add(new NpgsqlParameter<DateTimeOffset> { TypedValue = clock.GetUtcNow() });
        command.Parameters.Add(new NpgsqlParameter<int> { TypedValue = most });
        command.Parameters.Add(new NpgsqlParameter<int> { TypedValue = PerOrganization });
        command.Parameters.Add(new NpgsqlParameter<TimeSpan> { TypedValue = s_lease });
        return await Gate.ListAsync(command, r => (r.GetGuid(0), r.GetGuid(1)), ct);
    }
}
