namespace ChatFlow.Core.Security;

/// <summary>
/// A stored secret cannot be read: its key is not configured, it was altered, or it belongs to another context.
/// The message names the key and the context, never the secret.
/// </summary>
public sealed class SecretUnreadableException : Exception
{
    public SecretUnreadableException()
    {
    }

    public SecretUnreadableException(string message)
        : base(message)
    {
    }

    public SecretUnreadableException(string message, Exception innerException)
        : base(message, innerException)
    {
    }
}
