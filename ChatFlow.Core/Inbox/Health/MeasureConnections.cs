using ChatFlow.Core.Data;
using ChatFlow.Core.Organizations.Health;
using Npgsql;

namespace ChatFlow.Core.Inbox.Health;

/// <summary>Measures the connections that have traffic, a queue or a state that may have ended, organization by organization.</summary>
public sealed class MeasureConnections(Gate gate, MeasureConnection measure, TimeProvider clock)
{
    private const int OrganizationsAtOnce = 500;

    /// <param name="told">Called for every incident that began or ended, after its commit.</param>
    public async Task RunAsync(Action<IncidentChange> told, CancellationToken ct)
    {
        Guid? after = null;
        while (true)
        {
            var page = await PageAsync(after, ct);
            foreach (var connection in page)
            {
                if (await measure.RunAsync(connection, ct) is { } incident)
                    told(incident);
            }

            if (page.Count < OrganizationsAtOnce)
                return;
            after = page[^1].OrganizationId;
        }
    }

    private async Task<IReadOnlyList<QueuedConnection>> PageAsync(Guid? after, CancellationToken ct)
    {
        await using var command = gate.Command("SELECT organization_id, queue_length, queue_oldest_at FROM gate.connections_with_traffic($1, $2, $3)");
        command.Parameters.Add(new NpgsqlParameter<DateTimeOffset> { TypedValue = clock.GetUtcNow() - ConnectionVerdict.Window });
        command.Parameters.Add(new NpgsqlParameter { Value = (object?)after ?? DBNull.Value, NpgsqlDbType = NpgsqlTypes.NpgsqlDbType.Uuid });
        command.Parameters.Add(new NpgsqlParameter<int> { TypedValue = OrganizationsAtOnce });
        return await Gate.ListAsync(command, r => new QueuedConnection(r.GetGuid(0), r.GetInt32(1), r.Get<DateTimeOffset?>(2)), ct);
    }
}
