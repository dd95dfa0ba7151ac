using Npgsql;

namespace ChatFlow.Core.Data;

/// <summary>The application must run as a role that policies bind. Anything else is refused at start.</summary>
public static class RoleCheck
{
    /// <summary>Why this role may not run the application, or null.</summary>
    public static async Task<string?> ProblemAsync(NpgsqlDataSource source, CancellationToken ct)
    {
        await using var command = source.CreateCommand("""
            SELECT r.rolsuper, r.rolbypassrls, current_setting('row_security') = 'on',
                EXISTS (SELECT 1 FROM pg_class c WHERE c.relowner = r.oid),
                EXISTS (SELECT 1 FROM pg_auth_members m WHERE m.member = r.oid), r.rolname
            FROM pg_roles r WHERE r.rolname = current_user
            """);
        await using var reader = await command.ExecuteReaderAsync(ct);
        await reader.ReadAsync(ct);
        var role = reader.GetString(5);
        if (reader.GetBoolean(0))
            return $"The role {role} is a superuser: row-level security does not bind it. Use ConnectionStrings:App with a role made by 'migrate'.";
        if (reader.GetBoolean(1))
            return $"The role {role} bypasses row-level security (BYPASSRLS). Use a role made by 'migrate'.";
        if (!reader.GetBoolean(2))
            return "row_security is off for this connection.";
        if (reader.GetBoolean(3))
            return $"The role {role} owns tables. The application must not own what it reads; use a role of its own.";
        if (reader.GetBoolean(4))
            return $"The role {role} is a member of another role, whose rights it could take. Remove the membership.";
        return null;
    }
}
