namespace ChatFlow.Core.Chatwoot.Api;

/// <summary>What a call needs; holds the token, so it is never printed.</summary>
/// <param name="BaseUrl">Without a slash at the end.</param>
/// <param name="InboxId">0 while there is none yet.</param>
internal sealed record ChatwootAccess(string BaseUrl, long AccountId, long InboxId, string Token)
{
    public override string ToString() => nameof(ChatwootAccess);
}
