using Npgsql;

namespace ChatFlow.Core.Data;

/// <summary>Set-based statements inside the tenant's transaction; parameters are $1, $2 … and never text in the SQL.</summary>
public static class SetSql
{
    public static async Task<int> ExecuteAsync(this ChatFlowDb db, string sql, CancellationToken ct, params object?[] parameters)
    {
        await using var command = Command(db, sql, parameters);
        return await command.ExecuteNonQueryAsync(ct);
    }

    public static async Task<IReadOnlyList<T>> QueryAsync<T>(
        this ChatFlowDb db, string sql, Func<NpgsqlDataReader, T> read, CancellationToken ct, params object?[] parameters)
    {
        await using var command = Command(db, sql, parameters);
        return await Gate.ListAsync(command, read, ct);
    }

    /// <summary>The column's value, or the type's default where it is null.</summary>
    public static T? Get<T>(this NpgsqlDataReader reader, int column) =>
        reader.IsDBNull(column) ? default : reader.GetFieldValue<T>(column);

    private static NpgsqlCommand Command(ChatFlowDb db, string sql, object?[] parameters)
    {
        var command = db.Connection.CreateCommand();
        command.CommandText = sql;
        foreach (var value in parameters)
            command.Parameters.Add(new NpgsqlParameter { Value = value ?? DBNull.Value });
        return command;
    }
}
