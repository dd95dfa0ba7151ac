namespace ChatFlow.Web.Hosting;

/// <summary>ChatFlow cannot start as it is configured. The message is for whoever runs it: what is wrong and what to do.</summary>
public sealed class StartupException(string message, Exception? inner = null) : Exception(message, inner);
