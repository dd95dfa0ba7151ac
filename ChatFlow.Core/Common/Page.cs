namespace ChatFlow.Core.Common;

/// <summary>One keyset page, newest first; <paramref name="Next"/> is the cursor of the following page or null.</summary>
public sealed record Page<T>(IReadOnlyList<T> Items, string? Next);

public static class PageSize
{
    public const int Default = 50;
    public const int Maximum = 200;

    public static int Clamp(int? asked) => Math.Clamp(asked ?? Default, 1, Maximum);
}
