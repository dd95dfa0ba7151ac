using System.Text.RegularExpressions;

namespace ChatFlow.Core.Ai;

/// <summary>
/// Does the contact ask for a human being? Spanish, English and Portuguese. A wrong yes costs a person's minute,
/// a wrong no keeps somebody with a machine that they want to leave; talk about persons and agents as goods is neither.
/// </summary>
public static partial class PersonRequest
{
    private const int LongestSentence = 400;

    public static bool Matches(string text)
    {
        foreach (var sentence in FoldedText.Sentences(text))
        {
            var words = string.Join(' ', FoldedText.Words(sentence.Length > LongestSentence ? sentence[..LongestSentence] : sentence));
            if (RefusesMachine().IsMatch(words))
                return true;
            if (!Declines().IsMatch(words) && (Bare().IsMatch(words) || Spanish().IsMatch(words) || English().IsMatch(words) || Portuguese().IsMatch(words)))
                return true;
        }

        return false;
    }

    /// <summary>Nothing but the word, as an answer to a menu: "agente", "human please", "un asesor por favor".</summary>
    [GeneratedRegex(
        @"^(?:hola |oi |hi |hello )?(?:un |una |a |an |um |uma |con un |con una |com um |com uma )?" +
        @"(?:humano|humana|ser humano|persona|persona real|persona humana|agente|agente humano|agente real|asesor|asesora|asesor humano|operador|operadora|representante|ejecutivo|ejecutiva|atencion humana|atencion al cliente|" +
        @"human|human being|real human|real person|live person|person|agent|live agent|human agent|real agent|representative|operator|customer service|customer support|" +
        @"atendente|pessoa|pessoa real|atendimento humano|consultor|consultora|falar com atendente)" +
        @"(?: por favor| porfa| porfavor| please| pls| ahora| now| agora)*$")]
    private static partial Regex Bare();

    [GeneratedRegex(
        // "hablar con un asesor", "páseme con alguien", "que me atienda una persona"
        @"\b(?:hablar|hablo|hable|chatear|conversar|charlar|platicar|comunicar|comunicarme|comuniqueme|comunicame|comuniquenme|comunicarse|contactar|contactarme|contacteme|contactame|pasame|paseme|pasenme|pasarme|pasas|pasan|transferir|transferirme|transfiereme|transfierame|transfieran|conectar|conectarme|conectame|conecteme|derivar|derivarme|derivame|deriveme|ponme|pongame)" +
        @" (?:\w+ )?(?:con|a|al) (?:(?:un|una|el|la|algun|alguna|otro|otra|su|tu|ser|los|las|verdadero|verdadera) ){0,2}(?:humano|humana|persona|alguien|agente|agentes|asesor|asesora|asesores|ejecutivo|ejecutiva|operador|operadora|representante|vendedor|vendedora|encargado|encargada|gerente|supervisor|supervisora|dueno|duena|jefe|jefa|responsable|recepcionista|soporte|servicio al cliente|atencion al cliente)\b" +
        @"|\b(?:hablar|conversar|contactar)(?:me|les|los)? (?:con )?(?:alguien|ustedes directamente)\b" +
        // "quiero un asesor", "necesito una persona real"
        @"|\b(?:quiero|quisiera|necesito|prefiero|deseo|solicito|dame|deme|me gustaria|exijo)(?: que me atienda| la| el)? (?:un |una |al |a un )?(?:humano|ser humano|persona real|persona de verdad|persona humana|agente|agente humano|asesor|asesora|asesor humano|operador|operadora|representante|atencion humana|atencion de una persona|supervisor|encargado)" +
        @"(?: (?:por favor|porfa|porfavor|ya|ahora|urgente|humano|real|que me .*|para que me .*))*$" +
        @"|\b(?:atienda|atiende|atiendan|atendido por|atendida por|ayuda de|asistencia de|atencion de|atencion con) (?:un |una )?(?:humano|ser humano|persona|agente|asesor|asesora|alguien|operador)\b" +
        @"|^(?:y |pero |hola )?hay alguien(?: (?:ahi|aqui|real|humano|disponible|en linea|del otro lado|que me (?:atienda|ayude|responda|conteste)))?$" +
        @"|\b(?:alguien|una persona|un asesor|un agente|un vendedor) (?:que )?(?:me )?(?:puede|pueda|podria|pudiera) (?:atenderme|atender|llamarme|llamar|contactarme|contactar)\b" +
        @"|\b(?:me )?(?:puede|pueden|podria|podrian|puedes) (?:llamarme|llamar por telefono|me llamar)\b|\bme (?:puede|pueden|podria|podrian|puedes) llamar\b" +
        @"|\bque me (?:llame|llamen|contacte|contacten|atienda|atiendan) (?:un|una|alguien|por telefono|el|la)\b|^(?:por favor )?(?:llamenme|llameme|llamame)\b")]
    private static partial Regex Spanish();

