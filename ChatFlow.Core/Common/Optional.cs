namespace ChatFlow.Core.Common;

/// <summary>
/// A member of a PATCH: absent (leave as it is) differs from null (clear it). The default value is absent.
/// </summary>
public readonly record struct Optional<T>(bool IsSet, T? Value)
{
    public static implicit operator Optional<T>(T? value) => new(true, value);

    public T? Or(T? current) => IsSet ? Value : current;
}
