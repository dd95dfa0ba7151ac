using System.Text.Json;
using ChatFlow.Core.FollowUps.Conditions;
using Xunit;

namespace ChatFlow.Tests.FollowUps.Conditions;

public sealed class ConditionReaderTests
{
    [Theory]
    [InlineData("""{"f": "contact.nome", "op": "eq", "v": "x"}""", "conditions.f")]
    [InlineData("""{"f": "contact.name", "op": "is", "v": "x"}""", "conditions.op")]
    [InlineData("""{"f": "contact.name", "op": "eq"}""", "conditions.v")]
    [InlineData("""{"f": "contact.name", "op": "exists", "v": "x"}""", "conditions.v")]
    [InlineData("""{"f": "contact.name", "op": "gt", "v": 3}""", "conditions.op")]
    [InlineData("""{"f": "contact.tags", "op": "eq", "v": "vip"}""", "conditions.op")]
    [InlineData("""{"f": "contact.lead_score", "op": "between", "v": [1]}""", "conditions.v")]
    [InlineData("""{"f": "contact.lead_score", "op": "gt", "v": [1, 2]}""", "conditions.v")]
    [InlineData("""{"f": "contact.lead_score", "op": "gt", "v": true}""", "conditions.v")]
    [InlineData("""{"f": "contact.created_at", "op": "before", "v": "yesterday"}""", "conditions.v")]
    [InlineData("""{"f": "contact.created_at", "op": "within_last", "v": "P1M"}""", "conditions.v")]
    [InlineData("""{"f": "contact.created_at", "op": "within_last", "v": "7 days"}""", "conditions.v")]
    [InlineData("""{"f": "contact.name", "op": "regex", "v": "(a"}""", "conditions.v")]
    [InlineData("""{"f": "contact.name", "op": "regex", "v": "(a)\\1"}""", "conditions.v")]
    [InlineData("""{"f": "contact.name", "op": "eq", "v": "x", "within": "P1D"}""", "conditions.within")]
    [InlineData("""{"f": "order.count", "op": "eq", "v": 0, "within": "ever"}""", "conditions.within")]
    [InlineData("""{"f": "contact.name", "op": "eq", "v": {"ref": "nowhere"}}""", "conditions.v")]
    [InlineData("""{"f": "contact.name", "op": "in", "v": []}""", "conditions.v")]
    [InlineData("""{"f": "contact.name", "op": "eq", "v": ""}""", "conditions.v")]
    [InlineData("""{"all": []}""", "conditions.all")]
    [InlineData("""{"all": [{"f": "contact.name", "op": "exists"}], "any": []}""", "conditions")]
    [InlineData("""{"any": [{"f": "contact.name", "op": "exists"}, {"not": {"f": "x", "op": "exists"}}]}""", "conditions.any[1].not.f")]
    [InlineData("""{"not": 3}""", "conditions.not")]
    [InlineData("\"always\"", "conditions")]
    public void What_is_wrong_is_named(string json, string field)
    {
        var read = Condition.Parse(Json(json), "conditions");

        Assert.Equal(("condition_invalid", field), (read.Error?.Code, read.Error?.Field));
    }

    [Theory]
    [InlineData("{}")]
    [InlineData("[]")]
    [InlineData("null")]
    public void Nothing_asked_is_no_condition(string json) => Assert.Null(Condition.Parse(Json(json), "conditions").Value.Root);

    [Fact]
    public void Five_deep_is_taken_and_six_is_not()
    {
        Assert.True(Condition.Parse(Json(Nested(4)), "c").IsSuccess);
        Assert.Equal("c.not.not.not.not.not", Condition.Parse(Json(Nested(5)), "c").Error?.Field);
    }

    [Fact]
    public void Five_hundred_deep_is_an_error_and_no_crash()
    {
        using var json = JsonDocument.Parse(Nested(500), new JsonDocumentOptions { MaxDepth = 2000 });

        Assert.Equal("condition_invalid", Condition.Parse(json.RootElement, "c").Error?.Code);
    }

    [Fact]
    public void Fifty_conditions_are_the_most()
    {
        static string Of(int count) => $$"""{"all": [{{string.Join(',', Enumerable.Repeat("""{"f": "contact.name", "op": "exists"}""", count))}}]}""";

        Assert.True(Condition.Parse(Json(Of(49)), "c").IsSuccess);
        Assert.False(Condition.Parse(Json(Of(50)), "c").IsSuccess);
    }

    [Fact]
    public void Every_path_is_written_as_it_is_read()
    {
        foreach (var text in ConditionPath.Known.Concat(["contact.custom_fields.plan", "trigger.cart.total", "ctx.x", "event.count(\"form sent\")"]))
        {
            Assert.True(ConditionPath.TryParse(text, out var path), text);
            Assert.True(ConditionPath.TryParse(path.ToString(), out var again));
            Assert.Equal(path, again);
        }
    }

    private static string Nested(int depth) =>
        string.Concat(Enumerable.Repeat("{\"not\":", depth)) + """{"f": "contact.name", "op": "exists"}""" + new string('}', depth);

    private static JsonElement Json(string text) => JsonDocument.Parse(text).RootElement;
}
