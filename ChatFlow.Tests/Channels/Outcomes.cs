using ChatFlow.Core.Channels;

namespace ChatFlow.Tests.Channels;

internal static class Outcomes
{
    /// <summary>An outcome as a line: kind, code, class.</summary>
    public static string Of(SendOutcome outcome) => outcome switch
    {
        SendOutcome.Accepted accepted => $"accepted {accepted.ProviderMessageId}",
        SendOutcome.Refused { Error: var e } => $"refused {e.Code} {e.Class}",
        SendOutcome.Retryable { Error: var e } => $"retryable {e.Code} {e.Class}",
        SendOutcome.Unknown { Error: var e } => $"unknown {e.Code} {e.Class}",
        _ => throw new InvalidOperationException(),
    };
}
