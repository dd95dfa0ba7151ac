using ChatFlow.Core.Ai;
using ChatFlow.Core.Common;

namespace ChatFlow.Core.Bot;

public sealed record BotNumberInvalid(string Name, int Least, int Most)
    : ValidationError("bot.number_invalid", $"From {Least} to {Most}.", Name);

/// <summary>The chosen engine cannot be asked without it.</summary>
public sealed record EngineSettingMissing(string Name)
    : ValidationError("bot.engine_setting_missing", "The chosen engine needs this.", Name);

public sealed record KnowledgeUnknown() : NotFoundError("knowledge.unknown", "There is no such entry.");

public sealed record KnowledgeFull(int Most) : ConflictError("knowledge.full", $"At most {Most} entries.");

/// <summary>The engine gave no answer; the code says why, the message is for support.</summary>
public sealed record EngineError(AiFailure Kind, string Said)
    : ProviderError($"bot.engine_{EnumText<AiFailure>.Of(Kind)}", Said);
