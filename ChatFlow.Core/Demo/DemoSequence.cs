using ChatFlow.Core.Common;
using ChatFlow.Core.Data;
using ChatFlow.Core.FollowUps.Enums;
using ChatFlow.Core.FollowUps.Sequences;
using ChatFlow.Core.Users;

namespace ChatFlow.Core.Demo;

/// <summary>A sequence to switch on and watch: its limits are lifted, which counts on the simulator alone.</summary>
internal static class DemoSequence
{
    public static void Add(ChatFlowDb db, Actor admin, TimeProvider clock)
    {
        var now = StoredTime.Now(clock);
        var sequence = new FollowUpSequence
        {
            Id = Ids.New(clock),
            Name = "Preguntó y no volvió a escribir",
            Description = "Dos mensajes cortos cuando alguien se queda sin responder. Enciéndela y deja pasar el tiempo en el simulador.",
            Enabled = false,
            TriggerType = TriggerType.NoResponse,
            TriggerConfig = """{"afterMinutes": 30, "lastFrom": "any", "requirePriorInbound": true, "ignoreClosers": true}""",
            Strategy = FollowUpStrategy.Moderate,
            Policy = """{"liftLimits": true}""",
            CreatedAt = now,
            CreatedBy = admin.UserId,
        };
        db.Add(sequence);
        db.AddRange(
            Step(sequence, 1, 1, DelayUnit.Hours, "Hola {{ contact.first_name }}, ¿pudiste ver los planes? Si quieres, te aparto una clase de prueba esta semana.",
                "Hola, ¿pudiste ver los planes? Si quieres, te aparto una clase de prueba esta semana.", now, clock),
            Step(sequence, 2, 1, DelayUnit.Days, "{{ contact.first_name }}, te guardo un lugar en la clase del sábado a las 10:00. ¿Te lo confirmo?",
                "Te guardo un lugar en la clase del sábado a las 10:00. ¿Te lo confirmo?", now, clock));
    }

    private static FollowUpStep Step(
        FollowUpSequence sequence, int order, int amount, DelayUnit unit, string text, string fallback, DateTimeOffset now, TimeProvider clock) => new()
        {
            Id = Ids.New(clock),
            SequenceId = sequence.Id,
            StepOrder = order,
            DelayAmount = amount,
            DelayUnit = unit,
            MessageTemplate = text,
            FallbackText = fallback,
            CreatedAt = now,
        };
}
