using ChatFlow.Core.Ai;
using ChatFlow.Core.Channels;
using ChatFlow.Core.Common;
using ChatFlow.Core.Data;
using ChatFlow.Core.Inbox;
using ChatFlow.Core.Inbox.Sending;
using ChatFlow.Core.Live;
using NodaTime;

namespace ChatFlow.Core.Bot;

/// <summary>
/// One turn: decide, ask the engine outside any transaction, decide again under the contact's lock, answer. An answer that
/// a newer message or a person overtook is thrown away.
/// </summary>
public sealed class RunBotTurn(
    TenantDb tenants, ReplyGenerators generators, AiSettingsReader settings, WriteOutbound write, SendSignal signal, TimeProvider clock)
{
    public async Task RunAsync(ClaimedTurn claimed, CancellationToken ct)
    {
        var started = clock.GetUtcNow();
        var (facts, passages) = await tenants.RunAsync(claimed.OrganizationId, (db, token) => ReadAsync(db, claimed, started, token), ct);
        if (facts is null)
            return;
        switch (BotTurn.Decide(facts.Input, started))
        {
            case BotDecision.Wait wait:
                await tenants.RunAsync(claimed.OrganizationId, (db, token) => ReleaseAsync(db, claimed, wait.Until, started, token), ct);
                break;
            case BotDecision.Silent silent:
                await tenants.RunAsync(claimed.OrganizationId, async (db, token) =>
                {
                    await ReleaseAsync(db, claimed, null, started, token);
                    await LogAsync(db, facts, BotLogStatus.Skipped, EnumText<BotSilence>.Of(silent.Reason), started, null, null, token);
                }, ct);
                break;
            case BotDecision.HandOver handOver:
                await tenants.RunAsync(claimed.OrganizationId, (db, token) => HandOverAsync(db, claimed, handOver.Reason, null, started, null, token), ct);
                break;
            case BotDecision.Answer answer:
                await AnswerAsync(claimed, facts, passages, answer, started, ct);
                break;
        }
    }

    private async Task AnswerAsync(
        ClaimedTurn claimed, TurnFacts facts, IReadOnlyList<Passage> passages, BotDecision.Answer answer, DateTimeOffset started, CancellationToken ct)
    {
        var outcome = await generators.GenerateAsync(settings.Read(facts.Config), Request(facts, passages, answer, started), ct);
        var finished = clock.GetUtcNow();
        await tenants.RunAsync(claimed.OrganizationId, async (db, token) =>
        {
            await LockAsync(db, facts.Conversation.ContactId, token);
            if (await TurnReader.ReadAsync(db, claimed, finished, token) is not { } now)
                return;
            if (BotTurn.WhyStale(now.Input, answer, finished) is { } stale)
            {
                await ReleaseAsync(db, claimed, null, started, token);
                await LogAsync(db, now, BotLogStatus.Skipped, EnumText<BotSilence>.Of(stale), started, null, finished, token);
                return;
            }

            switch (outcome)
            {
                case ReplyOutcome.Answer reply:
                    await SayAsync(db, now, reply.Text, token);
                    await HoldAsync(db, claimed, started, token);
                    await LogAsync(db, now, BotLogStatus.Success, null, started, reply.Model, finished, token);
                    break;
                case ReplyOutcome.HandOver handOver:
                    await HandOverAsync(db, claimed, handOver.Reason, null, started, finished, token);
                    break;
                case ReplyOutcome.Failed failed:
                    await HandOverAsync(db, claimed, HandOverReason.EngineFailed, failed, started, finished, token);
                    break;
            }
        }, ct);
    }

    private static async Task<(TurnFacts? Facts, IReadOnlyList<Passage> Passages)> ReadAsync(
        ChatFlowDb db, ClaimedTurn claimed, DateTimeOffset now, CancellationToken ct)
    {
        var facts = await TurnReader.ReadAsync(db, claimed, now, ct);
        return facts is not null && BotTurn.Decide(facts.Input, now) is BotDecision.Answer answer
            ? (facts, await TurnReader.SearchAsync(db, facts.Config.Language, answer.Question, ct))
            : (facts, []);
    }

    private static ReplyRequest Request(TurnFacts facts, IReadOnlyList<Passage> passages, BotDecision.Answer answer, DateTimeOffset now) => new()
    {
        BusinessName = facts.Config.BusinessName,
        Language = facts.Config.Language,
        Persona = facts.Config.AgentType,
        Tone = facts.Config.Tone,
        Description = facts.Config.BusinessDescription,
        Products = facts.Config.Products,
        Hours = facts.Config.BusinessHours,
        CustomPrompt = facts.Config.CustomPrompt,
        History = answer.History,
        Question = answer.Question,
        Passages = passages,
        SessionId = facts.Conversation.Id.ToString("N"),
        LocalNow = Instant.FromDateTimeOffset(now).InZone(facts.Zone).ToDateTimeOffset(),
    };

    // A person goes on: nobody holds it, and the bot keeps silent for as long as after a person's message.
    private async Task HandOverAsync(
        ChatFlowDb db, ClaimedTurn claimed, HandOverReason reason, ReplyOutcome.Failed? failed, DateTimeOffset started, DateTimeOffset? finished, CancellationToken ct)
    {
        var now = clock.GetUtcNow();
        if (await TurnReader.ReadAsync(db, claimed, now, ct) is not { } facts)
            return;
        await LockAsync(db, facts.Conversation.ContactId, ct);
        await SayAsync(db, facts, HandOverNotice.For(reason, facts.Config.Language, facts.Config.Tone, facts.Input.IsOpen), ct);
        await db.ExecuteAsync("""
            UPDATE conversations SET holder = 'nobody', holder_user_id = NULL, status = 'open', bot_returns_at = $3, bot_due_at = NULL, bot_lease_until = NULL
            WHERE organization_id = $1 AND id = $2
            """, ct, db.OrganizationId, claimed.ConversationId, now.AddMinutes(facts.Config.ReturnAfterMinutes));
        await LogAsync(db, facts, failed is null ? BotLogStatus.Success : BotLogStatus.Failed,
            failed is null ? EnumText<HandOverReason>.Of(reason) : EnumText<AiFailure>.Of(failed.Kind), started, null, finished, ct, failed?.Message);
    }

    private async Task SayAsync(ChatFlowDb db, TurnFacts facts, string text, CancellationToken ct)
    {
        var message = new NewOutbound(Ids.New(clock), facts.Conversation.ContactId, MessageSender.Bot, text);
        await write.RunAsync(db, [message], TimeSpan.FromMinutes(facts.Config.ReturnAfterMinutes), inFlight: false, ct);
        db.AfterCommit(signal.Wake);
    }

    private static Task HoldAsync(ChatFlowDb db, ClaimedTurn claimed, DateTimeOffset started, CancellationToken ct) => db.ExecuteAsync("""
        UPDATE conversations SET holder = 'bot', holder_user_id = NULL, bot_returns_at = NULL, bot_lease_until = NULL,
            bot_due_at = CASE WHEN bot_due_at > $3 THEN bot_due_at END, status = CASE WHEN status = 'open' THEN 'pending' ELSE status END
        WHERE organization_id = $1 AND id = $2
        """, ct, db.OrganizationId, claimed.ConversationId, started);

    // A message that came meanwhile has set a later time: that one stays.
    private static Task ReleaseAsync(ChatFlowDb db, ClaimedTurn claimed, DateTimeOffset? due, DateTimeOffset started, CancellationToken ct) => db.ExecuteAsync("""
        UPDATE conversations SET bot_lease_until = NULL, bot_due_at = CASE WHEN bot_due_at > $4 THEN bot_due_at ELSE $5::timestamptz END
        WHERE organization_id = $1 AND id = $2 AND bot_lease_token = $3
        """, ct, db.OrganizationId, claimed.ConversationId, claimed.LeaseToken, started, due);

    private static Task LockAsync(ChatFlowDb db, Guid contactId, CancellationToken ct) => db.ExecuteAsync(
        "SELECT 1 FROM contacts WHERE organization_id = $1 AND id = $2 FOR NO KEY UPDATE", ct, db.OrganizationId, contactId);

    private async Task LogAsync(
        ChatFlowDb db, TurnFacts facts, BotLogStatus status, string? code, DateTimeOffset started, string? model, DateTimeOffset? finished, CancellationToken ct, string? error = null)
    {
        var last = facts.Input.Messages.Where(m => m.Direction == MessageDirection.Inbound).MaxBy(m => m.ReceivedAt);
        var now = clock.GetUtcNow();
        db.Add(new BotMessageLog
        {
            Id = Ids.New(clock),
            MessageId = last?.Id.ToString(),
            ConversationId = facts.Conversation.Id.ToString(),
            InboxId = facts.Config.ChatwootInboxId,
            BotEnabled = facts.Config.BotEnabled,
            BotProcessed = status is not BotLogStatus.Skipped,
            BotResponded = status is BotLogStatus.Success,
            ProcessingTimeMs = finished is { } end ? (int)(end - started).TotalMilliseconds : null,
            ResponseTimeMs = status is BotLogStatus.Success && last is not null ? (int)Math.Min(int.MaxValue, (now - last.ReceivedAt).TotalMilliseconds) : null,
            AiProvider = EnumText<AiEngine>.Of(facts.Config.AiEngine),
            AiModel = model,
            AgentType = facts.Config.AgentType,
            Status = status,
            ErrorCode = code,
            ErrorMessage = error,
            ReceivedAt = last?.ReceivedAt,
            ProcessedAt = now,
            SentAt = status is BotLogStatus.Success ? now : null,
            CreatedAt = now,
        });
        await db.SaveChangesAsync(ct);
        db.Publish(LiveKind.ConversationChanged, facts.Conversation.ContactId);
    }
}
