using ChatFlow.Core.Chatwoot.Api;

namespace ChatFlow.Core.Chatwoot.Sending;

/// <summary>What a failed call means for the mirror.</summary>
internal abstract record MirrorVerdict
{
    /// <summary>The installation does not answer: everything waits.</summary>
    public sealed record Waits : MirrorVerdict;

    public sealed record Throttled(TimeSpan After) : MirrorVerdict;

    public sealed record Refused : MirrorVerdict;

    public sealed record Gone : MirrorVerdict;

    /// <summary>Only this conversation fails; the others go on.</summary>
    public sealed record ConversationWaits : MirrorVerdict;

    /// <summary>The conversation was deleted there: another is made.</summary>
    public sealed record Forget : MirrorVerdict;

    /// <summary>The item will never succeed; the next one is taken.</summary>
    public sealed record LeaveOut : MirrorVerdict;
}

/// <summary>
/// A 404 may mean one message or the whole account, a 5xx one message or the whole installation: the inbox is asked for
/// before anything is switched off.
/// </summary>
internal sealed class JudgeProblem(ChatwootInboxes inboxes)
{
    /// <summary>After so many tries an item that fails alone is left out.</summary>
    public const int MostAttempts = 10;

    private static readonly TimeSpan s_throttled = TimeSpan.FromSeconds(30);

    public async Task<MirrorVerdict> RunAsync(MirrorVisit visit, ChatwootProblem problem, CancellationToken ct)
    {
        var item = visit.Work.Items[visit.Done.Count];
        switch (problem.Kind)
        {
            case ProblemKind.Unreachable:
                return new MirrorVerdict.Waits();
            case ProblemKind.Throttled:
                return new MirrorVerdict.Throttled(problem.After ?? s_throttled);
            case ProblemKind.Refused or ProblemKind.Forbidden:
                return new MirrorVerdict.Refused();
            case ProblemKind.Invalid:
                return new MirrorVerdict.LeaveOut();
            case ProblemKind.NotFound or ProblemKind.Broken:
                break;
        }

        return (await inboxes.ProbeAsync(visit.Work.Access, ct))?.Kind switch
        {
            null when item.Attempts >= MostAttempts => new MirrorVerdict.LeaveOut(),
            null when problem.Kind == ProblemKind.Broken => new MirrorVerdict.ConversationWaits(),
            null when item.Kind is MirrorItemKind.Message or MirrorItemKind.Edit or MirrorItemKind.Conversation => new MirrorVerdict.Forget(),
            null => new MirrorVerdict.LeaveOut(),
            ProblemKind.NotFound => new MirrorVerdict.Gone(),
            ProblemKind.Refused or ProblemKind.Forbidden => new MirrorVerdict.Refused(),
            ProblemKind.Throttled => new MirrorVerdict.Throttled(s_throttled),
            ProblemKind.Unreachable or ProblemKind.Invalid or ProblemKind.Broken => new MirrorVerdict.Waits(),
            _ => throw new InvalidOperationException("unknown problem"),
        };
    }
}
