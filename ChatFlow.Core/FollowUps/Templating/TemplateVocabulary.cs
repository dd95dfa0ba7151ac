using System.Collections.Frozen;

namespace ChatFlow.Core.FollowUps.Templating;

/// <summary>Which variables a text may name. <paramref name="CustomFields"/> null allows any key (a field may be added later).</summary>
/// <param name="Extra">Bare names declared by the step (<c>available_variables</c>), read from the trigger's data or the custom fields.</param>
public sealed record TemplateVocabulary(IReadOnlySet<string>? CustomFields, IReadOnlySet<string> Extra)
{
    public static TemplateVocabulary Open { get; } = new(null, FrozenSet<string>.Empty);

    /// <summary>Short names, in the three languages, of what is written most.</summary>
    public static FrozenDictionary<string, string> Aliases { get; } = new Dictionary<string, string>
    {
        ["nombre"] = "contact.first_name",
        ["nome"] = "contact.first_name",
        ["first_name"] = "contact.first_name",
        ["primer_nombre"] = "contact.first_name",
        ["primeiro_nome"] = "contact.first_name",
        ["name"] = "contact.name",
        ["nombre_completo"] = "contact.name",
        ["nome_completo"] = "contact.name",
        ["telefono"] = "contact.phone",
        ["teléfono"] = "contact.phone",
        ["telefone"] = "contact.phone",
        ["phone"] = "contact.phone",
        ["email"] = "contact.email",
        ["correo"] = "contact.email",
        ["empresa"] = "business.name",
        ["negocio"] = "business.name",
        ["business_name"] = "business.name",
        ["company"] = "business.name",
    }.ToFrozenDictionary(StringComparer.OrdinalIgnoreCase);

    private static readonly FrozenSet<string> s_contact =
        FrozenSet.ToFrozenSet(["name", "first_name", "phone", "email"], StringComparer.OrdinalIgnoreCase);

    /// <summary>The full path that a variable stands for, or null if there is no such variable.</summary>
    public IReadOnlyList<string>? Resolve(IReadOnlyList<string> path) => path switch
    {
        [var name] when Extra.Contains(name) => path,
        [var name] when Aliases.TryGetValue(name, out var full) => full.Split('.'),
        ["contact", var field] when s_contact.Contains(field) => path,
        ["contact", "custom_fields", var key, ..] when CustomFields?.Contains(key) != false => path,
        ["business", "name"] => path,
        ["trigger", _, ..] => path,
        _ => null,
    };
}
