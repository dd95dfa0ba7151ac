using System.Text.RegularExpressions;

namespace ChatFlow.Core.Ai;

public enum SmallTalkKind
{
    /// <summary>There is something in it to answer.</summary>
    None,
    Greeting,
    Thanks,
    Acknowledgement,
    Farewell,
}

/// <summary>Recognises messages that are nothing but manners, in Spanish, English and Portuguese.</summary>
public static partial class SmallTalk
{
    private static readonly HashSet<string> s_greeting = Words("""
        hola holi holis buenas saludos alo hey hi hello hiya morning greetings oi oie ola opa
        """);

    private static readonly HashSet<string> s_thanks = Words("""
        gracias agradezco agradecido agradecida thanks thank thx ty appreciated obrigado obrigada brigado brigada obg vlw valeu grato grata
        """);

    private static readonly HashSet<string> s_acknowledgement = Words("""
        ok okay okey oki okok k vale listo lista perfecto perfecta dale genial excelente entendido entiendo bueno bien ya claro super
        great perfect cool alright fine sure nice understood gotcha beleza blz certo perfeito entendi joia otimo show good bom boa buen buenos combinado jaja jajaja jeje haha lol kkk kkkk rs
        """);

    // With one of these, "good" or "buenos" is a greeting; without, it is agreement.
    private static readonly HashSet<string> s_timeOfDay = Words("dia dias tarde tardes noche noches noite morning afternoon evening day");
    private static readonly HashSet<string> s_good = Words("good bom boa buen buenos");

    private static readonly HashSet<string> s_farewell = Words("""
        adios chao chau bye goodbye byebye tchau xau luego vemos later logo abrazo saludos abraco
        """);

    // Words that mean nothing by themselves beside one of the above ("muchas gracias por la ayuda", "how are you").
    private static readonly HashSet<string> s_company = Words("""
        dia dias tarde tardes noche noches muy muchas mucho mil por la el lo todo toda tu su ayuda info informacion amable tan que tal como estas esta estan
        va todos a ti usted ustedes y un una de acuerdo hasta nos te le no si vos pronto manana gente amigo amiga amigos
        there how are you very much so for your the help all is doing day night afternoon evening everyone team of course got it that s see again and to
        tudo bem muito pela pelo ajuda voce voces noite e ate um uma ta de nada os bons boas aqui mais amanha
        """);

    public static SmallTalkKind Of(string text)
    {
        var words = FoldedText.Words(text).Select(Unstretched).ToArray();
        if (words.Length == 0)
            return HasSymbol().IsMatch(text) && !text.Contains('?', StringComparison.Ordinal) ? SmallTalkKind.Acknowledgement : SmallTalkKind.None;
        if (words.Length > 12 || Array.Exists(words, w => !IsManners(w)))
            return SmallTalkKind.None;

        if (Array.Exists(words, s_thanks.Contains))
            return SmallTalkKind.Thanks;
        if (s_good.Contains(words[0]) && Array.Exists(words, s_timeOfDay.Contains))
            return SmallTalkKind.Greeting;
        if (s_greeting.Contains(words[0]) || (Array.Exists(words, s_greeting.Contains) && !Array.Exists(words, s_farewell.Contains)))
            return SmallTalkKind.Greeting;
        if (Array.Exists(words, s_farewell.Contains))
            return SmallTalkKind.Farewell;
        return Array.Exists(words, s_acknowledgement.Contains) || IsAgreement(words) ? SmallTalkKind.Acknowledgement : SmallTalkKind.None;
    }

    private static bool IsManners(string word) =>
        s_company.Contains(word) || s_greeting.Contains(word) || s_thanks.Contains(word) || s_acknowledgement.Contains(word) || s_farewell.Contains(word);

    private static bool IsAgreement(string[] words) =>
        string.Join(' ', words) is "de acuerdo" or "got it" or "of course" or "ta" or "tudo bem" or "de nada";

    // "holaaaa", "graciasss", "okkk"
    private static string Unstretched(string word)
    {
        var shorter = Stretched().Replace(word, "$1");
        return shorter.Length > 2 && shorter[^1] == shorter[^2] && IsManners(shorter[..^1]) ? shorter[..^1] : shorter;
    }

    private static HashSet<string> Words(string list) => [.. list.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries)];

    [GeneratedRegex(@"(\w)\1{2,}")]
    private static partial Regex Stretched();

    [GeneratedRegex(@"\S")]
    private static partial Regex HasSymbol();
}
