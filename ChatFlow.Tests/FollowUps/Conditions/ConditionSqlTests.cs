using System.Text.Json;
using System.Text.Json.Nodes;
using ChatFlow.Core.Contacts;
using ChatFlow.Core.Data;
using ChatFlow.Core.FollowUps.Conditions;
using ChatFlow.Tests.FollowUps.UseCases;
using Microsoft.EntityFrameworkCore;
using NodaTime;
using Xunit;

namespace ChatFlow.Tests.FollowUps.Conditions;

/// <summary>What PostgreSQL decides of an audience is what the engine decides of each of its contacts.</summary>
public sealed class ConditionSqlTests(FollowUpHost host) : IClassFixture<FollowUpHost>
{
    private const int Contacts = 60;
    private const int Conditions = 240;
    private static readonly string[] s_texts = ["José", "jose", "Ana", "Ñandú 10", "10", "10.5", "-3", "true", "São Paulo", "", "ÁÉÍ óú", "x"];
    private static readonly string[] s_tags = ["VIP", "vip", "Mayoreo", "niño"];

    [Fact]
    public async Task Database_and_engine_agree_on_every_condition_that_the_database_decides()
    {
        var random = new Random(20261124);
        var actor = await host.OpenAsync();
        var now = Instant.FromDateTimeOffset(host.Clock.GetUtcNow());
        await host.RunAsync(actor, db => FillAsync(db, random, now.ToDateTimeOffset()));

        var contacts = await host.ReadAsync(actor, db => db.Set<Contact>().AsNoTracking().ToListAsync(host.Stop));
        var decided = 0;
        for (var i = 0; i < Conditions; i++)
        {
            var json = JsonSerializer.SerializeToElement(Node(random, 1));
            var parsed = Condition.Parse(json, "c");
            Assert.True(parsed.IsSuccess, $"{json}: {parsed.Error?.Message}");
            if (ConditionSql.TryWrite(parsed.Value.Root, now, 1) is not { } sql)
                continue;
            decided++;
            await host.RunAsync(actor, db => CompareAsync(db, contacts, json, parsed.Value.Root, sql, now));
        }

        Assert.InRange(decided, Conditions / 3, Conditions);
    }

    [Theory]
    [InlineData("""{"f": "contact.name", "op": "regex", "v": "a"}""")]
    [InlineData("""{"f": "trigger.x", "op": "exists"}""")]
    [InlineData("""{"f": "contact.created_at", "op": "before", "v": "2026-11-20"}""")]
    [InlineData("""{"f": "contact.name", "op": "eq", "v": {"ref": "contact.email"}}""")]
    [InlineData("""{"f": "order.count", "op": "eq", "v": 0, "within": "since_entry"}""")]
    public void What_the_database_would_decide_otherwise_is_not_left_to_it(string json) =>
        Assert.Null(ConditionSql.TryWrite(Condition.Parse(JsonDocument.Parse(json).RootElement, "c").Value.Root, default, 0));

    private async Task CompareAsync(ChatFlowDb db, List<Contact> contacts, JsonElement json, Condition? condition, ConditionSqlText sql, Instant now)
    {
        var chosen = (await db.QueryAsync(
            $"SELECT c.id FROM contacts c LEFT JOIN conversations v ON v.organization_id = c.organization_id AND v.contact_id = c.id WHERE c.organization_id = $1 AND {sql.Text}",
            r => r.GetGuid(0), host.Stop, [db.OrganizationId, .. sql.Parameters])).ToHashSet();
        var book = await ConditionFactsReader.ReadAsync(
            db, [condition], [.. contacts.Select(c => c.Id)], new Dictionary<Guid, DateTimeOffset>(), now.ToDateTimeOffset(), host.Stop);
        foreach (var contact in contacts)
        {
            var facts = new ConditionFacts(now, DateTimeZone.Utc, contact, book.Conversation(contact.Id), book.Counts(contact.Id), null);
            var holds = ConditionEvaluator.Evaluate(condition, facts).Holds;
            Assert.True(holds == chosen.Contains(contact.Id), $"{json} of {contact.Name} {contact.CustomFields} [{string.Join(',', contact.Tags)}]: engine {holds}");
        }
    }

