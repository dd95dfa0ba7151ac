namespace ChatFlow.Core.Ai;

public enum BotLanguage
{
    Es,
    En,
    Pt,
}
