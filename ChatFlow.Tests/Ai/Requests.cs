using ChatFlow.Core.Ai;

namespace ChatFlow.Tests.Ai;

internal static class Requests
{
    public const string Session = "c1d2-opaque-session";

    public static ReplyRequest Ask(string question, BotLanguage language = BotLanguage.Es, BotTone tone = BotTone.Professional) => new()
    {
        BusinessName = "Gimnasio Andes",
        Language = language,
        Tone = tone,
        Question = question,
        SessionId = Session,
    };
}
