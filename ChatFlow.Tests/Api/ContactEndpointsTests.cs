using System.Text.Json.Nodes;
using Xunit;

namespace ChatFlow.Tests.Api;

public sealed class ContactEndpointsTests(ApiHost host) : IClassFixture<ApiHost>
{
    private const string Path = "/api/v1/contacts";

    [Fact]
    public async Task A_contact_is_created_read_changed_and_deleted()
    {
        var (status, made) = await host.First.SendAsync(Path, new
        {
            phone = "55 1234 0001",
            name = "Ana Ñandú",
            email = "ana@example.com",
            tags = new[] { "vip", "VIP", "norte" },
            customFields = new { plan = "gold", seats = 3 },
        });
        Assert.Equal(201, status);
        Assert.Equal("+525512340001", (string?)made["phone"]);
        Assert.Equal("lead", (string?)made["status"]);
        Assert.Equal(["vip", "norte"], made["tags"]!.AsArray().Select(t => (string?)t));
        Assert.Equal(3, (int)made["customFields"]!["seats"]!);
        var one = $"{Path}/{made["id"]}";
        Assert.True(JsonNode.DeepEquals(made, (await host.First.ReadAsync(one)).Body));

        var (patched, changed) = await host.First.CallAsync(HttpMethod.Patch, one, """{"name":null,"status":"customer","customFields":{"seats":null,"city":"CDMX"}}""");
        Assert.Equal(200, patched);
        Assert.Null(changed["name"]);
        Assert.Equal("ana@example.com", (string?)changed["email"]);
        Assert.Equal("customer", (string?)changed["status"]);
        Assert.Equal("""{"city":"CDMX","plan":"gold"}""", new JsonObject(changed["customFields"]!.AsObject().OrderBy(f => f.Key).Select(f => KeyValuePair.Create(f.Key, f.Value?.DeepClone()))).ToJsonString());

        Assert.Equal(204, (await host.First.CallAsync(HttpMethod.Delete, one)).Status);
        Assert.Equal(404, (await host.First.ReadAsync(one)).Status);
        Assert.Equal(404, (await host.First.CallAsync(HttpMethod.Delete, one)).Status);
    }

    [Theory]
    [InlineData("+5511987650001", "+551187650001")]
    [InlineData("+525512340101", "+5215512340101")]
    [InlineData("+541112340102", "+5491112340102")]
    public async Task Two_spellings_are_one_person_and_the_conflict_names_them(string first, string second)
    {
        var (_, made) = await host.First.SendAsync(Path, new { phone = first });
        var (status, problem) = await host.First.SendAsync(Path, new { phone = second });
        Assert.Equal(409, status);
        Assert.Contains((string)made["id"]!, (string)problem["detail"]!, StringComparison.Ordinal);
        Assert.NotNull(problem["errors"]!["phone"]);

        var (_, found) = await host.First.ReadAsync($"{Path}?phone={second}");
        Assert.Equal((string?)made["id"], (string?)found["items"]!.AsArray().Single()!["id"]);
        var (_, other) = await host.First.SendAsync(Path, new { phone = "+34600" + first[^6..] });
        Assert.Equal(409, (await host.First.CallAsync(HttpMethod.Patch, $"{Path}/{other["id"]}", new { phone = second })).Status);
    }

    [Fact]
    public async Task Pages_follow_each_other_without_gaps_newest_first()
    {
        var phones = Enumerable.Range(0, 5).Select(i => $"+34611000{i:000}").ToList();
        foreach (var phone in phones)
            await host.Second.SendAsync(Path, new { phone, name = $"Página {phone}", tags = new[] { "paged" } });
        foreach (var filter in new[] { "tag=paged", "tag=paged&search=P%C3%81GINA", "search=611 000" })
        {
            var seen = new List<string?>();
            string? cursor = null;
            do
            {
                var (_, page) = await host.Second.ReadAsync($"{Path}?limit=2&{filter}&cursor={cursor}");
                seen.AddRange(page["items"]!.AsArray().Select(c => (string?)c!["phone"]));
                cursor = (string?)page["next"];
            }
            while (cursor is not null);
            Assert.Equal(Enumerable.Reverse(phones), seen);
        }
    }

    [Fact]
    public async Task Nothing_of_another_organization_is_seen_or_touched()
    {
        var (_, made) = await host.First.SendAsync(Path, new { phone = "+34622000001", name = "Secreta" });
        var one = $"{Path}/{made["id"]}";
        Assert.Equal(404, (await host.Second.ReadAsync(one)).Status);
        Assert.Equal(404, (await host.Second.CallAsync(HttpMethod.Patch, one, new { name = "x" })).Status);
        Assert.Equal(404, (await host.Second.CallAsync(HttpMethod.Delete, one)).Status);
        Assert.Empty((await host.Second.ReadAsync($"{Path}?search=secreta")).Body["items"]!.AsArray());
        Assert.Empty((await host.Second.ReadAsync($"{Path}?phone=34622000001")).Body["items"]!.AsArray());
        Assert.Equal(201, (await host.Second.SendAsync(Path, new { phone = "+34622000001" })).Status);
    }

