using System.Text.Json;
using ChatFlow.Core.Channels;
using ChatFlow.Core.Contacts;
using ChatFlow.Core.FollowUps.Conditions;
using ChatFlow.Core.Inbox;
using NodaTime;
using Xunit;

namespace ChatFlow.Tests.FollowUps.Conditions;

public sealed class ConditionEvaluatorTests
{
    private static readonly Instant s_now = Instant.FromUtc(2026, 11, 24, 18, 0);
    private static readonly DateTimeZone s_zone = DateTimeZoneProviders.Tzdb["America/Mexico_City"];

    private static readonly Contact s_contact = new()
    {
        Name = "José Núñez",
        Phone = "+525512340001",
        Status = ContactStatus.Customer,
        LeadScore = 40,
        Tags = ["VIP", "Mayoreo"],
        CreatedAt = new DateTimeOffset(2026, 11, 20, 6, 0, 0, TimeSpan.Zero),
        LastInboundAt = new DateTimeOffset(2026, 11, 24, 10, 0, 0, TimeSpan.Zero),
        CustomFields = """{"plan": "Básico", "seats": "12", "price": 19.90, "trial": true, "renews": "2026-12-01", "sizes": ["S", "M"], "empty": "", "deep": {"a": 1}}""",
    };

    [Theory]
    [InlineData("""{"f": "contact.name", "op": "eq", "v": "jose nunez"}""", true)]
    [InlineData("""{"f": "contact.name", "op": "contains", "v": "NÚÑ"}""", true)]
    [InlineData("""{"f": "contact.name", "op": "starts", "v": "nunez"}""", false)]
    [InlineData("""{"f": "contact.name", "op": "ends", "v": "nunez"}""", true)]
    [InlineData("""{"f": "contact.name", "op": "regex", "v": "^jos. n"}""", true)]
    [InlineData("""{"f": "contact.name", "op": "in", "v": ["ana", "José Núñez"]}""", true)]
    [InlineData("""{"f": "contact.email", "op": "missing"}""", true)]
    [InlineData("""{"f": "contact.email", "op": "eq", "v": "a@b.c"}""", false)]
    [InlineData("""{"f": "contact.email", "op": "ne", "v": "a@b.c"}""", true)]
    [InlineData("""{"f": "contact.email", "op": "ncontains", "v": "@"}""", true)]
    [InlineData("""{"f": "contact.email", "op": "nin", "v": ["x"]}""", true)]
    [InlineData("""{"f": "contact.email", "op": "exists"}""", false)]
    [InlineData("""{"f": "contact.tags", "op": "has_any", "v": ["vip", "x"]}""", true)]
    [InlineData("""{"f": "contact.tags", "op": "has_all", "v": ["vip", "x"]}""", false)]
    [InlineData("""{"f": "contact.tags", "op": "has_none", "v": ["x", "y"]}""", true)]
    [InlineData("""{"f": "contact.lead_score", "op": "between", "v": [40, 50]}""", true)]
    [InlineData("""{"f": "contact.lead_score", "op": "lt", "v": 40}""", false)]
    [InlineData("""{"f": "contact.opted_in", "op": "eq", "v": true}""", true)]
    [InlineData("""{"f": "contact.custom_fields.plan", "op": "eq", "v": "basico"}""", true)]
    [InlineData("""{"f": "contact.custom_fields.seats", "op": "gte", "v": 12}""", true)]
    [InlineData("""{"f": "contact.custom_fields.seats", "op": "eq", "v": 12.0}""", true)]
    [InlineData("""{"f": "contact.custom_fields.plan", "op": "gt", "v": 1}""", false)]
    [InlineData("""{"f": "contact.custom_fields.plan", "op": "ne", "v": 1}""", true)]
    [InlineData("""{"f": "contact.custom_fields.price", "op": "lt", "v": 20}""", true)]
    [InlineData("""{"f": "contact.custom_fields.trial", "op": "eq", "v": true}""", true)]
    [InlineData("""{"f": "contact.custom_fields.sizes", "op": "has_any", "v": ["m"]}""", true)]
    [InlineData("""{"f": "contact.custom_fields.empty", "op": "missing"}""", true)]
    [InlineData("""{"f": "contact.custom_fields.deep", "op": "missing"}""", true)]
    [InlineData("""{"f": "contact.custom_fields.renews", "op": "within_next", "v": "P7D"}""", true)]
    [InlineData("""{"f": "contact.custom_fields.renews", "op": "before", "v": "2026-12-01"}""", false)]
    [InlineData("""{"f": "contact.created_at", "op": "within_last", "v": "P5D"}""", true)]
    [InlineData("""{"f": "contact.created_at", "op": "within_last", "v": "P4D"}""", false)]
    // 2026-11-20 begins at 06:00 UTC in Mexico City: the contact was made in that very moment.
    [InlineData("""{"f": "contact.created_at", "op": "before", "v": "2026-11-20"}""", false)]
    [InlineData("""{"f": "contact.created_at", "op": "before", "v": "2026-11-20T00:00:01-06:00"}""", true)]
    [InlineData("""{"f": "conversation.state", "op": "eq", "v": "open"}""", true)]
    [InlineData("""{"f": "conversation.last_from", "op": "eq", "v": "us"}""", true)]
    [InlineData("""{"f": "conversation.window_open", "op": "eq", "v": true}""", true)]
    [InlineData("""{"f": "order.count", "op": "eq", "v": 0, "within": "since_entry"}""", true)]
    [InlineData("""{"f": "order.count", "op": "eq", "v": 2}""", true)]
    [InlineData("""{"f": "trigger.cart.total", "op": "gt", "v": 100}""", true)]
    [InlineData("""{"f": "trigger.cart.total", "op": "gt", "v": {"ref": "contact.lead_score"}}""", true)]
    [InlineData("""{"f": "contact.lead_score", "op": "gt", "v": {"ref": "contact.custom_fields.seats"}}""", true)]
    [InlineData("""{"f": "exec.sent", "op": "gte", "v": 1}""", true)]
    [InlineData("""{"f": "exec.age_hours", "op": "between", "v": [23.9, 24.1]}""", true)]
    [InlineData("""{"f": "now.hour", "op": "eq", "v": 12}""", true)]
    [InlineData("""{"f": "now.weekday", "op": "in", "v": ["tuesday"]}""", true)]
    [InlineData("""{"f": "contact.custom_fields.plan", "op": "changed_since_entry"}""", true)]
    [InlineData("""{"f": "contact.name", "op": "changed_since_entry"}""", false)]
    [InlineData("""{"any": [{"f": "contact.email", "op": "exists"}, {"not": {"f": "contact.stage", "op": "eq", "v": "lead"}}]}""", true)]
    public void A_condition_holds_or_not(string json, bool holds) => Assert.Equal(holds, Evaluate(json).Holds);

