using ChatFlow.Core.Common;
using ChatFlow.Core.Live;

namespace ChatFlow.Web.Live;

/// <summary>What a client of the hub is told: ids only, it reads the rest through the REST interface.</summary>
/// <param name="Kind">In snake_case, as everything that the outside sees.</param>
public sealed record LiveNotice(string Kind, Guid? ContactId, Guid? Id)
{
    public static LiveNotice Of(LiveEvent live) => new(EnumText<LiveKind>.Of(live.Kind), live.ContactId, live.Id);
}
