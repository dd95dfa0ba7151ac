using ChatFlow.Core.Channels;
using ChatFlow.Tests.Support;
using Xunit;

namespace ChatFlow.Tests.Channels;

/// <summary>Every shared sample of a webhook, and what the index beside it asks of a correct receiver.</summary>
public class SampleTests
{
    private static readonly DateTimeOffset s_now = new(2026, 11, 22, 12, 0, 0, TimeSpan.Zero);

    [Theory]
    [InlineData("evolution", ChannelType.EvolutionApi, Evolution)]
    [InlineData("meta", ChannelType.MetaApi, Meta)]
    public void Every_sample_becomes_what_the_index_says(string folder, ChannelType type, string table)
    {
        var expected = table.Split('\n').ToDictionary(line => line[..3], line => line[4..].TrimEnd('\r'));
        var files = Directory.GetFiles(Shared.PathOrSkip("contracts", "samples", folder), "*.json")
            .Where(file => !Path.GetFileName(file).StartsWith("response", StringComparison.Ordinal))
            .Order(StringComparer.Ordinal)
            .ToArray();
        Assert.NotEmpty(files);
        Assert.All(files, file => Assert.Equal(
            expected.GetValueOrDefault(Path.GetFileName(file)[..3], "not in the table"),
            Described.Routed(WebhookParsers.Parse(type, File.ReadAllBytes(file), s_now)).Replace("[] ", "", StringComparison.Ordinal)));
    }

    [Theory]
    [InlineData("evolution", ChannelType.EvolutionApi)]
    [InlineData("meta", ChannelType.MetaApi)]
    public void A_redacted_sample_says_the_same(string folder, ChannelType type)
    {
        var files = Directory.GetFiles(Shared.PathOrSkip("contracts", "samples", folder), "*.json");
        Assert.All(files, file =>
        {
            var body = File.ReadAllBytes(file);
            var kept = WebhookRedaction.Redact(body);
            Assert.Equal(Described.Routed(WebhookParsers.Parse(type, body, s_now)), Described.Routed(WebhookParsers.Parse(type, kept, s_now)));
            Assert.DoesNotContain("REDACTED-APIKEY", System.Text.Encoding.UTF8.GetString(kept), StringComparison.Ordinal);
        });
    }