    [GeneratedRegex(
        @"\b(?:talk|talking|speak|speaking|chat|connect|connected|transfer|transferred|transfering|put|pass|forward|escalate|escalated|switch|reach|get) (?:me |us |this |through |directly |it |in touch ){0,2}(?:to |with |on with |through to )?(?:(?:a|an|the|some|any|your|real|actual|live|human|another|sales|support|service) ){0,3}(?:human|humans|human being|person|agent|representative|rep|operator|someone|somebody|advisor|adviser|salesperson|manager|supervisor|customer service|customer support|support team|staff|team member|sales team)\b(?! (?:resources|id|size|license|licence|discount))" +
        @"|\b(?:want|need|prefer|like|give me) (?:to have )?(?:a |an |the )?(?:real |live |actual |human )?(?:human|human being|real person|live person|actual person|agent|representative|rep|operator)(?: (?:please|pls|now|asap|to .*|not a .*|instead))*$" +
        @"|^(?:hello |hi |hey )?(?:is|are) (?:there )?(?:anyone|anybody|someone|somebody|a human|a real person|any human|any humans)(?: (?:there|here|available|real|around|who can .*))?$" +
        @"|\b(?:can|could|please have|have) (?:someone|somebody|an agent|a person|a human|you) (?:please )?(?:call|phone|ring) me\b|^(?:please )?call me(?: back)?(?: please| now)?$")]
    private static partial Regex English();

    [GeneratedRegex(
        @"\b(?:falar|fala|falo|conversar|converso|passa|passar|passe|transferir|transfere|transfira|conectar|conecta|conecte|chamar|chama|chame|encaminhar|encaminha|encaminhe|contato|contatar)" +
        @" (?:\w+ )?(?:com |para |pra |pro |ao |a |o )?(?:(?:um|uma|o|a|algum|alguma|outro|outra|seu|sua|ser) ){0,2}(?:humano|humana|pessoa|alguem|atendente|agente|consultor|consultora|vendedor|vendedora|gerente|responsavel|operador|operadora|representante|supervisor|supervisora|dono|dona|suporte|atendimento)\b" +
        @"|\b(?:quero|queria|preciso|prefiro|gostaria|desejo)(?: de)? (?:um |uma )?(?:humano|ser humano|pessoa real|pessoa de verdade|atendente|atendente humano|agente|consultor|consultora|operador|representante|atendimento humano|supervisor)(?: (?:por favor|agora|ja|urgente|humano|real|para me .*|que me .*))*$" +
        @"|\b(?:atendido|atendida) por (?:um |uma )?(?:humano|pessoa|atendente|alguem)\b|\batendimento humano\b" +
        @"|^(?:oi |ola )?tem alguem(?: (?:ai|aqui|real|disponivel|online|que .*|pra .*|para .*))?$" +
        @"|\b(?:alguem|uma pessoa|um atendente) (?:pode|poderia|consegue) (?:me )?(?:ligar|atender|chamar)\b|\b(?:pode|podem|poderia|poderiam) me ligar\b|^(?:por favor )?me (?:liga|liguem|ligue)\b")]
    private static partial Regex Portuguese();

    /// <summary>"No quiero hablar con un robot" asks for a person although it says no.</summary>
    [GeneratedRegex(
        @"\bno (?:quiero|deseo|me gusta|voy a) (?:\w+ ){0,3}(?:con |a )?(?:un |una |el |la |este |esta )?(?:bot|robot|maquina|chatbot|contestadora|ia)\b" +
        @"|\b(?:don t|do not|not|hate|stop) (?:want |wanna |like )?(?:to )?(?:\w+ ){0,2}?(?:talk|talking|speak|speaking|chat|chatting) (?:to|with) (?:a |an |the |this |your )?(?:bot|robot|machine|chatbot|ai)\b" +
        @"|\bnao (?:quero|gosto de|vou) (?:\w+ ){0,2}?com (?:um |uma |o |a |esse |esta |este )?(?:bot|robo|maquina|chatbot|ia)\b")]
    private static partial Regex RefusesMachine();

    [GeneratedRegex(
        @"\bno (?:quiero|necesito|deseo|hace falta|es necesario|requiero) (?:hablar|que me|un asesor|un agente|una persona|contactar)\b" +
        @"|\b(?:don t|do not|no) (?:want|need)(?: to)? (?:talk|speak|a |an |anyone|call)" +
        @"|\bnao (?:quero|preciso|desejo)(?: de)? (?:falar|um|uma|conversar)\b")]
    private static partial Regex Declines();
}
