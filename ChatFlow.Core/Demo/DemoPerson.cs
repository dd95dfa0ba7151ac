using ChatFlow.Core.Contacts;
using ChatFlow.Core.Inbox;

namespace ChatFlow.Core.Demo;

/// <summary>A contact of the demonstration and what was said, oldest first.</summary>
/// <param name="Phone">Of a range without subscribers.</param>
/// <param name="MinutesAgo">How long ago the last line was written.</param>
internal sealed record DemoPerson(
    string Name, string Phone, ContactStatus Status, int LeadScore, string[] Tags, int MinutesAgo, ConversationStatus State, ConversationHolder Holder,
    params DemoLine[] Lines)
{
    private const int Hour = 60;
    private const int Day = 24 * Hour;

    public static IReadOnlyList<DemoPerson> All { get; } =
    [
        new("Mariana López", "+525555550101", ContactStatus.Contacted, 62, ["yoga"], 18, ConversationStatus.Pending, ConversationHolder.Bot,
            new(MessageSender.Contact, 0, "Hola, ¿a qué hora son las clases de yoga?"),
            new(MessageSender.Bot, 1, "Yoga es lunes, miércoles y viernes a las 7:00 y a las 19:00, y sábados a las 10:00."),
            new(MessageSender.Contact, 3, "Perfecto, ¿y la primera es gratis?"),
            new(MessageSender.Bot, 4, "Sí, la primera clase es gratis. Dinos qué día te queda bien y te apartamos el lugar.")),
        new("Jorge Medina", "+525555550102", ContactStatus.Lead, 48, ["corporativo"], 42, ConversationStatus.Open, ConversationHolder.Nobody,
            new(MessageSender.Contact, 0, "Buenas tardes. Somos 14 en la oficina y queremos un convenio."),
            new(MessageSender.Bot, 1, "Prefiero que te lo confirme el equipo. Una persona del equipo te responderá en breve."),
            new(MessageSender.Contact, 3, "Claro, quedo pendiente. Sería para iniciar el mes que entra.")),
        new("Daniela Ruiz", "+525555550103", ContactStatus.Customer, 88, ["plan anual"], 2 * Hour, ConversationStatus.Open, ConversationHolder.Person,
            new(MessageSender.Contact, 0, "Hola, salgo de viaje tres semanas, ¿puedo congelar mi plan?"),
            new(MessageSender.Person, 9, "Hola Daniela, sí: con el plan anual son hasta 30 días. ¿Desde qué fecha te lo congelo?"),
            new(MessageSender.Contact, 15, "Desde el lunes, por favor."),
            new(MessageSender.Person, 17, "Listo, queda congelado desde el lunes. Buen viaje.")),
        new("Luis Ángel Torres", "+525555550104", ContactStatus.Lead, 35, [], 5 * Hour, ConversationStatus.Pending, ConversationHolder.Bot,
            new(MessageSender.Contact, 0, "¿Cuánto cuesta el plan trimestral?"),
            new(MessageSender.Bot, 1, "Plan trimestral: $1,950 MXN por tres meses, incluye una evaluación física")),
        new("Sofía Hernández", "+525555550105", ContactStatus.Customer, 91, ["plan anual", "pilates"], Day, ConversationStatus.Resolved, ConversationHolder.Nobody,
            new(MessageSender.Contact, 0, "Olvidé mi termo en la sala de pilates, uno verde."),
            new(MessageSender.Person, 12, "Aquí está en recepción, te lo guardamos."),
            new(MessageSender.Contact, 14, "Mil gracias")),
        new("Ricardo Peña", "+525555550106", ContactStatus.Contacted, 57, ["prueba"], Day + (3 * Hour), ConversationStatus.Pending, ConversationHolder.Bot,
            new(MessageSender.Contact, 0, "Quiero tomar una clase de prueba"),
            new(MessageSender.Bot, 1, "Sí, la primera clase es gratis. Dinos qué día te queda bien y te apartamos el lugar."),
            new(MessageSender.Contact, 6, "El jueves en la tarde"),
            new(MessageSender.Person, 20, "Te esperamos el jueves a las 19:00. Trae ropa cómoda y una toalla.")),
        new("Paola Castillo", "+525555550107", ContactStatus.Lead, 22, [], 2 * Day, ConversationStatus.Pending, ConversationHolder.Bot,
            new(MessageSender.Contact, 0, "¿Tienen estacionamiento?"),
            new(MessageSender.Bot, 1, "Sí, hay estacionamiento para socios sin costo las primeras dos horas.")),
        new("Andrés Villalobos", "+525555550108", ContactStatus.Customer, 79, ["entrenamiento personal"], 3 * Day, ConversationStatus.Resolved, ConversationHolder.Nobody,
            new(MessageSender.Contact, 0, "¿Puedo mover mi sesión de mañana a las 8?"),
            new(MessageSender.Person, 5, "Sí, te muevo con Karla a las 8:00."),
            new(MessageSender.Contact, 7, "Excelente")),
        new("Fernanda Ortiz", "+525555550109", ContactStatus.Churned, 18, ["plan mensual"], 9 * Day, ConversationStatus.Resolved, ConversationHolder.Nobody,
            new(MessageSender.Contact, 0, "Este mes ya no voy a renovar, me mudé al sur."),
            new(MessageSender.Person, 31, "Gracias por avisar, Fernanda. Aquí tienes tu lugar cuando quieras volver.")),
        new("Tomás Aguirre", "+525555550110", ContactStatus.Contacted, 44, ["precio"], 4 * Day, ConversationStatus.Pending, ConversationHolder.Bot,
            new(MessageSender.Contact, 0, "Buen día, ¿qué formas de pago aceptan?"),
            new(MessageSender.Bot, 1, "Aceptamos efectivo, tarjeta y transferencia. El plan anual se puede pagar a tres meses sin intereses."),
            new(MessageSender.Contact, 2, "Lo platico en casa y les digo")),
        new("Camila Rojas", "+525555550111", ContactStatus.Lead, 30, [], 6 * Day, ConversationStatus.Pending, ConversationHolder.Bot,
            new(MessageSender.Contact, 0, "¿Aceptan a mi hija de 16?"),
            new(MessageSender.Bot, 1, "Aceptamos a partir de los 15 años, con una autorización firmada por su mamá, papá o tutor.")),
        new("Héctor Salinas", "+525555550112", ContactStatus.Customer, 73, ["plan trimestral"], 12 * Day, ConversationStatus.Resolved, ConversationHolder.Nobody,
            new(MessageSender.Contact, 0, "¿Cuándo vence mi plan?"),
            new(MessageSender.Person, 8, "Vence el día 30. Si renuevas antes, te respetamos el precio."),
            new(MessageSender.Contact, 11, "Va, paso el viernes.")),
    ];
}

/// <param name="Minute">After the first line.</param>
internal sealed record DemoLine(MessageSender Sender, int Minute, string Text);
