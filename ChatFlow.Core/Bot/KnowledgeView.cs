namespace ChatFlow.Core.Bot;

public sealed record KnowledgeView(Guid Id, string Question, string Answer, DateTimeOffset CreatedAt, DateTimeOffset UpdatedAt)
{
    internal static KnowledgeView Of(KnowledgeEntry entry) => new(entry.Id, entry.Question, entry.Answer, entry.CreatedAt, entry.UpdatedAt);
}
