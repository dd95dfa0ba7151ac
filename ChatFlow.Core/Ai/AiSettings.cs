namespace ChatFlow.Core.Ai;

/// <summary>How one organization reaches its model, secrets decrypted. Never logged, never serialised.</summary>
/// <param name="BaseUrl">The service's address, typed by a tenant: only the guarded client may call it.</param>
/// <param name="Model">The model's name, or for Flowise the chatflow's id.</param>
public sealed record AiSettings(AiEngine Engine, string? BaseUrl = null, string? ApiKey = null, string? Model = null)
{
    public static AiSettings Knowledge { get; } = new(AiEngine.Knowledge);

    /// <summary>Records print their members; this one holds a secret.</summary>
    public override string ToString() => Engine.ToString();
}
