using System.Diagnostics.CodeAnalysis;

namespace ChatFlow.Core.Common;

/// <summary>Either a value or an expected failure. Exceptions are left to bugs and outages.</summary>
public readonly struct Result<T> : IOutcome
{
    private readonly T? _value;

    private Result(T? value, Error? error)
    {
        _value = value;
        Error = error;
    }

    public Error? Error { get; }

    [MemberNotNullWhen(false, nameof(Error))]
    public bool IsSuccess => Error is null;

    /// <summary>The value; reading it from a failure is a bug.</summary>
    public T Value => IsSuccess ? _value! : throw new InvalidOperationException($"No value: {Error.Code}");

    public static implicit operator Result<T>(T value) => new(value, null);

    public static implicit operator Result<T>(Error error) => new(default, error);

    public TOut Match<TOut>(Func<T, TOut> success, Func<Error, TOut> failure) =>
        IsSuccess ? success(_value!) : failure(Error);
}

/// <summary>The value of a use case that returns nothing.</summary>
public readonly record struct Done;

/// <summary>Whether an operation went well, for whoever must decide without knowing the value (commit or roll back).</summary>
public interface IOutcome
{
    bool IsSuccess { get; }
}
