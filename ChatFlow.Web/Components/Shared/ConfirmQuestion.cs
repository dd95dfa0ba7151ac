namespace ChatFlow.Web.Components.Shared;

/// <summary>A question before something destructive: with names and numbers in its title, and a verb on its button.</summary>
public sealed record ConfirmQuestion(string Title, string Action)
{
    /// <summary>What it means, in a sentence.</summary>
    public string? Text { get; init; }

    /// <summary>What must be typed first; only for what cannot be undone.</summary>
    public string? Typed { get; init; }

    /// <summary>The button's word for no; "Cancelar" when none is given.</summary>
    public string? Decline { get; init; }

    public bool Destructive { get; init; } = true;
}
