namespace ChatFlow.Tests.Inbox.Receiving;

/// <summary>
/// @ a contact: identities, phone, name, conversation (status/holder/unread). &lt; a message in, &gt; out: provider id, type,
/// status, words, quote, details. # the connection.
/// </summary>
public sealed partial class SampleStateTests
{
    private const string Evolution = """
        001
        @ phone:5511900000001 +5511900000001 'Maria Teste' open/nobody/1 unread
        < 3EB0062835B784532CE8B8 text delivered "gastei 25,78 com Uber"

        002
        @ phone:5511900000001 +5511900000001 'Maria Teste' open/nobody/1 unread
        < 3EB0647DB9DBAB05DA6BCC image delivered "" {"media": {"size": 226806, "width": 960, "height": 1280, "mimetype": "image/jpeg"}}

        003
        @ phone:5511900000001 +5511900000001 'Maria Teste' open/nobody/1 unread
        < 3A35903C2393D681D816 audio delivered "" {"media": {"size": 7397, "voice": true, "seconds": 3, "mimetype": "audio/ogg; codecs=opus"}}

        005
        @ lid:100000000000001 phone:558890000003 +558890000003 'Cliente Teste' open/nobody/1 unread
        < ACF74C31D0B84E0A9F1E text delivered "Teste envio de mensagem"

        007
        @ phone:5511900000002 +5511900000002 'Ana' open/nobody/1 unread
        < AC9103D165AE397609A6A20D78FF0001 text delivered "Teste" re A5C6199A603479DA189DBC0EB1FE83D7

        009
        @ lid:100000000000004 phone:5511900000004 +5511900000004 'Pedro' open/nobody/1 unread
        < 3A523E3773D0DD417D2C text delivered "Oi"

        010
        @ lid:100000000000004 phone:5511900000004 +5511900000004 'Pedro' open/nobody/1 unread
        < 3EB07D614C300B85360585 text delivered "Oi"

        011
        nothing

        013
        nothing

        014
        nothing

        015
        nothing

        016
        nothing

        017
        @ phone:+15550009999 +15550009999 'Conocida'
        > 3EB0SENDBYUS000001 text sent "antes" {"reactions": {"contact": "❤️"}}

        018
        @ phone:+15550009999 +15550009999 'Conocida'
        > 3EB0SENDBYUS000001 text sent "antes"

        020
        @ phone:5511900000011 +5511900000011 'Sergio' open/nobody/1 unread
        < 3A0CC1E7E1F8D7A55C4B sticker delivered "" {"media": {"size": 35216, "animated": false, "mimetype": "image/webp"}}

        021
        nothing

        023
        @ phone:5511900000013 +5511900000013 'Percy E1' open/nobody/1 unread
        < 3EB083096BF5E4096E4137 image delivered "hola - text con multimedia (imagen)" {"media": {"size": 52046, "width": 720, "height": 720, "mimetype": "image/jpeg"}}

        024
        @ phone:5511900000013 +5511900000013 'Percy E1' open/nobody/1 unread
        < 3EB080FBD16B588D5E1065 video delivered "hola - text con multimea (video)" {"media": {"size": 2797968, "width": 576, "height": 1024, "seconds": 16, "animated": false, "mimetype": "video/mp4"}}

        025
        @ phone:5511900000013 +5511900000013 open/person/0 unread
        > 3EB0B7AA9746D9215C1340 text sent "menasje saliente solo texto" from the phone

        026
        # connected - +5511900000099

        027
        # disconnected logged_out - paused

        029
        # disconnected pairing_expired - paused

        030
        # connecting pairing -

        031
        # disconnected pairing_expired - paused

        032
        @ phone:+15550009999 +15550009999 'Conocida'
        > 3EB0SENDBYUS000001 text sent "antes"

        033
        @ phone:+15550009999 +15550009999 'Conocida'
        > 3EB0SENDBYUS000001 text delivered "antes"

        034
        @ phone:+15550009999 +15550009999 'Conocida'
        > 3EB0SENDBYUS000001 text read "antes"

        035
        @ phone:+15550009999 +15550009999 'Conocida'
        > 3EB0SENDBYUS000002 text read "antes"

        036
        @ phone:+15550009999 +15550009999 'Conocida'
        > 3EB0SENDBYUS000003 text failed "antes" ERROR

        038
        nothing

        039
        nothing

        040
        nothing

        043
        @ phone:+15550009999 +15550009999 'Conocida'
        < ACF74C31D0B84E0A9F1E text delivered "antes" deleted

        044
        @ phone:+15550009999 +15550009999 'Conocida'
        < 3EB0SENDBYUS000005 text delivered "antes" deleted

        047
        nothing

        048
        @ phone:+15550009999 +15550009999 'Conocida'
        < ACF74C31D0B84E0A9F1E text delivered "texto novo" edited

        050
        @ phone:5511900000002 +5511900000002 open/person/0 unread
        > 3EB0SENDBYUS000001 text sent "Bom dia! Em que posso ajudar?" from the phone

        052
        @ phone:+15550009999 +15550009999 'Conocida'
        < 3EB0SENDBYUS000001 text delivered "Boa tarde!" edited

        053
        @ phone:5511900000002 +5511900000002 'Ana'

        054
        @ phone:5511900000002 +5511900000002 'Ana Paula'

        055
        nothing

        056
        nothing

        057
        nothing

        058
        nothing

        059
        @ phone:5511900000002 +5511900000002 open/nobody/1 unread
        < CALL0000000000000001 system delivered "" {"call": {"video": false}}

        060
        @ phone:5511900000002 +5511900000002 'Ana' open/nobody/1 unread
        < F898EA4B2090B20B31A7 location delivered "" {"location": {"latitude": -15.7666614, "longitude": -48.2620458}}

        061
        @ phone:5511900000002 +5511900000002 'Ana' open/nobody/1 unread
        < F898EA4B2090B20B31A8 location delivered "Minha Casa, São Paulo, SP" {"location": {"name": "Minha Casa", "address": "São Paulo, SP", "latitude": -23.55052, "longitude": -46.633308}}

        064
        @ phone:5511900000002 +5511900000002 'Ana' open/nobody/1 unread
        < 65DC5A8B44D117A791F0 contact delivered "2 contatos" {"contacts": [{"name": "A", "phones": ["+5511900000015"]}, {"name": "B", "phones": ["+55 11 90000-0016"]}]}

        065
        @ phone:5511900000002 +5511900000002 'Ana' open/nobody/1 unread
        < 3ADOC000000000000001 document delivered "Guarde na sua base" {"media": {"size": 123456, "fileName": "contrato.pdf", "mimetype": "application/pdf"}}

        067
        @ phone:5511900000002 +5511900000002 'Ana' open/nobody/1 unread
        < BAE5000000000000BTN1 interactive delivered "Suporte Técnico" re 3EB0SENDBYUS000006 {"button": {"id": "option_support", "title": "Suporte Técnico"}}

        068
        @ phone:5511900000002 +5511900000002 'Ana' open/nobody/1 unread
        < BAE5000000000000BTN2 interactive delivered "Sim" re 3EB0SENDBYUS000007 {"button": {"id": "yes", "title": "Sim"}}

        070
        @ phone:5511900000002 +5511900000002 'Ana' open/nobody/1 unread
        < 3AEPH000000000000001 text delivered "mensagem temporária" re 3EB0SENDBYUS000001

        072
        @ lid:100000000000002 phone:5511900000002 +5511900000002 'Ana' open/nobody/1 unread
        < 3AVON000000000000002 unsupported delivered "" {"unsupported": "viewOnceMessage"}

        073
        nothing

        075
        @ phone:5511900000002 +5511900000002 'Ana' open/nobody/1 unread
        < 3AUNK000000000000001 unsupported delivered "" {"unsupported": "eventMessage"}

        077
        nothing

        078
        # disconnected instance_removed - paused

        079
        # disconnected logged_out - paused

        080
        # disconnected logged_out - paused

        081
        nothing
        """;

