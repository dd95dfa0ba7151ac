namespace ChatFlow.Core.Common;

/// <summary>
/// An expected failure. <paramref name="Code"/> is stable (it names the text that people see in their language,
/// <c>ErrorTexts.resx</c>); <paramref name="Message"/> is the English sentence of the REST interface;
/// <paramref name="Field"/> is the camelCase name of the input it concerns, if any. None of them holds a secret.
/// </summary>
public abstract record Error(string Code, string Message, string? Field = null);

/// <summary>What was asked for does not exist in this organization (404).</summary>
public record NotFoundError(string Code, string Message) : Error(Code, Message);

/// <summary>Input that cannot be accepted (422), with the field that is wrong.</summary>
public record ValidationError(string Code, string Message, string? Field = null) : Error(Code, Message, Field);

/// <summary>The input is fine but collides with what is there (409).</summary>
public record ConflictError(string Code, string Message, string? Field = null) : Error(Code, Message, Field);

/// <summary>The person's role does not allow it (403).</summary>
public record ForbiddenError() : Error("forbidden", "Your role does not allow this.");

/// <summary>An outside service refused or could not be reached (502).</summary>
public record ProviderError(string Code, string Message) : Error(Code, Message);
