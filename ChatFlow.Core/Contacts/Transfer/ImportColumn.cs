using ChatFlow.Core.Common;

namespace ChatFlow.Core.Contacts.Transfer;

public enum ImportField
{
    /// <summary>The column is not read.</summary>
    Skip,
    Phone,
    Name,
    FirstName,
    LastName,
    Email,
    Status,
    Tags,
    TimeZone,
    Language,

    /// <summary>A field of the contact's own, under <see cref="ImportColumn.CustomName"/>.</summary>
    Custom,
}

/// <summary>What a column of the file becomes.</summary>
/// <param name="Heading">As the file has it.</param>
/// <param name="CustomName">For <see cref="ImportField.Custom"/>.</param>
public sealed record ImportColumn(string Heading, ImportField Field, string? CustomName = null)
{
    private static readonly Dictionary<string, ImportField> s_known = Known();

    /// <summary>By the usual headings in Spanish, English and Portuguese; others become fields of the contact's own.</summary>
    public static IReadOnlyList<ImportColumn> Guess(IReadOnlyList<string> headings)
    {
        var taken = new HashSet<ImportField>();
        return [.. headings.Select(heading =>
        {
            if (s_known.TryGetValue(FoldedText.Of(heading), out var field) && (field == ImportField.Skip || taken.Add(field)))
                return new ImportColumn(heading, field);
            return heading.Length is 0 or > 100 ? new ImportColumn(heading, ImportField.Skip) : new ImportColumn(heading, ImportField.Custom, heading);
        })];
    }

    private static Dictionary<string, ImportField> Known()
    {
        var known = new Dictionary<string, ImportField>();
        Add(ImportField.Phone, "phone", "phone number", "telephone", "mobile", "mobile phone", "cell", "tel", "whatsapp", "telefono", "numero",
            "numero de telefono", "celular", "movil", "telefono movil", "telefone", "numero de telefone", "telemovel", "contact phone", "phone 1 value");
        Add(ImportField.Name, "name", "full name", "contact", "contact name", "nombre", "nombre completo", "contacto", "nome", "nome completo", "contato");
        Add(ImportField.FirstName, "first name", "given name", "nombres", "primer nombre", "primeiro nome");
        Add(ImportField.LastName, "last name", "family name", "surname", "apellido", "apellidos", "sobrenome");
        Add(ImportField.Email, "email", "e mail", "mail", "email address", "correo", "correo electronico", "e mail address", "endereco de e mail", "e mail 1 value");
        Add(ImportField.Status, "status", "estado", "estado del contacto", "etapa", "situacao", "stage");
        Add(ImportField.Tags, "tags", "tag", "labels", "etiquetas", "etiqueta", "marcadores");
        Add(ImportField.TimeZone, "time zone", "timezone", "zona horaria", "fuso horario");
        Add(ImportField.Language, "language", "idioma", "lengua", "lingua");
        // What an export writes and only the program itself decides.
        Add(ImportField.Skip, "id", "lead score", "messages received", "messages sent", "last contact at", "opted out at", "created at");
        return known;

        void Add(ImportField field, params string[] headings)
        {
            foreach (var heading in headings)
                known[heading] = field;
        }
    }
}
