namespace ChatFlow.Core.Ai.Knowledge;

/// <summary>Words that say nothing about what is asked: function words, manners and the ways of beginning a question.</summary>
internal static class StopWords
{
    private static readonly HashSet<string> s_words =
    [
        .. """
        a al algo alguna alguno algun ante aqui asi aun aunque bien cada como con cual cuales cualquier de del desde donde dos el ella ellas ellos en entre era eres es esa esas ese eso esos
        esta estan estas este esto estos estoy fue ha hace hacia hacen hago han hasta hay he la las le les lo los mas me mi mis mucho muy nada ni no nos nosotros o os otra otro para pero por porque
        que quien quienes q se sea ser si sido sin sobre solo son soy su sus tal tambien tan te ti tiene tienen tienes tengo todo todos toda todas tu tus un una unas uno unos usted ustedes va van voy y ya yo
        hola buenas buenos buen dia dias tardes noches gracias favor porfa porfavor saludos disculpa disculpe perdon
        quiero quisiera queria quería necesito puedo puede pueden puedes podria podrian podrias saber consultar preguntar pregunta informacion info informes decir decirme diga digan dime cuenta gustaria interesa interesado interesada
        busco buscando ver dar dan da deseo ayuda ayudar ahora hoy manana cuando sirve sirven incluye incluyen acerca respecto mismo misma seria serian ofrecen ofrece venden vende manejan trabajan acepta aceptan aceptas
        """.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries),
        .. """
        about all also am an and any are as at be been but by can could did do does doing for from get got had has have having he her here hers him his how i if in into is it its just let like may me might mine
        more most much my need no not of off on once one only or our out over please she should so some such than thanks thank that the their them then there these they this those to too up us very want was we
        were what when which who why will with would yes you your yours hello hi hey good morning afternoon evening know tell looking wondering wanted information offer sell include includes today tomorrow give accept take s t m re ve ll d
        """.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries),
        .. """
        ao aos as ate com da das de dele dela deles depois do dos e ela elas ele eles em essa esse esta este eu foi ha isso isto ja la lhe mais mas me mesmo meu minha muito na nas nao nem no nos nossa nosso num
        numa o os ou para pela pelas pelo pelos por porque pra pro qual quais quando que quem sao se sem ser seu seus so sua suas tambem te tem tenho ter teu um uma uns voce voces vos
        oi ola bom boa tarde noite obrigado obrigada gostaria queria quero preciso posso pode podem poderia saber consultar informacao informacoes dizer diga ajuda ver hoje amanha fazem faz tenham oferecem oferece vendem inclui aceita aceitam
        """.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries),
    ];

    public static bool Contains(string foldedWord) => s_words.Contains(foldedWord) && Synonyms.ConceptOf(foldedWord) is null;
}
