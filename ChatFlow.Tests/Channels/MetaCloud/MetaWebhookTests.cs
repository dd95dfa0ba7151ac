using System.Text;
using System.Text.Json.Nodes;
using ChatFlow.Core.Channels;
using ChatFlow.Core.Channels.MetaCloud;
using Xunit;

namespace ChatFlow.Tests.Channels.MetaCloud;

/// <summary>The rules of Meta's webhooks, one value each.</summary>
public class MetaWebhookTests
{
    private static readonly DateTimeOffset s_now = new(2026, 7, 1, 12, 0, 0, TimeSpan.Zero);

    private static ParsedWebhook Parse(string body) => MetaWebhook.Parse(Encoding.UTF8.GetBytes(body), s_now);

    private static ParsedWebhook Value(string value, string field = "messages") => Parse(
        "{\"object\":\"whatsapp_business_account\",\"entry\":[{\"id\":\"WABA\",\"changes\":[{\"field\":\"" + field + "\",\"value\":{\"metadata\":{\"phone_number_id\":\"PN\"}," + value + "}}]}]}");

    [Theory]
    [InlineData("""{"from":"5511900000001","id":"W","timestamp":"1780000000","type":"text","text":{"body":"oi"}}""", "in +5511900000001 text W \"oi\"")]
    [InlineData("""{"from_user_id":"BR.1","id":"W","type":"text","text":{"body":"oi"}}""", "in bsuid:BR.1 text W \"oi\"")]
    [InlineData("""{"from":"5511900000001","from_user_id":"BR.1","id":"W","type":"text","text":{"body":"oi"}}""", "in +5511900000001/bsuid:BR.1 text W \"oi\"")]
    [InlineData("""{"from":"5511900000001","id":"W","type":"text","text":{"body":"oi"},"context":{"from":"1","id":"Q"}}""", "in +5511900000001 text W \"oi\" re Q")]
    [InlineData("""{"from":"5511900000001","id":"W","type":"text","text":{"body":"oi"},"context":{"id":"Q","referred_product":{"catalog_id":"c"}}}""", "in +5511900000001 text W \"oi\"")]
    [InlineData("""{"from":"5511900000001","id":"W","type":"hologram","hologram":{}}""", "in +5511900000001 unsupported W \"\"")]
    [InlineData("""{"from":"5511900000001","id":"W"}""", "in +5511900000001 unsupported W \"\"")]
    [InlineData("""{"from":"5511900000001","id":"W","type":"interactive"}""", "in +5511900000001 unsupported W \"\"")]
    [InlineData("""{"from":"5511900000001","id":"W","type":"interactive","interactive":{"type":"new_reply"}}""", "in +5511900000001 interactive W \"\"")]
    [InlineData("""{"from":"5511900000001","group_id":"G","id":"W","type":"text","text":{"body":"oi"}}""", "ignored: A group.")]
    [InlineData("""{"from":"nobody","id":"W","type":"text"}""", "ignored: A message without a sender.")]
    [InlineData("""{"from":"5511900000001","type":"text"}""", "ignored: A message without an id.")]
    [InlineData("""{"from":"5511900000001","id":"W","type":"system","system":{"type":"user_changed_number","wa_id":"5511900000002","user_id":"BR.2"}}""", "moved +5511900000001 to +5511900000002/bsuid:BR.2")]
    [InlineData("""{"from":"5511900000001","id":"W","type":"system","system":{"type":"user_changed_number","body":"?"}}""", "ignored: A changed number without the new one.")]
    [InlineData("""{"from":"5511900000001","id":"W","type":"reaction","reaction":{"message_id":"T","emoji":"👍"}}""", "reaction T 👍 theirs")]
    [InlineData("""{"from":"5511900000001","id":"W","type":"edit","edit":{"original_message_id":"T","message":{"type":"text","text":{"body":"new"}}}}""", "edit T \"new\"")]
    [InlineData("""{"from":"5511900000001","id":"W","type":"edit","edit":{"original_message_id":"T"}}""", "ignored: An edit that cannot be read.")]
    [InlineData("""{"from":"5511900000001","id":"W","type":"revoke","revoke":{}}""", "ignored: A deletion without an id.")]
    [InlineData("null", "ignored: messages: nothing in it.")]
    public void Messages(string message, string outcome) => Assert.Equal($"[PN] {outcome}", Described.Routed(Value($"\"messages\":{message}")));

    [Theory]
    [InlineData("""{"id":"W","status":"sent","biz_opaque_callback_data":"our id"}""", "status W sent ours=our id")]
    [InlineData("""{"id":"W","status":"played"}""", "status W read")]
    [InlineData("""{"id":"W","status":"failed","errors":[{"code":131026,"title":"t"}]}""", "status W failed 131026 unreachable")]
    [InlineData("""{"id":"W","status":"failed"}""", "status W failed failed other")]
    [InlineData("""{"id":"W","status":"read","recipient_type":"group"}""", "ignored: A status of a group.")]
    [InlineData("""{"id":"W","status":"shipped"}""", "ignored: An unknown status.")]
    [InlineData("""{"status":"read"}""", "ignored: A status without an id.")]
    public void Statuses(string status, string outcome) => Assert.Equal($"[PN] {outcome}", Described.Routed(Value($"\"statuses\":[{status}]")));

