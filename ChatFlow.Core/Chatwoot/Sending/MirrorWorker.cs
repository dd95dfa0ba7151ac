using ChatFlow.Core.Data;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Npgsql;

namespace ChatFlow.Core.Chatwoot.Sending;

internal sealed record MirrorClaim(Guid OrganizationId, Guid ContactId, int LeaseToken);

/// <summary>Visits the conversations that have something to tell Chatwoot, several at once, fair between organizations.</summary>
internal sealed class MirrorWorker(
    Gate gate, ReadMirrorWork read, MirrorOut mirror, FinishMirror finish, ChatwootSignal signal, TimeProvider clock, ILogger<MirrorWorker> logger) : BackgroundService
{
    private const int AtOnce = 16;
    private const int PerOrganization = 8;
    private static readonly TimeSpan s_poll = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan s_lease = TimeSpan.FromMinutes(5);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                while (await OnceAsync(stoppingToken) > 0)
                {
                }

                await signal.WaitAsync(s_poll, stoppingToken);
            }
            catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
            {
                return;
            }
            catch (Exception error)
            {
                logger.LogWarning(error, "Looking for what Chatwoot does not know yet failed");
                await Task.Delay(s_poll, clock, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
        }
    }

    /// <summary>One round; the number of conversations that were visited.</summary>
    public async Task<int> OnceAsync(CancellationToken ct)
    {
        await using var command = gate.Command("SELECT organization_id, contact_id, lease_token FROM gate.claim_chatwoot($1, $2, $3, $4)");
        command.Parameters.Add(new NpgsqlParameter<DateTimeOffset> { TypedValue = clock.GetUtcNow() });
        command.Parameters.Add(new NpgsqlParameter<int> { TypedValue = AtOnce });
        command.Parameters.Add(new NpgsqlParameter<int> { TypedValue = PerOrganization });
        command.Parameters.Add(new NpgsqlParameter<TimeSpan> { TypedValue = s_lease });
        var claims = await Gate.ListAsync(command, r => new MirrorClaim(r.GetGuid(0), r.GetGuid(1), r.GetInt32(2)), ct);
        await Task.WhenAll(claims.Select(c => VisitAsync(c, ct)));
        return claims.Count;
    }

    private async Task VisitAsync(MirrorClaim claim, CancellationToken ct)
    {
        try
        {
            if (await read.RunAsync(claim, ct) is not { } work)
            {
                // Another visit was faster.
                await finish.ReleaseAsync(claim, failed: false, ct);
                return;
            }

            var visit = await mirror.RunAsync(work, ct);
            // What was written there is recorded even while the application stops.
            await finish.RunAsync(visit, CancellationToken.None);
        }
        catch (OperationCanceledException) when (ct.IsCancellationRequested)
        {
            // the lease ends by itself
        }
        catch (Exception error)
        {
            logger.LogError(error, "Mirroring a conversation to Chatwoot failed");
            await ReleaseQuietlyAsync(claim);
        }
    }

    private async Task ReleaseQuietlyAsync(MirrorClaim claim)
    {
        try
        {
            await finish.ReleaseAsync(claim, failed: true, CancellationToken.None);
        }
        catch (Exception error) when (error is NpgsqlException or InvalidOperationException)
        {
            logger.LogWarning(error, "The lease of a conversation was not given back; it ends by itself");
        }
    }
}
