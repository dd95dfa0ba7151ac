namespace ChatFlow.Web.Commands;

/// <summary>A command could not do what it was asked; the message is for whoever typed it.</summary>
public sealed class CommandFailedException(string message) : Exception(message);
