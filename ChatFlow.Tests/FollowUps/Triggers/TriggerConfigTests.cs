using System.Text.Json;
using ChatFlow.Core.Common;
using ChatFlow.Core.FollowUps.Enums;
using ChatFlow.Core.FollowUps.Timing;
using ChatFlow.Core.FollowUps.Triggers;
using NodaTime;
using Xunit;

namespace ChatFlow.Tests.FollowUps.Triggers;

public sealed class TriggerConfigTests
{
    private static readonly Instant s_now = Instant.FromUtc(2026, 11, 24, 12, 0);

    [Theory]
    [InlineData("exact", "Précio!", true)]
    [InlineData("exact", "el precio", false)]
    [InlineData("word", "¿Cuál es el PRECIO?", true)]
    [InlineData("word", "los precios", false)]
    [InlineData("word", "mandame info por favor", true)] // phrase of two words
    [InlineData("contains", "los precios", true)]
    [InlineData("contains", "hola", false)]
    [InlineData("word", "", false)]
    [InlineData("word", "👍", false)]
    public void Keywords_ignore_case_accents_and_punctuation(string match, string text, bool matches)
    {
        var trigger = Parse<KeywordTrigger>(TriggerType.Keyword, $$"""{"keywords": ["precio", "Info por favor"], "match": "{{match}}"}""");

        Assert.Equal(matches, trigger.Matches(text) is not null);
    }

    [Fact]
    public void A_request_for_silence_starts_nothing()
    {
        var trigger = Parse<KeywordTrigger>(TriggerType.Keyword, """{"keywords": ["a"], "match": "contains"}""");

        Assert.Null(trigger.Matches("BAJA por favor"));
        Assert.NotNull(trigger.Matches("trabaja"));
        Assert.Null(trigger.Matches("basta ya", ["basta"]));
    }

    [Theory]
    [InlineData(MessageAuthor.Agent, "any", DecisionReason.TriggerMatched)]
    [InlineData(MessageAuthor.Bot, "agent", DecisionReason.NotOurTurn)]
    [InlineData(MessageAuthor.Bot, "bot", DecisionReason.TriggerMatched)]
    [InlineData(MessageAuthor.Contact, "any", DecisionReason.NotOurTurn)]
    [InlineData(MessageAuthor.FollowUp, "any", DecisionReason.NotOurTurn)]
    [InlineData(MessageAuthor.Other, "any", DecisionReason.NotOurTurn)]
    public void Silence_counts_after_the_right_author(MessageAuthor author, string from, DecisionReason reason)
    {
        var trigger = Parse<NoResponseTrigger>(TriggerType.NoResponse, $$"""{"after_minutes": 30, "lastFrom": "{{from}}"}""");

        var verdict = trigger.Judge(new QuietConversation { LastAuthor = author, LastMessageAt = s_now, HasPriorInbound = true });

        Assert.Equal(reason, verdict.Reason);
        Assert.Equal(reason is DecisionReason.TriggerMatched ? s_now + Duration.FromMinutes(30) : null, verdict.DueAt);
    }

    [Theory]
    [InlineData("{}", false, null, DecisionReason.NoPriorInbound)]
    [InlineData("""{"requirePriorInbound": false}""", false, null, DecisionReason.TriggerMatched)]
    [InlineData("{}", true, "¡Muchas gracias! 🙏", DecisionReason.Closer)]
    [InlineData("""{"ignoreClosers": false}""", true, "gracias", DecisionReason.TriggerMatched)]
    [InlineData("{}", true, "gracias, ¿y el envío?", DecisionReason.TriggerMatched)]
    public void Nobody_is_chased_who_never_wrote_or_said_thanks(string json, bool wrote, string? text, DecisionReason reason)
    {
        var trigger = Parse<NoResponseTrigger>(TriggerType.NoResponse, json);

        var quiet = new QuietConversation { LastAuthor = MessageAuthor.Bot, LastMessageAt = s_now, HasPriorInbound = wrote, LastInboundText = text };

        Assert.Equal(reason, trigger.Judge(quiet).Reason);
    }

    [Theory]
    [InlineData(TriggerType.AbandonedCart, "{}", "abandoned_cart", "{}", true)]
    [InlineData(TriggerType.AbandonedCart, "{}", "quote_sent", "{}", false)]
    [InlineData(TriggerType.AbandonedCart, """{"minValue": 50}""", "abandoned_cart", """{"value": 49.9}""", false)]
    [InlineData(TriggerType.AbandonedCart, """{"min_value": 50}""", "abandoned_cart", """{"total": "50"}""", true)]
    [InlineData(TriggerType.AbandonedCart, """{"minValue": 50}""", "abandoned_cart", "{}", false)]
    [InlineData(TriggerType.Custom, """{"eventName": "trial_ended"}""", "Trial_Ended", "{}", true)]
    [InlineData(TriggerType.Custom, """{"event": "trial_ended"}""", "custom", """{"name": "trial_ended"}""", true)]
    [InlineData(TriggerType.Custom, """{"eventName": "trial_ended"}""", "trial_started", "{}", false)]
    [InlineData(TriggerType.Variable, """{"name": "etapa", "value": "lista"}""", "variable", """{"name": "etapa", "value": "LISTA"}""", true)]
    [InlineData(TriggerType.Variable, """{"name": "edad", "value": 18}""", "variable", """{"name": "edad", "value": 19}""", false)]
    [InlineData(TriggerType.Action, """{"action": "tag_added"}""", "action", """{"kind": "tag_added"}""", true)]
    [InlineData(TriggerType.FormIncomplete, """{"formId": "f1"}""", "form_incomplete", """{"form_id": "f2"}""", false)]
    [InlineData(TriggerType.MeetingScheduled, "{}", "meeting_scheduled", "null", true)]
    public void An_event_matches(TriggerType type, string json, string happened, string data, bool matches) =>
        Assert.Equal(matches, Parse<EventTrigger>(type, json).Matches(new TriggerEvent(happened, "k", s_now, JsonElement.Parse(data))));

