namespace ChatFlow.Core.FollowUps.Conditions;

/// <summary>
/// How a value is compared (research/followups.md section 1.5). A missing value makes every one of them false, but for
/// <see cref="Missing"/>, <see cref="Ne"/>, <see cref="Nin"/>, <see cref="Ncontains"/> and <see cref="HasNone"/>.
/// </summary>
public enum ConditionOp
{
    Eq,

    /// <summary>Not <see cref="Eq"/>, whatever the reason: also of a value that cannot be read as what it is compared with.</summary>
    Ne,
    Gt,
    Gte,
    Lt,
    Lte,

    /// <summary>Two values, both included.</summary>
    Between,
    In,
    Nin,
    Contains,
    Ncontains,
    Starts,
    Ends,

    /// <summary>The small language of <see cref="ConditionPattern"/>, anywhere in the text.</summary>
    Regex,
    Exists,
    Missing,
    HasAny,
    HasAll,
    HasNone,
    Before,
    After,

    /// <summary>An ISO 8601 period back from now, such as <c>P7D</c> or <c>PT24H</c>.</summary>
    WithinLast,
    WithinNext,

    /// <summary>Another value than when the run was started.</summary>
    ChangedSinceEntry,
}
