using System.Security.Cryptography;
using System.Text.Json.Nodes;
using ChatFlow.Core.Inbox.Media;
using ChatFlow.Tests.Support;
using ChatFlow.Tests.Webhooks;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace ChatFlow.Tests.Inbox.Media;

/// <summary>The site beside a provider that holds files; Meta's address is the provider's.</summary>
public sealed class MediaHost : IAsyncLifetime
{
    private int _number;

    public FakeProvider Provider { get; private set; } = null!;

    public TestApp App { get; private set; } = null!;

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        Provider = await FakeProvider.StartAsync(Stop);
        App = await TestApp.StartAsync(Stop, settings: new Dictionary<string, string> { ["Outbound:MetaBaseUrl"] = Provider.Address });
    }

    public async ValueTask DisposeAsync()
    {
        await App.DisposeAsync();
        await Provider.DisposeAsync();
    }

    public T Get<T>()
        where T : notnull => App.Services.GetRequiredService<T>();

    public Task<TestOrganization> EvolutionAsync() => App.OpenEvolutionAsync(Stop, Provider.Address);

    public async Task<(TestOrganization Organization, string Number)> MetaAsync()
    {
        var number = $"{7_000_000 + Interlocked.Increment(ref _number)}";
        return (await App.OpenMetaAsync(number, "55" + number, Stop), number);
    }

    /// <summary>The gateway answers each file by the id of its message.</summary>
    public void Gateway(params (string Id, FakeAnswer Answer)[] files) => Provider.Otherwise = request =>
        files.FirstOrDefault(f => request.Body.Contains($"\"{f.Id}\"", StringComparison.Ordinal)).Answer ?? new FakeAnswer.Reply(404, "{}");

    public static FakeAnswer Base64(byte[] file, string type = "image/jpeg") => new FakeAnswer.Reply(
        201, new JsonObject { ["mediaType"] = "imageMessage", ["caption"] = "dice \"base64\":\"no\"", ["mimetype"] = type, ["base64"] = Convert.ToBase64String(file), ["buffer"] = null }.ToJsonString());

    public static byte[] EvolutionFile(string id, string type, JsonObject content, string? base64 = null) => WebhookCalls.Bytes(new JsonObject
    {
        ["event"] = "messages.upsert",
        ["instance"] = "x",
        ["data"] = new JsonObject
        {
            ["key"] = new JsonObject { ["remoteJid"] = "5215512340001@s.whatsapp.net", ["fromMe"] = false, ["id"] = id },
            ["pushName"] = "Ana",
            ["message"] = base64 is null ? new JsonObject { [type] = content } : new JsonObject { [type] = content, ["base64"] = base64 },
            ["messageType"] = type,
            ["messageTimestamp"] = TimeProvider.System.GetUtcNow().ToUnixTimeSeconds(),
        },
    }.ToJsonString());

    public static byte[] MetaFile(string number, string id, JsonObject content) => WebhookCalls.Bytes(new JsonObject
    {
        ["object"] = "whatsapp_business_account",
        ["entry"] = new JsonArray(new JsonObject
        {
            ["id"] = "55" + number,
            ["changes"] = new JsonArray(new JsonObject
            {
                ["field"] = "messages",
                ["value"] = new JsonObject
                {
                    ["messaging_product"] = "whatsapp",
                    ["metadata"] = new JsonObject { ["phone_number_id"] = number },
                    ["contacts"] = new JsonArray(new JsonObject { ["wa_id"] = "5215512340002", ["profile"] = new JsonObject { ["name"] = "Luz" } }),
                    ["messages"] = new JsonArray(new JsonObject
                    {
                        ["from"] = "5215512340002",
                        ["id"] = id,
                        ["timestamp"] = $"{TimeProvider.System.GetUtcNow().ToUnixTimeSeconds()}",
                        ["type"] = "image",
                        ["image"] = content,
                    }),
                },
            }),
        }),
    }.ToJsonString());

    /// <summary>Receives the body and fetches until nothing of the organization is due any more.</summary>
    public async Task<MediaRow> ReceiveAsync(TestOrganization organization, byte[] body, bool meta = false)
    {
        using var http = App.Http();
        Assert.Equal(System.Net.HttpStatusCode.OK, meta ? await http.PostMetaAsync(organization, body, Stop) : await http.PostEvolutionAsync(organization, body, Stop));
        await App.SettleAsync(organization, Stop);
        return await FetchedAsync(organization);
    }

    public async Task<MediaRow> FetchedAsync(TestOrganization organization)
    {
        while (await App.Database.ScalarAsync<long>(
            "SELECT count(*) FROM media_files WHERE organization_id = $1 AND (state = 'fetching' OR (state = 'waiting' AND next_try_at <= now()))", Stop, organization.Id) > 0)
            await Get<MediaFetcher>().OnceAsync(Stop);
        return (await RowsAsync(organization))[^1];
    }

    public Task<IReadOnlyList<MediaRow>> RowsAsync(TestOrganization organization) => App.Database.QueryAsync("""
        SELECT id, state, error_code, sniffed_type, byte_count, width, height, blob_name, thumbnail_name, attempts, contact_id, message_id FROM media_files
        WHERE organization_id = $1 ORDER BY created_at
        """, r => new MediaRow(
            r.GetGuid(0), r.GetString(1), Text(r, 2), Text(r, 3), r.IsDBNull(4) ? null : r.GetInt64(4), r.IsDBNull(5) ? null : r.GetInt32(5),
            r.IsDBNull(6) ? null : r.GetInt32(6), Text(r, 7), Text(r, 8), r.GetInt32(9), r.IsDBNull(10) ? null : r.GetGuid(10), r.IsDBNull(11) ? null : r.GetGuid(11)),
        Stop, organization.Id);

    public async Task<bool> ExistsAsync(string? blob)
    {
        await using var file = blob is null ? null : await Get<Core.Blobs.IBlobStore>().OpenAsync(blob, Stop);
        return file is not null;
    }

    public static string Hash(byte[] bytes) => Convert.ToHexStringLower(SHA256.HashData(bytes));

    private static string? Text(Npgsql.NpgsqlDataReader reader, int column) => reader.IsDBNull(column) ? null : reader.GetString(column);
}

public sealed record MediaRow(
    Guid Id, string State, string? Error, string? Type, long? Size, int? Width, int? Height, string? Blob, string? Thumbnail, int Attempts, Guid? Contact, Guid? Message);