    private const string Evolution = """
        001 in +5511900000001 'Maria Teste' text 3EB0062835B784532CE8B8 "gastei 25,78 com Uber"
        002 in +5511900000001 'Maria Teste' image 3EB0647DB9DBAB05DA6BCC ""
        003 in +5511900000001 'Maria Teste' audio 3A35903C2393D681D816 ""
        005 in +558890000003/lid:100000000000001 'Cliente Teste' text ACF74C31D0B84E0A9F1E "Teste envio de mensagem"
        007 in +5511900000002 'Ana' text AC9103D165AE397609A6A20D78FF0001 "Teste" re A5C6199A603479DA189DBC0EB1FE83D7
        009 in +5511900000004/lid:100000000000004 'Pedro' text 3A523E3773D0DD417D2C "Oi"
        010 in +5511900000004/lid:100000000000004 'Pedro' text 3EB07D614C300B85360585 "Oi"
        011 ignored: A group.
        013 ignored: Event groups.upsert.
        014 ignored: Event group.participants.update.
        015 ignored: Event group.participants.update.
        016 ignored: A group.
        017 reaction 3EB0SENDBYUS000001 ❤️ theirs
        018 reaction 3EB0SENDBYUS000001 none theirs
        020 in +5511900000011 'Sergio' sticker 3A0CC1E7E1F8D7A55C4B ""
        021 ignored: A note to oneself.
        023 in +5511900000013 'Percy E1' image 3EB083096BF5E4096E4137 "hola - text con multimedia (imagen)"
        024 in +5511900000013 'Percy E1' video 3EB080FBD16B588D5E1065 "hola - text con multimea (video)"
        025 out +5511900000013 text 3EB0B7AA9746D9215C1340 "menasje saliente solo texto"
        026 connection connected - +5511900000099
        027 connection disconnected logged_out -
        029 connection disconnected pairing_expired -
        030 connection connecting pairing -
        031 connection disconnected pairing_expired -
        032 status 3EB0SENDBYUS000001 sent
        033 status 3EB0SENDBYUS000001 delivered
        034 status 3EB0SENDBYUS000001 read
        035 status 3EB0SENDBYUS000002 read
        036 status 3EB0SENDBYUS000003 failed ERROR other
        038 ignored: A status of an incoming message: we read it.
        039 ignored: A status of an incoming message: we read it.
        040 ignored: An update without a status.
        043 delete ACF74C31D0B84E0A9F1E
        044 delete 3EB0SENDBYUS000005
        047 ignored: Protocol message 3.
        048 edit ACF74C31D0B84E0A9F1E "texto novo"
        050 out +5511900000002 text 3EB0SENDBYUS000001 "Bom dia! Em que posso ajudar?"
        052 edit 3EB0SENDBYUS000001 "Boa tarde!"
        053 name +5511900000002 Ana | ignored: A name without a phone. | ignored: A name without a phone.
        054 name +5511900000002 Ana Paula
        055 ignored: A contact without a name.
        056 ignored: Event chats.delete.
        057 ignored: Event chats.upsert.
        058 ignored: Event presence.update.
        059 in +5511900000002 system CALL0000000000000001 ""
        060 in +5511900000002 'Ana' location F898EA4B2090B20B31A7 ""
        061 in +5511900000002 'Ana' location F898EA4B2090B20B31A8 "Minha Casa, São Paulo, SP"
        064 in +5511900000002 'Ana' contact 65DC5A8B44D117A791F0 "2 contatos"
        065 in +5511900000002 'Ana' document 3ADOC000000000000001 "Guarde na sua base"
        067 in +5511900000002 'Ana' interactive BAE5000000000000BTN1 "Suporte Técnico" re 3EB0SENDBYUS000006
        068 in +5511900000002 'Ana' interactive BAE5000000000000BTN2 "Sim" re 3EB0SENDBYUS000007
        070 in +5511900000002 'Ana' text 3AEPH000000000000001 "mensagem temporária" re 3EB0SENDBYUS000001
        072 in +5511900000002/lid:100000000000002 'Ana' unsupported 3AVON000000000000002 ""
        073 ignored: A story.
        075 in +5511900000002 'Ana' unsupported 3AUNK000000000000001 ""
        077 ignored: Event unknown.event.
        078 connection disconnected instance_removed -
        079 connection disconnected logged_out -
        080 connection disconnected logged_out -
        081 ignored: Event labels.association.
        """;