    [Fact]
    public void The_first_comparison_that_fails_is_named_without_the_contacts_value()
    {
        var outcome = Evaluate("""{"all": [{"f": "contact.name", "op": "exists"}, {"f": "contact.custom_fields.plan", "op": "eq", "v": "pro"}]}""");

        Assert.Equal(new ConditionOutcome(false, "contact.custom_fields.plan eq"), outcome);
    }

    [Fact]
    public void Without_a_run_what_belongs_to_it_is_missing()
    {
        var condition = Condition.Parse(JsonDocument.Parse("""{"all": [{"f": "trigger.a", "op": "missing"}, {"f": "order.count", "op": "missing", "within": "since_entry"}]}""").RootElement, "c").Value.Root;
        var facts = new ConditionFacts(s_now, s_zone, s_contact, null, new Dictionary<ConditionCount, decimal>(), null);

        Assert.True(ConditionEvaluator.Evaluate(condition, facts).Holds);
    }

    private static ConditionOutcome Evaluate(string json)
    {
        var parsed = Condition.Parse(JsonDocument.Parse(json).RootElement, "conditions");
        Assert.True(parsed.IsSuccess, parsed.Error?.Message);
        Assert.True(ConditionPath.TryParse("order.count", out var orders));
        var facts = new ConditionFacts(
            s_now, s_zone, s_contact,
            new ConversationFacts(ConversationStatus.Open, ConversationHolder.Bot, MessageDirection.Outbound, s_now.ToDateTimeOffset().AddHours(-1)),
            new Dictionary<ConditionCount, decimal> { [new(orders, null)] = 2, [new(orders, ConditionSpan.SinceEntry)] = 0 },
            new ConditionRun(
                s_now - Duration.FromHours(24), 2, 1, JsonDocument.Parse("""{"cart": {"total": "129.50"}}""").RootElement, default,
                JsonDocument.Parse("""{"contact.custom_fields.plan": "Pro", "contact.name": "José Núñez"}""").RootElement));
        return ConditionEvaluator.Evaluate(parsed.Value.Root, facts);
    }
}
