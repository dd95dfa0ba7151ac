namespace ChatFlow.Core.Ai;

/// <summary>What became of asking an engine. A failure is an outcome, not an exception.</summary>
public abstract record ReplyOutcome
{
    private ReplyOutcome()
    {
    }

    /// <param name="Text">Ready for WhatsApp: its own marks, at most 4,096 characters.</param>
    /// <param name="Model">What the engine says that it used.</param>
    /// <param name="Tokens">The total that the engine reports.</param>
    /// <param name="ResumeToken">To be given back with the next question of this conversation (a flow that waits for a decision).</param>
    public sealed record Answer(string Text, string? Model, int? Tokens, string? ResumeToken = null) : ReplyOutcome
    {
        /// <summary>Message text never reaches a log.</summary>
        public override string ToString() => $"Answer, {Text.Length} characters";
    }

    public sealed record HandOver(HandOverReason Reason) : ReplyOutcome;

    /// <param name="Message">Status and code of the failure; neither a secret nor the engine's own words, which may quote the conversation.</param>
    public sealed record Failed(AiFailure Kind, TimeSpan? RetryAfter, string Message) : ReplyOutcome;
}

/// <summary>Why a person is asked to go on.</summary>
public enum HandOverReason
{
    AskedForPerson,
    DoesNotKnow,
    EngineFailed,

    /// <summary>Pictures, voice notes or files without words, which the bot cannot read.</summary>
    MediaOnly,
}

/// <summary>Why an engine gave no answer.</summary>
public enum AiFailure
{
    /// <summary>The key is refused: nothing will work until someone mends it.</summary>
    Authentication,

    /// <summary>Wrong address, model or flow, or an account without credit: someone has to mend it.</summary>
    Configuration,
    RateLimited,
    Overloaded,

    /// <summary>No answer in time. The engine may have acted, so it is not asked again.</summary>
    Timeout,

    /// <summary>The engine will not answer this question.</summary>
    Refused,

    /// <summary>The engine answered without words.</summary>
    Empty,
    Other,
}