    private const string Meta = """
        101 [1122334455667] in +972987654321/bsuid:US.13491208655302741918 'Test Name' text wamid.xyzxyz "Body Text"
        102 [1122334455667] in +972987654321/bsuid:US.13491208655302741918 'Test Name' image wamid.xyzxyz ""
        103 [1122334455667] in +972987654321/bsuid:US.13491208655302741918 'Test Name' image wamid.xyzxyz ""
        104 [1122334455667] in +972987654321/bsuid:US.13491208655302741918 'Test Name' video wamid.xyzxyz "caption"
        105 [1122334455667] in +972987654321/bsuid:US.13491208655302741918 'Test Name' document wamid.xyzxyz "caption"
        106 [1122334455667] in +972987654321/bsuid:US.13491208655302741918 'Test Name' audio wamid.xyzxyz ""
        107 [1122334455667] in +972987654321/bsuid:US.13491208655302741918 'Test Name' audio wamid.xyzxyz ""
        108 [1122334455667] in +972987654321/bsuid:US.13491208655302741918 'Test Name' sticker wamid.xyzxyz ""
        109 [1122334455667] reaction wamid.yzxyzx= 😮 theirs
        110 [1122334455667] reaction wamid.yzxyzx= none theirs
        111 [1122334455667] reaction wamid.yzxyzx= none theirs
        112 [1122334455667] in +972987654321/bsuid:US.13491208655302741918 'Test Name' location wamid.xyzxyz ""
        113 [1122334455667] in +972987654321/bsuid:US.13491208655302741918 'Test Name' location wamid.xyzxyz "Facebook HQ, 1 Hacker Way, Menlo Park, CA 94025"
        114 [1122334455667] in +972987654321/bsuid:US.13491208655302741918 'Test Name' contact wamid.xyzxyz "Chandler Bing, Monica, Rachel Green"
        115 [1122334455667] in +972987654321/bsuid:US.13491208655302741918 'Test Name' interactive wamid.xyzxyz ""
        116 [1122334455667] in +972987654321/bsuid:US.13491208655302741918 'Test Name' unsupported wamid.xyzxyz ""
        117 [1122334455667] in +972987654321/bsuid:US.13491208655302741918 'Test Name' unsupported wamid.xyzxyz ""
        118 [1122334455667] in +972987654321/bsuid:US.13491208655302741918 'Test Name' text wamid.xyzxyz "replied text" re wamid.xyzxyz==
        119 [1122334455667] in +972987654321/bsuid:US.13491208655302741918 'Test Name' text wamid.xyzxyz "forwarded text"
        120 [1122334455667] in +972987654321/bsuid:US.13491208655302741918 'Test Name' text wamid.xyzxyz "text forwarded many times"
        121 [1122334455667] in +972987654321/bsuid:US.13491208655302741918 'Test Name' unsupported wamid.wegrchytvwcggt= "" re wamid.gvwegfretge==
        122 [1122334455667] in +972987654321/bsuid:US.13491208655302741918 'Test Name' text wamid.ID "BODY"
        123 [1122334455667] in +972987654321/bsuid:US.13491208655302741918 'Test Name' interactive wamid.xsidjw "title" re wamid.xyzxyz==
        124 [1122334455667] in +972987654321/bsuid:US.13491208655302741918 'Test Name' interactive wamid.xsidjx "title"
        125 [1122334455667] in +972987654321/bsuid:US.13491208655302741918 'Test Name' interactive wamid.xyzxyz "title" re wamid.xyzxyz
        126 [1122334455667] in +972987654321/bsuid:US.13491208655302741918 'Test Name' interactive wamid.zyzxyz "title" re wamid.xyzxyz
        127 [1122334455667] in +972987654321/bsuid:US.13491208655302741918 'Test Name' interactive wamid.wegrchytvwcggt== "Sent" re wamid.gvwegfretge==
        128 [106540352242922] edit wamid.HBgLMTQxMjU1NTA4MjkVAgASGBQzQUNCNjk5RDUwNUZGMUZEM0VBRAA= "Updated image caption"
        129 [<BUSINESS_PHONE_NUMBER_ID>] delete <ORIGINAL_WHATSAPP_MESSAGE_ID>
        130 [1122334455667] moved +972987654321 to +972912345678
        131 [1122334455667] in +972987654321 'User A' system wamid.xyzxyz "User identity changed"
        132 [1122334455667] status wamid.xyzxyz sent
        133 [1122334455667] status wamid.xyzxyz delivered
        134 [1122334455667] status wamid.xyzxyz read
        135 [1122334455667] status wamid.xyzxyz read
        136 [1122334455667] status wamid.xyzxyz failed 130472 not_now
        137 [1122334455667] status wamid.xyzxyz sent ours=some data
        138 [<BUSINESS_PHONE_NUMBER_ID>] ignored: A status of a group.
        139 [1122334455667] out bsuid:<BSUID> text <WHATSAPP_MESSAGE_ID> "Test message"
        140 [1122334455667] edit wamid.zzzzzz "Text was edited"
        141 [1122334455667] delete wamid.zzzzzz
        142 [106540352242922] marketing +16505551234 resume
        144 [102290129340398] template order_confirmation en_US approved utility
        145 [102290129340398] template abandoned_cart en rejected marketing "Your template has parameters placed next to each other (like {{1}}{{2}}) without text or punctuation between them."
        146 [57438975935] template my_message_template he marketing
        147 [102290129340398] template welcome_template en_US quality=YELLOW
        148 [102290129340398] notice account ACCOUNT_RESTRICTION holds_automation "RESTRICTED_BIZ_INITIATED_MESSAGING, RESTRICTED_ADD_PHONE_NUMBER_ACTION"
        149 [102290129340398] notice account DISABLED_UPDATE stops_sending "REINSTATE"
        150 [743897493242] ignored: Field calls.
        160 [106540352242922] in +16505551234 'Sheena Nelson' text wamid.HBgLMTY1MDM4Nzk0MzkVAgASGBQzQTRBNjU5OUFFRTAzODEwMTQ0RgA= "Does it come in another color?"
        161 [106540352242922] in +16505551234 'Sheena Nelson' interactive wamid.HBgLMTY1MDM4Nzk0MzkVAgASGBQzQUU0M0MxQzQzMUJCMTMwNUZFOQA= "Unsubscribe" re wamid.HBgLMTY1MDM4Nzk0MzkVAgARGBJFNjk2OTMwNEZCQjhGMzUyQUYA
        162 [106540352242922] in +16505551234 'Sheena Nelson' interactive wamid.HBgLMTY1MDM4Nzk0MzkVAgASGBQzQUJDQ0NDM0FEODY4ODkzOTc5RgA= "Priority Mail Express" re wamid.HBgLMTY1MDM4Nzk0MzkVAgARGBJGMzEyNzhENTZDMzNGODlDRDgA
        163 [106540352242922] in +16505551234 'Sheena Nelson' interactive wamid.HBgLMTY1MDM4Nzk0MzkVAgASGBQzQTZBQzg0MzQ4QjRCM0NGNkVGOAA= "Cancel" re wamid.HBgLMTY1MDM4Nzk0MzkVAgARGBI3MEM2RUJFNkI0RENGQTVDRjUA
        164 [106540352242922] in +16505551234 'Sheena Nelson' interactive wamid.HBgLMTY1MDM4Nzk0MzkVAgASGBQzQTEyQjFGNzI1QTQxMjI5QTMyOQA= ""
        165 [106540352242922] moved +16505551234 to +12195555358
        166 [106540352242922] in +16505551234 'Sheena Nelson' text wamid.HBgLMTY1MDM4Nzk0MzkVAgASGBQzQTA2NTUwRkNEMDdFQjJCRUU0NQA= "Is this still available?"
        167 [106540352242922] in +16505551234 'Sheena Nelson' text wamid.HBgLMTY1MDM4Nzk0MzkVAgASGBQzQUQ0N0VFMDA2MTQ0RkJFNkNDNAA= "Hello! Can I get more info on this?"
        168 [106540352242922] in +16505551234 'Sheena Nelson' unsupported wamid.HBgLMTQyMDU1NTA3NDkVAgASGBI5N0MwRjg0RTVBNUI1RDA2OTkA ""
        169 [106540352242922] ignored: Field group_settings_update.
        170 [100000000000001] status wamid.HBgNNTUxMTkwMDAwMDAyMRUCABEYElNBTVBMRTAwMDAwMDAwMDEA sent
        172 [100000000000001] status wamid.HBgNNTUxMTkwMDAwMDAyMRUCABEYElNBTVBMRTAwMDAwMDAwMDEA read | [100000000000001] status wamid.HBgNNTUxMTkwMDAwMDAyMRUCABEYElNBTVBMRTAwMDAwMDAwMDEA delivered | [100000000000001] status wamid.HBgNNTUxMTkwMDAwMDAyMRUCABEYElNBTVBMRTAwMDAwMDAwMDEA sent
        174 [100000000000001] status wamid.HBgNNTUxMTkwMDAwMDAyMRUCABEYElNBTVBMRTAwMDAwMDAwMDEA failed 131047 needs_template
        176 [100000000000001] status wamid.HBgNNTUxMTkwMDAwMDAyMRUCABEYElNBTVBMRTAwMDAwMDAwMDEA failed 131050 opted_out
        177 [100000000000001] status wamid.HBgNNTUxMTkwMDAwMDAyMRUCABEYElNBTVBMRTAwMDAwMDAwMDEA failed 131042 account
        181 [100000000000001] in +5511900000021 'Ana' text wamid.SAMPLE00000003 "loja A" | [100000000000001] status wamid.HBgNNTUxMTkwMDAwMDAyMRUCABEYElNBTVBMRTAwMDAwMDAwMDEA read | [100000000000002] in +5511900000021 'Ana' text wamid.SAMPLE00000004 "loja B"
        183 [100000000000001] notice error 130429 slower "Message failed to send because there were too many messages sent from this phone number in a short period of time"
        184 [999999999999999] in +5511900000029 'X' text wamid.SAMPLE00000009 "?"
        186 [100000000000001] status wamid.HBgNNTUxMTkwMDAwMDAyMRUCABEYElNBTVBMRTAwMDAwMDAwMDEA delivered
        187 [100000000000001] in +5511900000021 'Ana' unsupported wamid.SAMPLE00000022 ""
        """;
}
