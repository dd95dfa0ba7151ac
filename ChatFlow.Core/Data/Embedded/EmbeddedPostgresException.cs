namespace ChatFlow.Core.Data.Embedded;

/// <summary>The embedded database cannot be had here; the message says what the operator can do about it.</summary>
public sealed class EmbeddedPostgresException(string message, Exception? inner = null) : Exception(message, inner);
