using ChatFlow.Core.Ai;
using ChatFlow.Core.Bot;

namespace ChatFlow.Core.Demo;

/// <summary>What the demonstration's business says of itself.</summary>
internal static class DemoTexts
{
    public const string Name = "Estudio Norte";
    public const string Admin = "Valeria Campos";
    public const string Currency = "MXN";

    public static PutBotRequest Bot { get; } = new()
    {
        BotEnabled = true,
        AgentType = AgentType.Vendedor,
        BusinessName = Name,
        BusinessDescription = """
            Estudio Norte es un gimnasio de barrio con sala de pesas, clases de yoga, pilates y funcional, y entrenadores que te acompañan desde el primer día.
            Estamos en Av. Coyoacán 1435, Colonia del Valle, Ciudad de México, a dos cuadras del metro Hospital 20 de Noviembre.
            """,
        Products = """
            Plan mensual: $750 MXN al mes, sin permanencia, acceso a sala y clases
            Plan trimestral: $1,950 MXN por tres meses, incluye una evaluación física
            Plan anual: $6,600 MXN al año, incluye evaluación física y dos meses de regalo
            Pase de un día: $120 MXN
            Clase de prueba: gratis, una por persona
            Entrenamiento personal: $380 MXN la sesión de una hora
            """,
        BusinessHours = "Lun-Vie 6:00-22:00; Sáb 8:00-15:00; Dom 9:00-13:00",
        Language = BotLanguage.Es,
        Tone = BotTone.Casual,
        AiEngine = AiEngine.Knowledge,
        DebounceSeconds = 2,
        BusinessHoursOnly = false,
        ReturnAfterMinutes = 60,
    };

    public static IReadOnlyList<(string Question, string Answer)> Questions { get; } =
    [
        ("¿Puedo tomar una clase de prueba?", "Sí, la primera clase es gratis. Dinos qué día te queda bien y te apartamos el lugar."),
        ("¿Qué formas de pago aceptan?", "Aceptamos efectivo, tarjeta y transferencia. El plan anual se puede pagar a tres meses sin intereses."),
        ("¿Cobran inscripción?", "No cobramos inscripción. Pagas solo tu plan."),
        ("¿Tienen estacionamiento?", "Sí, hay estacionamiento para socios sin costo las primeras dos horas."),
        ("¿Puedo congelar mi plan?", "Puedes congelar el plan trimestral 15 días y el plan anual hasta 30 días, avisando por aquí."),
        ("¿Tienen regaderas y casilleros?", "Sí, hay regaderas con agua caliente y casilleros. Solo trae tu candado y una toalla."),
        ("¿A qué hora son las clases de yoga?", "Yoga es lunes, miércoles y viernes a las 7:00 y a las 19:00, y sábados a las 10:00."),
        ("¿Aceptan menores de edad?", "Aceptamos a partir de los 15 años, con una autorización firmada por su mamá, papá o tutor."),
    ];
}