    private static async Task FillAsync(ChatFlowDb db, Random random, DateTimeOffset now)
    {
        for (var i = 0; i < Contacts; i++)
        {
            var fields = new JsonObject();
            foreach (var name in new[] { "a", "b" })
            {
                JsonNode? value = random.Next(8) switch
                {
                    0 => null,
                    1 => JsonValue.Create(random.Next(-3, 12)),
                    2 => JsonValue.Create(10.5m),
                    3 => JsonValue.Create(random.Next(2) == 0),
                    4 => new JsonArray([.. Pick(random, s_tags).Select(t => (JsonNode?)JsonValue.Create(t))]),
                    5 => new JsonObject { ["x"] = 1 },
                    _ => JsonValue.Create(s_texts[random.Next(s_texts.Length)]),
                };
                if (random.Next(5) > 0)
                    fields[name] = value;
            }

            var contact = new Contact
            {
                Id = Guid.NewGuid(),
                Phone = $"+5255990{i:00000}",
                Name = random.Next(6) == 0 ? null : s_texts[random.Next(s_texts.Length)],
                Email = random.Next(2) == 0 ? null : "A@b.co",
                Status = (ContactStatus)random.Next(4),
                LeadScore = random.Next(0, 12),
                Tags = [.. Pick(random, s_tags)],
                CustomFields = fields.ToJsonString(),
                CreatedAt = now.AddHours(-random.Next(0, 400)),
                LastInboundAt = random.Next(3) == 0 ? null : now.AddHours(-random.Next(0, 60)),
                OptedOutAt = random.Next(5) == 0 ? now : null,
            };
            db.Add(contact);
            await db.SaveChangesAsync();
            if (random.Next(2) == 0)
            {
                await db.ExecuteAsync("""
                    INSERT INTO conversations (id, organization_id, contact_id, status, holder, last_message_at, last_message_direction, created_at)
                    VALUES ($1, $2, $3, $4, $5, $6, $7, $6)
                    """, default, Guid.NewGuid(), db.OrganizationId, contact.Id, new[] { "open", "pending", "resolved" }[random.Next(3)],
                    new[] { "bot", "nobody" }[random.Next(2)], now.AddHours(-random.Next(0, 99)), new[] { "inbound", "outbound" }[random.Next(2)]);
            }

            for (var e = random.Next(3); e > 0; e--)
            {
                var id = Guid.NewGuid();
                var at = now.AddDays(-random.Next(0, 20));
                await db.ExecuteAsync("INSERT INTO contact_events (id, organization_id, contact_id, type, occurred_at, created_at) VALUES ($1, $2, $3, $4, $5, $5)",
                    default, id, db.OrganizationId, contact.Id, new[] { "visit", "Order" }[random.Next(2)], at);
                if (random.Next(2) == 0)
                {
                    await db.ExecuteAsync("INSERT INTO conversions (id, organization_id, contact_id, event_id, occurred_at, value) VALUES ($1, $2, $3, $1, $4, $5)",
                        default, id, db.OrganizationId, contact.Id, at, random.Next(3) == 0 ? null : (decimal)random.Next(50));
                }
            }
        }
    }

    private static JsonObject Node(Random random, int depth) => random.Next(depth >= 4 ? 3 : 6) switch
    {
        3 => new JsonObject { ["all"] = Several(random, depth) },
        4 => new JsonObject { ["any"] = Several(random, depth) },
        5 => new JsonObject { ["not"] = Node(random, depth + 1) },
        _ => Leaf(random),
    };

    private static JsonArray Several(Random random, int depth) => new([.. Enumerable.Range(0, random.Next(1, 4)).Select(_ => (JsonNode?)Node(random, depth + 1))]);

    private static JsonObject Leaf(Random random)
    {
        var text = s_texts[random.Next(s_texts.Length)] is { Length: > 0 } some ? some : "jose";
        return random.Next(9) switch
        {
            0 => Of(Any(random, "contact.name", "contact.email", "contact.custom_fields.a", "contact.custom_fields.b"),
                Any(random, "eq", "ne", "contains", "ncontains", "starts", "ends"), text),
            1 => Of(Any(random, "contact.custom_fields.a", "contact.custom_fields.b"), Any(random, "eq", "ne", "gt", "gte", "lt", "lte"),
                random.Next(3) switch { 0 => JsonValue.Create(random.Next(-4, 12)), 1 => JsonValue.Create(10.5m), _ => JsonValue.Create(text) }),
            2 => Of("contact.custom_fields.a", Any(random, "eq", "ne"), JsonValue.Create(random.Next(2) == 0)),
            3 => Of(Any(random, "contact.tags", "contact.custom_fields.a", "contact.custom_fields.b"), Any(random, "has_any", "has_all", "has_none"),
                new JsonArray([.. Pick(random, s_tags).Append("nino").Take(2).Select(t => (JsonNode?)JsonValue.Create(t))])),
            4 => Exists(Any(random, "contact.name", "contact.email", "contact.tags", "contact.custom_fields.a", "conversation.state", "contact.last_inbound_at"),
                Any(random, "exists", "missing")),
            5 => Of("contact.lead_score", "between", new JsonArray(random.Next(6), random.Next(5, 12))),
            6 => Of(Any(random, "contact.created_at", "contact.last_inbound_at", "conversation.last_message_at"), Any(random, "within_last", "within_next"), "P2D"),
            7 => Within(random, Of(Any(random, "order.count", "order.total", "event.count(\"order\")"), Any(random, "eq", "gt", "lte"), JsonValue.Create(random.Next(3)))),
            _ => Of(Any(random, "conversation.state", "conversation.holder", "conversation.last_from", "contact.stage"), Any(random, "in", "nin"),
                new JsonArray("open", "bot", "us", "lead")),
        };
    }

    private static JsonObject Within(Random random, JsonObject leaf)
    {
        if (random.Next(2) == 0)
            leaf["within"] = "P7D";
        return leaf;
    }

    private static JsonObject Of(string path, string op, JsonNode? value) => new() { ["f"] = path, ["op"] = op, ["v"] = value };

    private static JsonObject Exists(string path, string op) => new() { ["f"] = path, ["op"] = op };

    private static string Any(Random random, params string[] of) => of[random.Next(of.Length)];

    private static IEnumerable<string> Pick(Random random, string[] of) => of.Where(_ => random.Next(2) == 0).ToList();
}