    [Fact]
    public void Names_are_matched_by_id_and_not_by_place()
    {
        var parsed = Value("""
            "contacts":[{"wa_id":"5511900000002","profile":{"name":"Bia"}},{"user_id":"BR.3","profile":{"name":"Caio"}},{"wa_id":"5511900000001","user_id":"BR.1","profile":{"name":"Ana"}}],
            "messages":[
                {"from":"5511900000001","id":"1","type":"text","text":{"body":"a"}},
                {"from":"5511900000002","id":"2","type":"text","text":{"body":"b"}},
                {"from_user_id":"BR.3","id":"3","type":"text","text":{"body":"c"}},
                {"from":"5511900000004","id":"4","type":"text","text":{"body":"d"}}]
            """);

        Assert.Equal(
            "in +5511900000001/bsuid:BR.1 'Ana' text 1 \"a\" | in +5511900000002 'Bia' text 2 \"b\" | in bsuid:BR.3 'Caio' text 3 \"c\" | in +5511900000004 text 4 \"d\"",
            Described.Of(parsed));
    }

    [Theory]
    [InlineData("smb_message_echoes", """{"message_echoes":[{"from":"1","to":"5511900000001","id":"W","type":"text","text":{"body":"oi"}},{"to":"5511900000001","id":"V","type":"reaction","reaction":{"message_id":"T"}}]}""", "out +5511900000001 text W \"oi\" | reaction T none ours")]
    [InlineData("user_preferences", """{"user_preferences":[{"wa_id":"5511900000001","category":"marketing_messages","value":"stop","timestamp":1780000000}]}""", "marketing +5511900000001 stop")]
    [InlineData("user_preferences", """{"user_preferences":[{"user_id":"BR.1","value":"resume"},{"wa_id":"5511900000001","value":"maybe"}]}""", "marketing bsuid:BR.1 resume | ignored: An unknown preference.")]
    [InlineData("messages", """{"errors":[{"code":130429}]}""", "notice error 130429 slower")]
    [InlineData("calls", """{"calls":[{"id":"C"}]}""", "ignored: Field calls.")]
    [InlineData("history", """{"history":[]}""", "ignored: Field history.")]
    public void Other_fields(string field, string value, string outcome) => Assert.Equal(outcome, Described.Of(Value(value[1..^1], field)));

    [Fact]
    public void Without_a_number_the_account_is_the_route_and_one_bad_entry_holds_none_up()
    {
        var parsed = Parse("""
            {"object":"whatsapp_business_account","entry":[
                {"id":"A","changes":[{"field":"account_update","value":{"event":"DISABLED_UPDATE"}}]}, 5, {"id":"B","changes":[null,{"value":7}]},
                {"id":"C","changes":[{"field":"messages","value":{"metadata":{"phone_number_id":"P"},"statuses":[{"id":"W","status":"read"}]}}]}]}
            """);

        Assert.StartsWith("[A] notice account DISABLED_UPDATE stops_sending", Described.Routed(parsed), StringComparison.Ordinal);
        Assert.EndsWith("[P] status W read", Described.Routed(parsed), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("""{"type":"audio","audio":{"id":"9","mime_type":"audio/ogg","voice":true,"url":"https://x"}}""", """{"media":{"id":"9","mimetype":"audio/ogg","voice":true}}""")]
    [InlineData("""{"type":"button","button":{"payload":"p","text":"t"}}""", """{"button":{"id":"p","title":"t"}}""")]
    [InlineData("""{"type":"location","location":{"latitude":1.5,"longitude":2}}""", """{"location":{"latitude":1.5,"longitude":2}}""")]
    [InlineData("""{"type":"contacts","contacts":[{"name":{"formatted_name":"C"},"phones":[{"phone":"+1 555","wa_id":"1555"},{"phone":"+2"}]}]}""", """{"contacts":[{"name":"C","phones":["+1555","+2"]}]}""")]
    [InlineData("""{"type":"text","text":{"body":"x"},"referral":{"source_id":"9","ctwa_clid":"c"},"context":{"frequently_forwarded":true}}""", """{"forwarded":true,"referral":{"sourceId":"9","clickId":"c"}}""")]
    [InlineData("""{"type":"unsupported","errors":[{"code":131051}],"unsupported":{"type":"poll"}}""", """{"unsupported":"poll","errorCode":131051}""")]
    [InlineData("""{"type":"order","order":{"catalog_id":"1","product_items":[{"product_retailer_id":"H","quantity":3,"item_price":30,"currency":"ILS"}]}}""", """{"order":{"catalogId":"1","items":[{"productId":"H","quantity":3,"price":30,"currency":"ILS"}]}}""")]
    public void Details(string message, string details)
    {
        var full = JsonNode.Parse(message)!.AsObject();
        full["from"] = "5511900000001";
        full["id"] = "W";
        var received = Assert.IsType<MessageReceived>(Assert.Single(Value($"\"messages\":[{full.ToJsonString()}]").Events).Event);

        Assert.True(JsonNode.DeepEquals(JsonNode.Parse(details), JsonNode.Parse(received.Details!)), received.Details);
    }

    [Theory]
    [InlineData("")]
    [InlineData("x")]
    [InlineData("[]")]
    [InlineData("""{"object":"page","entry":[]}""")]
    public void What_cannot_be_read_is_said_so(string body) => Assert.NotNull(Parse(body).Unreadable);

    [Fact]
    public void An_empty_body_of_the_right_kind_is_ignored_by_name() =>
        Assert.Equal("ignored: Nothing in it.", Described.Of(Parse("""{"object":"whatsapp_business_account"}""")));
}
