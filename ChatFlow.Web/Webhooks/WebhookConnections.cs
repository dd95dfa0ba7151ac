using ChatFlow.Core.Channels;
using ChatFlow.Core.Common;
using ChatFlow.Core.Data;
using ChatFlow.Core.Organizations;
using ChatFlow.Core.Security;
using Npgsql;

namespace ChatFlow.Web.Webhooks;

/// <summary>
/// Finds whose a webhook is. What was found is kept for half a minute; what the caller does not accept is looked up
/// again, so that a connection that has just changed is never refused for being remembered.
/// </summary>
internal sealed class WebhookConnections(Gate gate, SecretCipher cipher, TimeProvider clock)
{
    private const int Capacity = 10_000;
    private static readonly TimeSpan s_lifetime = TimeSpan.FromSeconds(30);

    private readonly BriefCache<string, WebhookConnection> _byKey = new(clock, s_lifetime, Capacity);
    private readonly BriefCache<string, IReadOnlyList<MetaOwner>> _byRoutes = new(clock, s_lifetime, Capacity);

    /// <summary>Null for a key that is nobody's. What comes back may still fail <paramref name="accepts"/>.</summary>
    public async ValueTask<WebhookConnection?> FindAsync(string? key, Func<WebhookConnection, bool> accepts, CancellationToken ct)
    {
        if (!Tokens.IsWellFormed(key))
            return null;
        if (_byKey.TryGet(key!, out var known) && accepts(known))
            return known;
        await using var command = gate.Command(
            "SELECT organization_id, connection_type, webhook_secret, meta_app_secret, meta_verify_token FROM gate.find_webhook($1)");
        command.Parameters.Add(new NpgsqlParameter<byte[]> { TypedValue = Tokens.Hash(key!) });
        var found = await Gate.ListAsync(command, Read, ct);
        // What is not found is not kept: guesses would fill the memory.
        if (found is not [var connection])
        {
            _byKey.Remove(key!);
            return null;
        }

        _byKey.Set(key!, connection);
        return connection;
    }

    /// <summary>Whom the routes of a genuine body may concern; those whose secret it must still verify.</summary>
    public async ValueTask<IReadOnlyList<MetaOwner>> FindOwnersAsync(
        IReadOnlyList<string> routes, Func<IReadOnlyList<MetaOwner>, bool> accepts, CancellationToken ct)
    {
        var entry = routes is [var one] ? one : string.Join('\n', routes);
        if (_byRoutes.TryGet(entry, out var known) && accepts(known))
            return known;
        await using var command = gate.Command("SELECT organization_id, meta_app_secret FROM gate.find_meta_owners($1)");
        command.Parameters.Add(new NpgsqlParameter<string[]> { TypedValue = [.. routes] });
        var owners = await Gate.ListAsync(command, r => new MetaOwner(r.GetGuid(0), Secret("meta_app_secret", r.GetGuid(0), r.Get<string>(1))), ct);
        _byRoutes.Set(entry, owners);
        return owners;
    }

    private WebhookConnection Read(NpgsqlDataReader row)
    {
        var organization = row.GetGuid(0);
        return new WebhookConnection(
            organization,
            EnumText<ChannelType>.Parse(row.GetString(1)),
            Secret("webhook_secret", organization, row.GetString(2)) ?? "",
            Secret("meta_app_secret", organization, row.Get<string>(3)),
            Secret("meta_verify_token", organization, row.Get<string>(4)));
    }

    private string? Secret(string column, Guid organization, string? text) =>
        cipher.DecryptOptional(text, ChannelSettingsReader.Context(column, organization));
}