    [Theory]
    [InlineData("{}", 422, "phone")]
    [InlineData("""{"phone":"not a phone"}""", 422, "phone")]
    [InlineData("""{"phone":5}""", 422, "phone")]
    [InlineData("""{"phone":"+34600000900","status":"vip"}""", 422, "status")]
    [InlineData("""{"phone":"+34600000900","email":"nobody"}""", 422, "email")]
    [InlineData("""{"phone":"+34600000900","name":"a\u0000b"}""", 422, "name")]
    [InlineData("""{"phone":"+34600000900","name":"\ud800"}""", 422, "name")]
    [InlineData("""{"phone":"+34600000900","customFields":{"a":"\u0000"}}""", 422, "customFields")]
    [InlineData("""{"phone":"+34600000900","customFields":{"a":1e999}}""", 422, "customFields")]
    [InlineData("""{"phone":"+34600000900","tags":"vip"}""", 422, "tags")]
    [InlineData("""{"phone":"+34600000900","timeZone":"Mars/Base"}""", 422, "timeZone")]
    [InlineData("[]", 422, "body")]
    [InlineData("{\"phone\":", 400, "body")]
    [InlineData("", 400, "body")]
    [InlineData("null", 400, "body")]
    public async Task Wrong_input_is_named(string body, int status, string field)
    {
        var (answered, problem) = await host.First.SendAsync(Path, body);
        Assert.Equal(status, answered);
        Assert.NotNull(problem["code"]);
        Assert.NotNull(problem["errors"]?[field]);
    }

    [Theory]
    [InlineData("?status=vip", "status")]
    [InlineData("?limit=many", "limit")]
    [InlineData("?limit=0", "limit")]
    [InlineData("?cursor=abc", "cursor")]
    [InlineData("?phone=hello", "phone")]
    [InlineData("?search=a%00b", "search")]
    public async Task Wrong_queries_are_named(string query, string field)
    {
        var (status, problem) = await host.First.ReadAsync(Path + query);
        Assert.Equal(422, status);
        Assert.NotNull(problem["errors"]?[field]);
    }

    [Theory]
    [InlineData("José Muñoz Ávila", "+34633000101", "jose munoz")]
    [InlineData("Jose Perez", "+34633000102", "JOSÉ PÉREZ")]
    [InlineData("Joa\u0303o Conceic\u0327a\u0303o", "+34633000103", "joão conceição")]
    [InlineData("Íñigo", "+34633000104", "i\u0301n\u0303igo")]
    public async Task A_search_folds_case_and_accents(string name, string phone, string typed)
    {
        var (_, made) = await host.First.SendAsync(Path, new { phone, name });
        foreach (var query in new[] { $"search={Uri.EscapeDataString(typed)}", $"search={Uri.EscapeDataString(typed)}&phone={Uri.EscapeDataString(phone)}" })
            Assert.Equal((string?)made["id"], (string?)Assert.Single((await host.First.ReadAsync($"{Path}?{query}")).Body["items"]!.AsArray())!["id"]);
    }

    [Fact]
    public async Task A_search_takes_signs_of_a_pattern_as_they_are()
    {
        await host.First.SendAsync(Path, new { phone = "+34633000001", name = "100%_sure\\" });
        Assert.Single((await host.First.ReadAsync($"{Path}?search={Uri.EscapeDataString("100%_SURE\\")}")).Body["items"]!.AsArray());
        Assert.Empty((await host.First.ReadAsync($"{Path}?search={Uri.EscapeDataString("%_%_%x")}")).Body["items"]!.AsArray());
    }

    [Fact]
    public async Task The_same_key_and_body_answer_the_same_and_act_once()
    {
        var body = new { phone = "+34644000001", name = "Once" };
        var (first, made) = await host.First.SendAsync(Path, body, "key-1");
        var (again, same) = await host.First.SendAsync(Path, body, "key-1");
        Assert.Equal((201, 201), (first, again));
        Assert.True(JsonNode.DeepEquals(made, same));
        Assert.Equal(422, (await host.First.SendAsync(Path, new { phone = "+34644000002" }, "key-1")).Status);
        // Keys belong to an organization.
        Assert.Equal(201, (await host.Second.SendAsync(Path, new { phone = "+34644000002" }, "key-1")).Status);
    }

    [Fact]
    public async Task Of_requests_at_once_with_one_key_one_acts()
    {
        var answers = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => host.First.SendAsync(Path, new { phone = "+34655000001" }, "key-2")));
        Assert.Single(answers.Where(a => a.Status == 201).Select(a => (string?)a.Body["id"]).Distinct());
        Assert.All(answers, a => Assert.Contains(a.Status, new[] { 201, 409 }));
    }

    [Theory]
    [InlineData(null)]
    [InlineData("cf_AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA")]
    [InlineData("nonsense")]
    public async Task Without_a_key_nothing_is_answered(string? key)
    {
        using var stranger = host.Stranger(key);
        Assert.Equal(401, (await stranger.ReadAsync(Path)).Status);
    }

    [Fact]
    public async Task What_is_not_there_is_a_problem_too()
    {
        Assert.Equal(404, (await host.First.ReadAsync("/api/v1/nothing")).Status);
        Assert.Equal(404, (await host.First.ReadAsync($"{Path}/not-an-id")).Status);
        Assert.Equal(405, (await host.First.CallAsync(HttpMethod.Put, Path, new { })).Status);
    }

    [Fact]
    public async Task The_document_describes_enums_patches_and_the_key()
    {
        using var stranger = host.Stranger();
        var (status, document) = await stranger.ReadAsync("/openapi/v1.json");
        Assert.Equal(200, status);
        Assert.NotNull(document["components"]!["securitySchemes"]!["ApiKey"]);
        Assert.NotNull(document["paths"]!["/api/v1/contacts/{id}"]!["patch"]);
        Assert.Contains("evolution_api", document.ToJsonString(), StringComparison.Ordinal);
    }
}