    private const string Meta = """
        101
        @ bsuid:US.13491208655302741918 phone:972987654321 +972987654321 'Test Name' open/nobody/1 unread
        < wamid.xyzxyz text delivered "Body Text"

        102
        @ bsuid:US.13491208655302741918 phone:972987654321 +972987654321 'Test Name' open/nobody/1 unread
        < wamid.xyzxyz image delivered "" {"media": {"id": "65463453", "sha256": "4654+8g=", "mimetype": "image/jpeg"}}

        103
        @ bsuid:US.13491208655302741918 phone:972987654321 +972987654321 'Test Name' open/nobody/1 unread
        < wamid.xyzxyz image delivered "" {"media": {"id": "65463453", "sha256": "4654+8g=", "mimetype": "image/jpeg"}}

        104
        @ bsuid:US.13491208655302741918 phone:972987654321 +972987654321 'Test Name' open/nobody/1 unread
        < wamid.xyzxyz video delivered "caption" {"media": {"id": "765756756", "sha256": "Jh+2ij6PzUv/J2y+grrtegr/ZMzRxkEPwc24Oyib4s03w9Jc=", "mimetype": "video/mp4"}, "forwarded": true}

        105
        @ bsuid:US.13491208655302741918 phone:972987654321 +972987654321 'Test Name' open/nobody/1 unread
        < wamid.xyzxyz document delivered "caption" {"media": {"id": "1234567890987654321", "sha256": "grwfwe/ZPx0wAbdfbdeFUNItPZ0RylL8gGUvdt3YFqc18SY=", "fileName": "filename.pdf", "mimetype": "application/pdf"}, "forwarded": true}

        106
        @ bsuid:US.13491208655302741918 phone:972987654321 +972987654321 'Test Name' open/nobody/1 unread
        < wamid.xyzxyz audio delivered "" {"media": {"id": "1234567890987654321", "voice": false, "sha256": "E3dxS/PdYZE7ppA3pQ4mpCFaXBJ8pX4SRN/dsfvds/iPGA=", "mimetype": "audio/ogg; codecs=opus"}, "forwarded": true}

        107
        @ bsuid:US.13491208655302741918 phone:972987654321 +972987654321 'Test Name' open/nobody/1 unread
        < wamid.xyzxyz audio delivered "" {"media": {"id": "1234567890987654321", "voice": true, "sha256": "m04pFf2ERdaopTyFkGPA0+bX3i+YY2dYgVFwOgDLSDI=", "mimetype": "audio/ogg; codecs=opus"}}

        108
        @ bsuid:US.13491208655302741918 phone:972987654321 +972987654321 'Test Name' open/nobody/1 unread
        < wamid.xyzxyz sticker delivered "" {"media": {"id": "1234567890987654321", "sha256": "HcwyCKrTKXHk0a00ms4HWIA76GY0Du6q4Z/iuwevw=", "animated": true, "mimetype": "image/webp"}}

        109
        @ phone:+15550009999 +15550009999 'Conocida'
        > wamid.yzxyzx= text sent "antes" {"reactions": {"contact": "😮"}}

        110
        @ phone:+15550009999 +15550009999 'Conocida'
        > wamid.yzxyzx= text sent "antes"

        111
        @ phone:+15550009999 +15550009999 'Conocida'
        > wamid.yzxyzx= text sent "antes"

        112
        @ bsuid:US.13491208655302741918 phone:972987654321 +972987654321 'Test Name' open/nobody/1 unread
        < wamid.xyzxyz location delivered "" {"location": {"latitude": 12.25089, "longitude": 43.90539}, "forwarded": true}

        113
        @ bsuid:US.13491208655302741918 phone:972987654321 +972987654321 'Test Name' open/nobody/1 unread
        < wamid.xyzxyz location delivered "Facebook HQ, 1 Hacker Way, Menlo Park, CA 94025" {"location": {"url": "https://maps.google.com/?cid=2000000000000000000", "name": "Facebook HQ", "address": "1 Hacker Way, Menlo Park, CA 94025", "latitude": 37.4611978, "longitude": -122.2164385}, "forwarded": true}

        114
        @ bsuid:US.13491208655302741918 phone:972987654321 +972987654321 'Test Name' open/nobody/1 unread
        < wamid.xyzxyz contact delivered "Chandler Bing, Monica, Rachel Green" {"contacts": [{"name": "Chandler Bing", "phones": ["+972987654321"]}, {"name": "Monica", "phones": ["+972987654321"]}, {"name": "Rachel Green", "phones": ["+972987654321"]}]}

        115
        @ bsuid:US.13491208655302741918 phone:972987654321 +972987654321 'Test Name' open/nobody/1 unread
        < wamid.xyzxyz interactive delivered "" {"order": {"items": [{"price": 30, "currency": "ILS", "quantity": 3, "productId": "HAMBURGER"}, {"price": 35, "currency": "ILS", "quantity": 2, "productId": "FRENCH_FRIES"}, {"price": 10, "currency": "ILS", "quantity": 2, "productId": "SODA"}], "catalogId": "354160437058781"}}

        116
        @ bsuid:US.13491208655302741918 phone:972987654321 +972987654321 'Test Name' open/nobody/1 unread
        < wamid.xyzxyz unsupported delivered "" {"errorCode": 131051, "unsupported": "unsupported"}

        117
        @ bsuid:US.13491208655302741918 phone:972987654321 +972987654321 'Test Name' open/nobody/1 unread
        < wamid.xyzxyz unsupported delivered "" {"errorCode": 131051, "unsupported": "pool"}

        118
        @ bsuid:US.13491208655302741918 phone:972987654321 +972987654321 'Test Name' open/nobody/1 unread
        < wamid.xyzxyz text delivered "replied text" re wamid.xyzxyz==

        119
        @ bsuid:US.13491208655302741918 phone:972987654321 +972987654321 'Test Name' open/nobody/1 unread
        < wamid.xyzxyz text delivered "forwarded text" {"forwarded": true}

        120
        @ bsuid:US.13491208655302741918 phone:972987654321 +972987654321 'Test Name' open/nobody/1 unread
        < wamid.xyzxyz text delivered "text forwarded many times" {"forwarded": true}

        121
        @ bsuid:US.13491208655302741918 phone:972987654321 +972987654321 'Test Name' open/nobody/1 unread
        < wamid.wegrchytvwcggt= unsupported delivered "" re wamid.gvwegfretge== {"unsupported": "interactive"}

        122
        @ bsuid:US.13491208655302741918 phone:972987654321 +972987654321 'Test Name' open/nobody/1 unread
        < wamid.ID text delivered "BODY" {"referral": {"body": "AD_DESCRIPTION", "clickId": "CTWA_CLID", "headline": "AD_TITLE", "sourceId": "ADID", "sourceUrl": "AD_OR_POST_FB_URL", "sourceType": "ad or post"}}

        123
        @ bsuid:US.13491208655302741918 phone:972987654321 +972987654321 'Test Name' open/nobody/1 unread
        < wamid.xsidjw interactive delivered "title" re wamid.xyzxyz== {"button": {"id": "callback_data", "title": "title"}}

        124
        @ bsuid:US.13491208655302741918 phone:972987654321 +972987654321 'Test Name' open/nobody/1 unread
        < wamid.xsidjx interactive delivered "title" {"button": {"id": "callback_data", "title": "title"}}

        125
        @ bsuid:US.13491208655302741918 phone:972987654321 +972987654321 'Test Name' open/nobody/1 unread
        < wamid.xyzxyz interactive delivered "title" re wamid.xyzxyz {"button": {"id": "callback_data", "title": "title"}}

        126
        @ bsuid:US.13491208655302741918 phone:972987654321 +972987654321 'Test Name' open/nobody/1 unread
        < wamid.zyzxyz interactive delivered "title" re wamid.xyzxyz {"button": {"id": "callback_data", "title": "title", "description": "description"}}

        127
        @ bsuid:US.13491208655302741918 phone:972987654321 +972987654321 'Test Name' open/nobody/1 unread
        < wamid.wegrchytvwcggt== interactive delivered "Sent" re wamid.gvwegfretge== {"flow": {"name": "flow", "response": "{\"comment_text\":\"Comment Text\",\"delivery_rating\":\"4\",\"flow_token\":\"AQAAAAACS5FpgQ_cAAAAAD0QI3s.\",\"purchase_rating\":\"2\",\"recommend_radio\":\"0\",\"cs_rating\":\"0\"}"}}

        128
        @ phone:+15550009999 +15550009999 'Conocida'
        < wamid.HBgLMTQxMjU1NTA4MjkVAgASGBQzQUNCNjk5RDUwNUZGMUZEM0VBRAA= text delivered "Updated image caption" edited

        129
        @ phone:+15550009999 +15550009999 'Conocida'
        < <ORIGINAL_WHATSAPP_MESSAGE_ID> text delivered "antes" deleted

        130
        @ phone:972912345678 phone:972987654321 +972912345678 'Conocida'

        131
        @ phone:972987654321 +972987654321 'User A' open/nobody/1 unread
        < wamid.xyzxyz system delivered "User identity changed" {"system": "customer_identity_changed"}

        132
        @ phone:+15550009999 +15550009999 'Conocida'
        > wamid.xyzxyz text sent "antes"

        133
        @ phone:+15550009999 +15550009999 'Conocida'
        > wamid.xyzxyz text delivered "antes"

        134
        @ phone:+15550009999 +15550009999 'Conocida'
        > wamid.xyzxyz text read "antes"

        135
        @ phone:+15550009999 +15550009999 'Conocida'
        > wamid.xyzxyz text read "antes"

        136
        @ phone:+15550009999 +15550009999 'Conocida'
        > wamid.xyzxyz text failed "antes" 130472

        137
        @ phone:+15550009999 +15550009999 'Conocida'
        > wamid.xyzxyz text sent "antes"

        138
        nothing

        139
        @ bsuid:<BSUID> open/person/0 unread
        > <WHATSAPP_MESSAGE_ID> text sent "Test message" from the phone

        140
        @ phone:+15550009999 +15550009999 'Conocida'
        < wamid.zzzzzz text delivered "Text was edited" edited

        141
        @ phone:+15550009999 +15550009999 'Conocida'
        < wamid.zzzzzz text delivered "antes" deleted

        142
        @ phone:16505551234 +16505551234 'Conocida'

        144
        nothing

        145
        nothing

        146
        nothing

        147
        nothing

        148
        nothing

        149
        nothing

        150
        nothing

        160
        @ phone:16505551234 +16505551234 'Sheena Nelson' open/nobody/1 unread
        < wamid.HBgLMTY1MDM4Nzk0MzkVAgASGBQzQTRBNjU5OUFFRTAzODEwMTQ0RgA= text delivered "Does it come in another color?"

        161
        @ phone:16505551234 +16505551234 'Sheena Nelson' open/nobody/1 unread
        < wamid.HBgLMTY1MDM4Nzk0MzkVAgASGBQzQUU0M0MxQzQzMUJCMTMwNUZFOQA= interactive delivered "Unsubscribe" re wamid.HBgLMTY1MDM4Nzk0MzkVAgARGBJFNjk2OTMwNEZCQjhGMzUyQUYA {"button": {"id": "Unsubscribe", "title": "Unsubscribe"}}

        162
        @ phone:16505551234 +16505551234 'Sheena Nelson' open/nobody/1 unread
        < wamid.HBgLMTY1MDM4Nzk0MzkVAgASGBQzQUJDQ0NDM0FEODY4ODkzOTc5RgA= interactive delivered "Priority Mail Express" re wamid.HBgLMTY1MDM4Nzk0MzkVAgARGBJGMzEyNzhENTZDMzNGODlDRDgA {"button": {"id": "priority_express", "title": "Priority Mail Express", "description": "Next Day to 2 Days"}}

        163
        @ phone:16505551234 +16505551234 'Sheena Nelson' open/nobody/1 unread
        < wamid.HBgLMTY1MDM4Nzk0MzkVAgASGBQzQTZBQzg0MzQ4QjRCM0NGNkVGOAA= interactive delivered "Cancel" re wamid.HBgLMTY1MDM4Nzk0MzkVAgARGBI3MEM2RUJFNkI0RENGQTVDRjUA {"button": {"id": "cancel-button", "title": "Cancel"}}

        164
        @ phone:16505551234 +16505551234 'Sheena Nelson' open/nobody/1 unread
        < wamid.HBgLMTY1MDM4Nzk0MzkVAgASGBQzQTEyQjFGNzI1QTQxMjI5QTMyOQA= interactive delivered "" {"order": {"items": [{"price": 30, "currency": "USD", "quantity": 2, "productId": "di9ozbzfi4"}, {"price": 25, "currency": "USD", "quantity": 1, "productId": "nqryix03ez"}], "catalogId": "194836987003835"}}

        165
        @ phone:12195555358 phone:16505551234 +12195555358 'Conocida'

        166
        @ phone:16505551234 +16505551234 'Sheena Nelson' open/nobody/1 unread
        < wamid.HBgLMTY1MDM4Nzk0MzkVAgASGBQzQTA2NTUwRkNEMDdFQjJCRUU0NQA= text delivered "Is this still available?" {"product": {"catalogId": "194836987003835", "productId": "di9ozbzfi4"}}

        167
        @ phone:16505551234 +16505551234 'Sheena Nelson' open/nobody/1 unread
        < wamid.HBgLMTY1MDM4Nzk0MzkVAgASGBQzQUQ0N0VFMDA2MTQ0RkJFNkNDNAA= text delivered "Hello! Can I get more info on this?" {"referral": {"body": "Summer Succulents are here!", "clickId": "Aff-n8ZTODiE79d22KtAwQKj9e_mIEOOj27vDVwFjN80dp4_0NiNhEgpGo0AHemvuSoifXaytfTzcchptiErTKCqTrJ5nW1h7IHYeYymGb5K5J5iTROpBhWAGaIAeUzHL50", "headline": "Chat with us", "sourceId": "120226305854810726", "sourceUrl": "https://fb.me/3cr4Wqqkv", "sourceType": "ad"}}

        168
        @ phone:16505551234 +16505551234 'Sheena Nelson' open/nobody/1 unread
        < wamid.HBgLMTQyMDU1NTA3NDkVAgASGBI5N0MwRjg0RTVBNUI1RDA2OTkA unsupported delivered "" {"errorCode": 131051, "unsupported": "unsupported"}

        169
        nothing

        170
        @ phone:+15550009999 +15550009999 'Conocida'
        > wamid.HBgNNTUxMTkwMDAwMDAyMRUCABEYElNBTVBMRTAwMDAwMDAwMDEA text sent "antes"

        172
        @ phone:+15550009999 +15550009999 'Conocida'
        > wamid.HBgNNTUxMTkwMDAwMDAyMRUCABEYElNBTVBMRTAwMDAwMDAwMDEA text read "antes"

        174
        @ phone:+15550009999 +15550009999 'Conocida'
        > wamid.HBgNNTUxMTkwMDAwMDAyMRUCABEYElNBTVBMRTAwMDAwMDAwMDEA text failed "antes" 131047

        176
        @ phone:+15550009999 +15550009999 'Conocida' no marketing
        > wamid.HBgNNTUxMTkwMDAwMDAyMRUCABEYElNBTVBMRTAwMDAwMDAwMDEA text failed "antes" 131050

        177
        @ phone:+15550009999 +15550009999 'Conocida'
        > wamid.HBgNNTUxMTkwMDAwMDAyMRUCABEYElNBTVBMRTAwMDAwMDAwMDEA text failed "antes" 131042

        181
        @ phone:+15550009999 +15550009999 'Conocida'
        @ phone:5511900000021 +5511900000021 'Ana' open/nobody/1 unread
        < wamid.SAMPLE00000003 text delivered "loja A"
        > wamid.HBgNNTUxMTkwMDAwMDAyMRUCABEYElNBTVBMRTAwMDAwMDAwMDEA text read "antes"

        183
        nothing

        184
        @ phone:5511900000029 +5511900000029 'X' open/nobody/1 unread
        < wamid.SAMPLE00000009 text delivered "?"

        186
        @ phone:+15550009999 +15550009999 'Conocida'
        > wamid.HBgNNTUxMTkwMDAwMDAyMRUCABEYElNBTVBMRTAwMDAwMDAwMDEA text delivered "antes"

        187
        @ phone:5511900000021 +5511900000021 'Ana' open/nobody/1 unread
        < wamid.SAMPLE00000022 unsupported delivered "" {"unsupported": "future_type"}
        """;
}
