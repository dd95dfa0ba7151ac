using Npgsql;

namespace ChatFlow.Core.Data;

/// <summary>
/// Calls the functions of schema <c>gate</c>: what must be known before the organization is, or across organizations.
/// Each returns only what is needed; nothing else runs outside <see cref="TenantDb"/>.
/// </summary>
public sealed class Gate(NpgsqlDataSource source)
{
    public async Task<(Guid OrganizationId, Guid UserId)?> FindUserByEmailAsync(string normalizedEmail, CancellationToken ct)
    {
        await using var command = source.CreateCommand("SELECT organization_id, user_id FROM gate.find_user_by_email($1)");
        command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = normalizedEmail });
        return await PairAsync(command, ct);
    }

    public async Task<Guid?> FindUserOrganizationAsync(Guid userId, CancellationToken ct)
    {
        await using var command = source.CreateCommand("SELECT gate.find_user_organization($1)");
        command.Parameters.Add(new NpgsqlParameter<Guid> { TypedValue = userId });
        return await command.ExecuteScalarAsync(ct) as Guid?;
    }

    public async Task<(Guid OrganizationId, Guid InvitationId)?> FindInvitationAsync(byte[] tokenHash, CancellationToken ct)
    {
        await using var command = source.CreateCommand("SELECT organization_id, invitation_id FROM gate.find_invitation($1)");
        command.Parameters.Add(new NpgsqlParameter<byte[]> { TypedValue = tokenHash });
        return await PairAsync(command, ct);
    }

    public async Task<(Guid OrganizationId, Guid ApiKeyId)?> FindApiKeyAsync(byte[] keyHash, CancellationToken ct)
    {
        await using var command = source.CreateCommand("SELECT organization_id, api_key_id FROM gate.find_api_key($1)");
        command.Parameters.Add(new NpgsqlParameter<byte[]> { TypedValue = keyHash });
        return await PairAsync(command, ct);
    }

    /// <summary>The organization of that slug, open or closed; for the command line.</summary>
    public async Task<Guid?> FindOrganizationAsync(string slug, CancellationToken ct)
    {
        await using var command = source.CreateCommand("SELECT gate.find_organization($1)");
        command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = slug });
        return await command.ExecuteScalarAsync(ct) as Guid?;
    }

    /// <summary>One page of organizations, in the order of their ids; for jobs that visit them one after the other.</summary>
    public async Task<IReadOnlyList<Guid>> OrganizationIdsAsync(Guid? after, int limit, CancellationToken ct)
    {
        await using var command = source.CreateCommand("SELECT * FROM gate.organization_ids($1, $2)");
        command.Parameters.Add(new NpgsqlParameter { Value = (object?)after ?? DBNull.Value, NpgsqlDbType = NpgsqlTypes.NpgsqlDbType.Uuid });
        command.Parameters.Add(new NpgsqlParameter<int> { TypedValue = limit });
        return await ListAsync(command, r => r.GetGuid(0), ct);
    }

    /// <summary>A command of a feature's own gate function (webhooks, claims), on a connection without an organization.</summary>
    public NpgsqlCommand Command(string sql) => source.CreateCommand(sql);

    public static async Task<IReadOnlyList<T>> ListAsync<T>(NpgsqlCommand command, Func<NpgsqlDataReader, T> read, CancellationToken ct)
    {
        var rows = new List<T>();
        await using var reader = await command.ExecuteReaderAsync(ct);
        while (await reader.ReadAsync(ct))
            rows.Add(read(reader));
        return rows;
    }

    private static async Task<(Guid, Guid)?> PairAsync(NpgsqlCommand command, CancellationToken ct)
    {
        await using var reader = await command.ExecuteReaderAsync(ct);
        return await reader.ReadAsync(ct) ? (reader.GetGuid(0), reader.GetGuid(1)) : null;
    }
}
