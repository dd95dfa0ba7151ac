using System.Security.Cryptography;
using System.Text;
using ChatFlow.Core.Channels;
using ChatFlow.Core.Common;
using ChatFlow.Core.Inbox.Webhooks;
using ChatFlow.Tests.Support;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;
using Xunit;

namespace ChatFlow.Tests.Inbox.Receiving;

/// <summary>Organizations in great number, each of which receives a few bodies and is then described in a line or two.</summary>
public sealed class ReceivingHost : IAsyncLifetime
{
    private TestOrganization _model = null!;

    public TestApp App { get; private set; } = null!;

    public async ValueTask InitializeAsync()
    {
        App = await TestApp.StartAsync(TestContext.Current.CancellationToken);
        _model = await App.OpenEvolutionAsync(TestContext.Current.CancellationToken);
    }

    public ValueTask DisposeAsync() => App.DisposeAsync();

    /// <summary>An organization like the first one, made by copying rows: making a login for each would take minutes.</summary>
    public async Task<Guid> OpenAsync(ChannelType type, CancellationToken ct, string? metaNumber = null)
    {
        var id = Guid.CreateVersion7();
        await RunAsync("""
            INSERT INTO organizations SELECT (jsonb_populate_record(o, jsonb_build_object('id', $2, 'slug', $2))).* FROM organizations o WHERE o.id = $1;
            """, ct, _model.Id, id);
        await RunAsync("""
            INSERT INTO bot_configs SELECT (jsonb_populate_record(b, jsonb_build_object('id', gen_random_uuid(), 'organization_id', $2, 'connection_type', $3::text,
                'connection_status', 'connecting', 'meta_phone_number_id', $4::text, 'webhook_key_hash', '\x' || replace($2::text, '-', '')))).*
            FROM bot_configs b WHERE b.organization_id = $1
            """, ct, _model.Id, id, EnumText<ChannelType>.Of(type), (object?)metaNumber ?? DBNull.Value);
        return id;
    }

    /// <summary>A contact who is known already, by phone and possibly by BSUID.</summary>
    public async Task<Guid> KnowAsync(Guid organization, ContactAddress address, CancellationToken ct)
    {
        var id = Guid.CreateVersion7();
        await RunAsync("INSERT INTO contacts (id, organization_id, name, phone) VALUES ($2, $1, 'Conocida', $3)", ct, organization, id, (object?)address.Phone ?? DBNull.Value);
        foreach (var (kind, value) in new[] { ("phone", address.Phone), ("lid", address.Lid), ("bsuid", address.Bsuid) })
        {
            if (value is not null)
                await RunAsync("INSERT INTO contact_identities (organization_id, kind, value, contact_id, address) VALUES ($1, $3, $4, $2, $4)", ct, organization, id, kind, value);
        }

        return id;
    }

    /// <summary>A message that an event will speak of.</summary>
    public Task HaveAsync(Guid organization, Guid contact, string providerId, MessageDirection direction, CancellationToken ct) => RunAsync("""
        INSERT INTO messages (id, organization_id, contact_id, direction, message_content, status, whatsapp_message_id, sent_at, created_at, occurred_at, sender)
        VALUES (gen_random_uuid(), $1, $2, $4, 'antes', CASE $4 WHEN 'outbound' THEN 'sent' ELSE 'delivered' END, $3, now(), now(), now(),
            CASE $4 WHEN 'outbound' THEN 'person' ELSE 'contact' END)
        ON CONFLICT DO NOTHING
        """, ct, organization, contact, providerId, EnumText<MessageDirection>.Of(direction));