    [Fact]
    public void A_cancelling_event_must_carry_the_same_key()
    {
        var trigger = Parse<EventTrigger>(TriggerType.AbandonedCart, """{"cancelEvent": "order_paid", "idleMinutes": 60}""");
        var paid = new TriggerEvent("order_paid", "cart-1", s_now, default);

        Assert.True(trigger.Cancels(paid, "cart-1"));
        Assert.False(trigger.Cancels(paid, "cart-2"));
        Assert.Equal(s_now + Duration.FromHours(1), trigger.AnchorOf(paid));
    }

    [Fact]
    public void The_clock_fires_once_weekly_or_around_a_date()
    {
        var zone = DateTimeZoneProviders.Tzdb["America/Bogota"];
        var later = s_now + Duration.FromDays(10);
        var once = Parse<TimeTrigger>(TriggerType.TimeBased, """{"at": "2026-11-25T10:00:00-05:00"}""");
        var weekly = Parse<TimeTrigger>(TriggerType.TimeBased, """{"mode": "weekly", "days": ["friday"], "atLocalTime": "09:30"}""");
        var field = Parse<TimeTrigger>(TriggerType.TimeBased, """{"field": "contact.custom_fields.renewal", "offsetDays": -7}""");

        Assert.Equal(Instant.FromUtc(2026, 11, 25, 15, 0), once.Next(s_now, later, zone));
        Assert.Null(once.Next(later, later, zone));
        Assert.Equal(Instant.FromUtc(2026, 11, 27, 14, 30), weekly.Next(s_now, later, zone));
        Assert.Equal(WeekDays.Friday, weekly.Days);
        Assert.Equal("renewal", field.Field);
        Assert.Equal(Instant.FromUtc(2026, 11, 26, 15, 0), field.Next(s_now, later, zone, new LocalDate(2026, 12, 3)));
        Assert.Null(field.Next(s_now, later, zone));
    }

    [Fact]
    public void States_and_stages_match_on_entering()
    {
        var state = Parse<ConversationStateTrigger>(TriggerType.ConversationState, """{"to": ["open"], "dwellMinutes": 30}""");
        var stage = Parse<BotStageTrigger>(TriggerType.BotStage, """{"stage": "precio", "on": "left"}""");

        Assert.True(state.Matches(null, "open"));
        Assert.False(state.Matches("open", "open"));
        Assert.True(stage.Matches("Precio", entered: false));
        Assert.False(stage.Matches("precio", entered: true));
    }

    [Theory]
    [InlineData(TriggerType.Keyword, "{}", "triggerConfig.keywords")]
    [InlineData(TriggerType.Keyword, """{"keywords": ["🙂"]}""", "triggerConfig.keywords")]
    [InlineData(TriggerType.Keyword, """{"keywords": ["Baja"]}""", "triggerConfig.keywords")]
    [InlineData(TriggerType.Keyword, """{"keywords": ["a"], "match": "regex"}""", "triggerConfig.match")]
    [InlineData(TriggerType.Keyword, """{"keywords": [1]}""", "triggerConfig.keywords")]
    [InlineData(TriggerType.NoResponse, """{"afterMinutes": -1}""", "triggerConfig.afterMinutes")]
    [InlineData(TriggerType.NoResponse, """{"lastFrom": "me"}""", "triggerConfig.lastFrom")]
    [InlineData(TriggerType.NoResponse, """{"ignoreClosers": "yes"}""", "triggerConfig.ignoreClosers")]
    [InlineData(TriggerType.Custom, "{}", "triggerConfig.eventName")]
    [InlineData(TriggerType.Variable, "", "triggerConfig.name")]
    [InlineData(TriggerType.TimeBased, "{}", "triggerConfig.at")]
    [InlineData(TriggerType.TimeBased, """{"at": "2026-11-25T10:00:00"}""", "triggerConfig.at")]
    [InlineData(TriggerType.TimeBased, """{"mode": "weekly", "days": ["x"]}""", "triggerConfig.days")]
    [InlineData(TriggerType.ConversationState, "{}", "triggerConfig.to")]
    [InlineData(TriggerType.BotStage, "{}", "triggerConfig.stage")]
    [InlineData(TriggerType.AbandonedCart, "[]", "triggerConfig")]
    [InlineData(TriggerType.AbandonedCart, "{", "triggerConfig")]
    public void What_is_wrong_is_named(TriggerType type, string json, string field) =>
        Assert.Equal(field, Assert.IsType<ValidationError>(TriggerConfig.Parse(type, json).Error).Field);

    [Fact]
    public void The_stored_names_are_those_of_the_database() =>
        Assert.Equal(
            ["time_based", "keyword", "conversation_state", "bot_stage", "variable", "action", "no_response", "abandoned_cart", "quote_sent", "meeting_scheduled", "form_incomplete", "custom"],
            Enum.GetValues<TriggerType>().Select(EnumText<TriggerType>.Of));

    private static T Parse<T>(TriggerType type, string json)
        where T : TriggerConfig => Assert.IsType<T>(TriggerConfig.Parse(type, json).Value);
}
