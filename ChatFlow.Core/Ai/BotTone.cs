namespace ChatFlow.Core.Ai;

public enum BotTone
{
    Formal,
    Casual,
    Professional,
}
