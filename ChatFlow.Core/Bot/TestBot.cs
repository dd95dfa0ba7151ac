using ChatFlow.Core.Ai;
using ChatFlow.Core.Common;
using ChatFlow.Core.Data;
using ChatFlow.Core.Organizations;
using ChatFlow.Core.Security;
using ChatFlow.Core.Users;
using Microsoft.EntityFrameworkCore;
using NodaTime;

namespace ChatFlow.Core.Bot;

/// <param name="Unsaved">What the page holds and has not saved; null tries the stored settings.</param>
/// <param name="History">What was said in this trial before, oldest first.</param>
/// <param name="SessionId">Names the trial to an engine that keeps a memory of its own.</param>
public sealed record TestBotRequest(string? Question, PutBotRequest? Unsaved = null, IReadOnlyList<ReplyTurn>? History = null, string? SessionId = null)
{
    public override string ToString() => nameof(TestBotRequest);
}

/// <summary>What a customer would get: <paramref name="Text"/> is sent either way; with <paramref name="HandedOver"/> a person goes on.</summary>
public sealed record BotTrial(string Text, HandOverReason? HandedOver, string? Model, TimeSpan Took)
{
    /// <summary>Message text never reaches a log.</summary>
    public override string ToString() => $"{HandedOver} {Took}";
}

/// <summary>Asks the engine as the bot would. Nothing is stored and nothing is sent; an engine that fails is an <see cref="EngineError"/>.</summary>
public sealed class TestBot(TenantDb tenants, BotChange change, AiSettingsReader settings, ReplyGenerators generators, TimeProvider clock)
{
    private const int LongestQuestion = 2000;
    private const int MostTurns = 20;

    public async Task<Result<BotTrial>> RunAsync(Actor actor, TestBotRequest request, CancellationToken ct)
    {
        // A question costs the business money, and unsaved settings are settings.
        if (!actor.CanAdminister)
            return new ForbiddenError();
        if (TextRules.Require(request.Question, LongestQuestion, "question") is { } problem)
            return problem;
        if (request.Unsaved is { } unsaved && await change.CheckAsync(unsaved, ct) is { } wrong)
            return wrong;
        var (config, zone, passages) = await ReadAsync(actor, request, ct);
        if (change.Apply(config, request.Unsaved ?? new PutBotRequest()) is { } missing)
            return missing;
        var started = clock.GetTimestamp();
        ReplyOutcome outcome;
        try
        {
            outcome = await generators.GenerateAsync(settings.Read(config), Ask(config, zone, passages, request), ct);
        }
        catch (SecretUnreadableException)
        {
            return new EngineError(AiFailure.Authentication, "The stored key can no longer be read; enter it again.");
        }

        var took = clock.GetElapsedTime(started);
        return outcome switch
        {
            ReplyOutcome.Answer answer => new BotTrial(answer.Text, null, answer.Model, took),
            ReplyOutcome.HandOver handOver => new BotTrial(HandOverNotice.For(handOver.Reason, config.Language, config.Tone, IsOpen(config, zone)), handOver.Reason, null, took),
            ReplyOutcome.Failed failed => new EngineError(failed.Kind, failed.Message),
            _ => throw new InvalidOperationException($"No such outcome: {outcome.GetType().Name}."),
        };
    }

    private Task<(BotConfig Config, DateTimeZone Zone, IReadOnlyList<Passage> Passages)> ReadAsync(Actor actor, TestBotRequest request, CancellationToken ct) =>
        tenants.RunAsync(actor.OrganizationId, async (db, token) =>
        {
            var config = await db.Set<BotConfig>().AsNoTracking().SingleAsync(token);
            var zone = await db.Set<Organization>().Where(o => o.Id == actor.OrganizationId).Select(o => o.TimeZone).SingleAsync(token);
            var passages = await TurnReader.SearchAsync(db, request.Unsaved?.Language ?? config.Language, request.Question!, token);
            return (config, DateTimeZoneProviders.Tzdb.GetZoneOrNull(zone) ?? DateTimeZone.Utc, passages);
        }, ct);

    private ReplyRequest Ask(BotConfig config, DateTimeZone zone, IReadOnlyList<Passage> passages, TestBotRequest request) => new()
    {
        BusinessName = config.BusinessName,
        Language = config.Language,
        Persona = config.AgentType,
        Tone = config.Tone,
        Description = config.BusinessDescription,
        Products = config.Products,
        Hours = config.BusinessHours,
        CustomPrompt = config.CustomPrompt,
        History = [.. (request.History ?? []).TakeLast(MostTurns)],
        Question = request.Question!.Trim(),
        Passages = passages,
        SessionId = request.SessionId ?? Guid.NewGuid().ToString("N"),
        LocalNow = Now.InZone(zone).ToDateTimeOffset(),
    };

    private bool IsOpen(BotConfig config, DateTimeZone zone) => BusinessHours.IsOpen(config.BusinessHours, Now, zone);

    private Instant Now => Instant.FromDateTimeOffset(clock.GetUtcNow());
}