    /// <summary>
    /// The bodies one after the other; each twice as it is and twice with a blank behind it (other bytes, the same
    /// meaning), all four at once, and two workers at once beside the application's own.
    /// </summary>
    public async Task ReceiveAsync(Guid organization, ChannelType type, CancellationToken ct, params byte[][] bodies)
    {
        var store = App.Services.GetRequiredService<WebhookStore>();
        var apply = App.Services.GetRequiredService<ApplyWebhooks>();
        foreach (var body in bodies)
        {
            byte[][] twice = [body, [.. body, (byte)' ']];
            await Task.WhenAll(twice.Concat(twice).Select(b => Task.Run(() => store.StoreAsync(new WebhookBody(organization, type, b, SHA256.HashData(b)), ct), ct)));
            await Task.WhenAll(apply.RunAsync(organization, ct), apply.RunAsync(organization, ct));
            while (await App.Database.ScalarAsync<long>("SELECT count(*) FROM webhook_inbox WHERE organization_id = $1 AND state = 'pending'", ct, organization) > 0)
                await apply.RunAsync(organization, ct);
        }

        Assert.Equal(bodies.Length * 2, await App.Database.ScalarAsync<long>("SELECT count(*) FROM webhook_inbox WHERE organization_id = $1 AND state = 'done'", ct, organization));
    }

    /// <summary>Everything that a person could see of it: contacts, messages, conversations, the connection.</summary>
    public async Task<string> DescribeAsync(Guid organization, CancellationToken ct)
    {
        var told = await App.Database.QueryAsync("""
            SELECT line FROM (
                SELECT 1 AS part, NULL::timestamptz AS at,
                    '@ ' || coalesce((SELECT string_agg(i.kind || ':' || i.address, ' ' ORDER BY i.kind, i.value) FROM contact_identities i WHERE i.contact_id = c.id), 'nobody')
                    || coalesce(' ' || c.phone, '') || coalesce(' ''' || c.name || '''', '') || CASE WHEN c.marketing_opted_out_at IS NULL THEN '' ELSE ' no marketing' END
                    || coalesce((SELECT ' ' || v.status || '/' || v.holder || '/' || v.unread_count || ' unread' FROM conversations v WHERE v.contact_id = c.id), '') AS line
                FROM contacts c WHERE c.organization_id = $1
                UNION ALL
                SELECT 2, m.occurred_at,
                    CASE m.direction WHEN 'inbound' THEN '< ' ELSE '> ' END || coalesce(m.whatsapp_message_id, '-') || ' ' || m.message_type || ' ' || m.status || ' "' || m.message_content || '"'
                    || coalesce(' re ' || m.reply_to, '') || CASE WHEN m.sender = 'phone' THEN ' from the phone' ELSE '' END || coalesce(' ' || m.error_code, '')
                    || CASE WHEN m.edited_at IS NULL THEN '' ELSE ' edited' END || CASE WHEN m.deleted_at IS NULL THEN '' ELSE ' deleted' END
                    || CASE WHEN m.metadata - 'edits' IN ('{}', '{"reactions": {}}') THEN '' ELSE ' ' || (m.metadata - 'edits')::text END
                FROM messages m WHERE m.organization_id = $1
                UNION ALL
                SELECT 3, NULL, '# ' || connection_status || ' ' || coalesce(connection_detail, '-') || ' ' || coalesce(connection_phone, '-') || CASE WHEN sending_paused THEN ' paused' ELSE '' END
                FROM bot_configs WHERE organization_id = $1 AND connection_changed_at IS NOT NULL) told
            ORDER BY part, at, line
            """, r => r.GetString(0), ct, organization);
        return told.Count == 0 ? "nothing" : string.Join('\n', told);
    }

    public static byte[] Sample(string folder, string number) => File.ReadAllBytes(Path(folder, number));

    public static string Path(string folder, string number) =>
        Directory.GetFiles(Shared.PathOrSkip("contracts", "samples", folder), number + "-*").Single();

    private async Task RunAsync(string sql, CancellationToken ct, params object[] parameters)
    {
        await using var connection = new NpgsqlConnection(App.Database.Superuser);
        await connection.OpenAsync(ct);
        await using var command = new NpgsqlCommand(sql, connection);
        foreach (var value in parameters)
            command.Parameters.Add(new NpgsqlParameter { Value = value });
        await command.ExecuteNonQueryAsync(ct);
    }
}
