using ChatFlow.Core.Data;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Npgsql;

namespace ChatFlow.Core.Bot;

/// <summary>Runs the bot's turns that are due: one at a time in a conversation, several conversations at once.</summary>
public sealed class BotRunner(Gate gate, RunBotTurn turn, BotSignal signal, TimeProvider clock, ILogger<BotRunner> logger) : BackgroundService
{
    private const int AtOnce = 16;
    private static readonly TimeSpan s_poll = TimeSpan.FromMilliseconds(500);

    // Longer than an engine may take with its retries.
    private static readonly TimeSpan s_lease = TimeSpan.FromSeconds(120);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var slots = new SemaphoreSlim(AtOnce);
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                foreach (var claimed in await ClaimAsync(slots.CurrentCount, stoppingToken))
                {
                    await slots.WaitAsync(stoppingToken);
                    _ = RunAsync(claimed, slots, stoppingToken);
                }

                await signal.WaitAsync(s_poll, stoppingToken);
            }
            catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
            {
                break;
            }
            catch (NpgsqlException error)
            {
                logger.LogWarning(error, "Looking for the bot's turns failed");
                await Task.Delay(s_poll, clock, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
        }

        for (var i = 0; i < AtOnce; i++)
            await slots.WaitAsync(CancellationToken.None);
    }

    private async Task RunAsync(ClaimedTurn claimed, SemaphoreSlim slots, CancellationToken ct)
    {
        try
        {
            await turn.RunAsync(claimed, ct);
        }
        catch (OperationCanceledException) when (ct.IsCancellationRequested)
        {
            // The lease ends by itself; another node or the next start takes the turn.
        }
        catch (Exception error)
        {
            logger.LogError(error, "A turn of the bot failed in {Conversation}", claimed.ConversationId);
        }
        finally
        {
            slots.Release();
        }
    }

    private async Task<IReadOnlyList<ClaimedTurn>> ClaimAsync(int free, CancellationToken ct)
    {
        if (free == 0)
            return [];
        await using var command = gate.Command("SELECT organization_id, conversation_id, lease_token FROM gate.claim_bot_turns($1, $2, $3)");
        command.Parameters.Add(new NpgsqlParameter<DateTimeOffset> { TypedValue = clock.GetUtcNow() });
        command.Parameters.Add(new NpgsqlParameter<int> { TypedValue = free });
        command.Parameters.Add(new NpgsqlParameter<TimeSpan> { TypedValue = s_lease });
        return await Gate.ListAsync(command, r => new ClaimedTurn(r.GetGuid(0), r.GetGuid(1), r.GetInt32(2)), ct);
    }
}

/// <summary>A conversation that this node answers for a while.</summary>
public sealed record ClaimedTurn(Guid OrganizationId, Guid ConversationId, int LeaseToken);
