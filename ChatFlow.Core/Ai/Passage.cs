namespace ChatFlow.Core.Ai;

public enum PassageKind
{
    Description,
    Product,
    Qa,
    Hours,
}

/// <summary>A piece of the business's own texts.</summary>
/// <param name="Title">The question of a question-and-answer entry, or the heading that a product line stands under.</param>
/// <param name="Score">The rank of the full-text search that found it; 0 when nothing searched.</param>
public sealed record Passage(PassageKind Kind, string? Title, string Text, double Score = 0);
