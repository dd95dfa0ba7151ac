namespace ChatFlow.Core.Ai;

public enum AgentType
{
    Vendedor,
    Asistente,
    Secretaria,
    Custom,
}
