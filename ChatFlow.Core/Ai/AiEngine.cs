namespace ChatFlow.Core.Ai;

public enum AiEngine
{
    Knowledge,
    OpenAiCompatible,
    Flowise,
}
