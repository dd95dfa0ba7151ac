using System.Text;
using System.Text.Json.Nodes;
using ChatFlow.Core.Chatwoot.Receiving;
using ChatFlow.Tests.Support;
using Xunit;

namespace ChatFlow.Tests.Chatwoot;

/// <summary>Every sample with the outcome of its index, and each condition of contracts/chatwoot.md section 4 alone.</summary>
public sealed class ChatwootWebhookTests
{
    private static readonly SendFacts s_facts = new(1, 5, SendAutoReplies: false, OwnBotId: null, new HashSet<long>());

    [Theory]
    [InlineData("301-message-created-incoming-doc", "not_outgoing")]
    [InlineData("302-message-updated-doc", "message_updated")]
    [InlineData("303-conversation-status-changed-doc", "conversation 10 of inbox 1")]
    [InlineData("304-conversation-resolved-doc", "conversation 10 of inbox 1")]
    [InlineData("305-webwidget-triggered-doc", "webwidget_triggered")]
    [InlineData("306-api-channel-callback-doc-2020", "not_outgoing")]
    [InlineData("310-outgoing-agent-reply", "send 501 to +5511900000021: Olá Ana, já verifico.")]
    [InlineData("311-outgoing-private-note", "private_note")]
    [InlineData("313-outgoing-external-echo", "external_echo")]
    [InlineData("314-activity", "not_outgoing")]
    [InlineData("315-template-auto-reply", "auto_reply")]
    [InlineData("316-outgoing-attachment-only", "send 507 to +5511900000021: image")]
    [InlineData("318-outgoing-agent-bot", "send 509 to +5511900000021: Olá Ana, já verifico.")]
    [InlineData("319-duplicate-of-310", "send 501 to +5511900000021: Olá Ana, já verifico.")]
    [InlineData("320-message-updated-status-failed", "message_updated")]
    [InlineData("322-conversation-updated-assignee", "conversation 77 of inbox 5")]
    [InlineData("323-conversation-opened-from-pending", "conversation 77 of inbox 5")]
    [InlineData("324-typing-on", "conversation_typing_on")]
    public void A_sample_is_understood(string name, string outcome) =>
        Assert.Equal(outcome, Describe(ChatwootWebhook.Parse(File.ReadAllBytes(Shared.PathOrSkip("contracts", "samples", "chatwoot", name + ".json"))), s_facts));

    [Theory]
    [InlineData("{}", null)]
    [InlineData("""{"message_type":"incoming"}""", "not_outgoing")]
    [InlineData("""{"message_type":1}""", null)]
    [InlineData("""{"message_type":"template"}""", "auto_reply")]
    [InlineData("""{"private":true}""", "private_note")]
    [InlineData("""{"account":{"id":2}}""", "other_account")]
    [InlineData("""{"account":null}""", null)]
    [InlineData("""{"inbox":{"id":6}}""", "other_inbox")]
    [InlineData("""{"source_id":"WAID:3EB0"}""", "own_message")]
    [InlineData("""{"source_id":"elsewhere"}""", null)]
    [InlineData("""{"content_attributes":{"external_echo":true}}""", "external_echo")]
    [InlineData("""{"content_attributes":{"deleted":true}}""", "deleted")]
    [InlineData("""{"sender":{"id":8,"type":"agent_bot"}}""", "own_bot")]
    [InlineData("""{"sender":{"id":9,"type":"agent_bot"}}""", null)]
    [InlineData("""{"sender":{"id":8,"type":"contact"}}""", "written_by_contact")]
    [InlineData("""{"id":7}""", "known")]
    [InlineData("""{"content":null}""", "empty")]
    [InlineData("""{"content":null,"attachments":[{"data_url":"https://x.test/a.jpg","file_type":"image"}]}""", null)]
    [InlineData("""{"conversation":{"id":77,"channel":"Channel::WebWidget"}}""", "not_api_channel")]
    public void Only_if_all_holds_it_is_sent(string change, string? why)
    {
        var body = JsonNode.Parse("""
            {"event":"message_created","id":501,"account":{"id":1},"inbox":{"id":5},"message_type":"outgoing","private":false,"content":"Hola",
             "content_attributes":{},"sender":{"id":3,"type":"user"},"conversation":{"id":77,"channel":"Channel::Api"}}
            """)!.AsObject();
        foreach (var (name, value) in JsonNode.Parse(change)!.AsObject())
            body[name] = value?.DeepClone();
        var message = Assert.IsType<ChatwootMessageCreated>(ChatwootWebhook.Parse(Encoding.UTF8.GetBytes(body.ToJsonString())));
        Assert.Equal(why, SendRule.WhyNot(message, s_facts with { OwnBotId = 8, Known = new HashSet<long> { 7 } }));
    }

    [Theory]
    [InlineData("")]
    [InlineData("null")]
    [InlineData("[1]")]
    [InlineData("{\"event\":\"message_created\"")]
    [InlineData("\u0000\u0001")]
    public void What_is_no_object_is_unreadable(string body) => Assert.IsType<ChatwootUnreadable>(ChatwootWebhook.Parse(Encoding.UTF8.GetBytes(body)));

    [Theory]
    [InlineData("""{"event":"message_created"}""")]
    [InlineData("""{"event":["message_created"]}""")]
    [InlineData("""{"event":"message_created","id":{},"conversation":[]}""")]
    [InlineData("""{"event":"conversation_updated","id":null}""")]
    public void What_lacks_its_parts_is_ignored(string body) => Assert.IsType<ChatwootIgnored>(ChatwootWebhook.Parse(Encoding.UTF8.GetBytes(body)));

    [Fact]
    public void No_cut_or_changed_sample_throws()
    {
        foreach (var path in Directory.EnumerateFiles(Shared.PathOrSkip("contracts", "samples", "chatwoot"), "*.json"))
        {
            var body = File.ReadAllBytes(path);
            for (var at = 0; at < body.Length; at += 3)
            {
                Assert.NotNull(ChatwootWebhook.Parse(body.AsMemory(0, at)));
                var changed = body.ToArray();
                changed[at] ^= 0x11;
                Assert.NotNull(ChatwootWebhook.Parse(changed));
            }
        }
    }

    [Fact]
    public void A_long_text_is_cut_where_one_would_pause()
    {
        Assert.Equal(["uno dos", "tres"], LongText.Split("uno dos tres", 9));
        Assert.Equal(["uno seis", "dos tres"], LongText.Split("uno seis\ndos tres", 12));
        Assert.Equal(["aaaa", "aaaa", "a"], LongText.Split("aaaaaaaaa", 4));
        Assert.Equal(["aaa", "😀a"], LongText.Split("aaa😀a", 4));
        Assert.Empty(LongText.Split("  ", 4));
    }

    private static string Describe(ChatwootEvent read, SendFacts facts) => read switch
    {
        ChatwootMessageCreated m => SendRule.WhyNot(m, facts)
            ?? $"send {m.Id} to {m.Recipient.Phone}: {(m.Text.Length > 0 ? m.Text : m.Attachments[0].FileType)}",
        ChatwootConversationChanged c => $"conversation {c.ConversationId} of inbox {c.InboxId}",
        ChatwootIgnored i => i.Reason,
        _ => read.GetType().Name,
    };
}
