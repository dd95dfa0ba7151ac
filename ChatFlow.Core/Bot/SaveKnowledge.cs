using ChatFlow.Core.Common;
using ChatFlow.Core.Data;
using ChatFlow.Core.Live;
using ChatFlow.Core.Users;
using Microsoft.EntityFrameworkCore;

namespace ChatFlow.Core.Bot;

/// <param name="Id">The entry to change; null makes one.</param>
/// <param name="Question">As a customer asks it, at most 500 characters.</param>
/// <param name="Answer">What the bot says, word by word, at most 4,000 characters.</param>
public sealed record SaveKnowledgeRequest(Guid? Id, string? Question, string? Answer);

public sealed class SaveKnowledge(TenantDb tenants, TimeProvider clock)
{
    public const int MostEntries = 1000;
    public const int LongestQuestion = 500;
    public const int LongestAnswer = 4000;

    public Task<Result<KnowledgeView>> RunAsync(Actor actor, SaveKnowledgeRequest request, CancellationToken ct)
    {
        if (!actor.CanAdminister)
            return Task.FromResult<Result<KnowledgeView>>(new ForbiddenError());
        if ((TextRules.Require(request.Question, LongestQuestion, "question") ?? TextRules.Require(request.Answer, LongestAnswer, "answer")) is { } problem)
            return Task.FromResult<Result<KnowledgeView>>(problem);
        return tenants.RunAsync(actor.OrganizationId, (db, token) => SaveAsync(db, actor, request, token), ct);
    }

    private async Task<Result<KnowledgeView>> SaveAsync(ChatFlowDb db, Actor actor, SaveKnowledgeRequest request, CancellationToken ct)
    {
        var now = StoredTime.Now(clock);
        KnowledgeEntry? entry;
        if (request.Id is { } id)
        {
            entry = await db.Set<KnowledgeEntry>().SingleOrDefaultAsync(k => k.Id == id, ct);
            if (entry is null)
                return new KnowledgeUnknown();
            (entry.Question, entry.Answer, entry.UpdatedAt) = (request.Question!.Trim(), request.Answer!.Trim(), now);
        }
        else
        {
            if (await db.Set<KnowledgeEntry>().CountAsync(ct) >= MostEntries)
                return new KnowledgeFull(MostEntries);
            entry = new KnowledgeEntry
            {
                Id = Ids.New(clock),
                Question = request.Question!.Trim(),
                Answer = request.Answer!.Trim(),
                CreatedAt = now,
                UpdatedAt = now,
            };
            db.Add(entry);
        }

        db.Add(AuditEntry.Of(actor, clock, "knowledge.saved"));
        await db.SaveChangesAsync(ct);
        db.Publish(LiveKind.SettingsChanged);
        return KnowledgeView.Of(entry);
    }
}
