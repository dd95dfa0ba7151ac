using ChatFlow.Core.Ai;
using ChatFlow.Core.Bot;
using ChatFlow.Core.Channels;
using ChatFlow.Core.Inbox;
using Xunit;

namespace ChatFlow.Tests.Bot;

public sealed class BotTurnTests
{
    private static readonly DateTimeOffset s_now = new(2026, 3, 2, 15, 0, 0, TimeSpan.Zero);

    private static TurnMessage In(string text, int secondsAgo, MessageType type = MessageType.Text) =>
        new(Guid.NewGuid(), MessageDirection.Inbound, MessageSender.Contact, type, text, s_now.AddSeconds(-secondsAgo), s_now.AddSeconds(-secondsAgo));

    private static TurnMessage Out(string text, int secondsAgo, MessageSender sender = MessageSender.Bot) =>
        new(Guid.NewGuid(), MessageDirection.Outbound, sender, MessageType.Text, text, s_now.AddSeconds(-secondsAgo), s_now.AddSeconds(-secondsAgo));

    private static BotTurnInput With(params TurnMessage[] messages) => new() { Enabled = true, Holder = ConversationHolder.Bot, Messages = messages };

    [Fact]
    public void Joins_what_came_since_the_last_answer()
    {
        var last = In("¿y abren el sábado?", 10);
        var decision = Assert.IsType<BotDecision.Answer>(BotTurn.Decide(With(Out("Dígame", 60), last, In("cuánto cuesta", 20), In("hola", 90)), s_now));

        Assert.Equal("cuánto cuesta\n¿y abren el sábado?", decision.Question);
        Assert.Equal(last.Id, decision.UpTo);
        Assert.Equal([new(ReplyRole.Contact, "hola"), new ReplyTurn(ReplyRole.Business, "Dígame")], decision.History);
    }

    public static TheoryData<string, BotTurnInput, BotSilence> Silences()
    {
        var asked = With(In("precio?", 10));
        return new()
        {
            { "off", asked with { Enabled = false }, BotSilence.Disabled },
            { "opted out", asked with { OptedOut = true }, BotSilence.OptedOut },
            { "a person holds", asked with { Holder = ConversationHolder.Person }, BotSilence.PersonHolds },
            { "a person holds until later", asked with { Holder = ConversationHolder.Person, PausedUntil = s_now.AddHours(1) }, BotSilence.PersonHolds },
            { "handed over and waiting", asked with { Holder = ConversationHolder.Nobody, PausedUntil = s_now.AddHours(1) }, BotSilence.Paused },
            { "paused", asked with { PausedUntil = s_now.AddHours(1) }, BotSilence.Paused },
            { "closed", asked with { BusinessHoursOnly = true, IsOpen = false }, BotSilence.OutsideHours },
            { "no message", With(), BotSilence.NothingToAnswer },
            { "only ours", With(Out("Hola", 10, MessageSender.FollowUp)), BotSilence.NothingToAnswer },
            { "answered by the bot", With(In("precio?", 20), Out("$29", 10)), BotSilence.AlreadyAnswered },
            { "answered by a person", With(In("precio?", 20), Out("$29", 10, MessageSender.Person)), BotSilence.AlreadyAnswered },
            { "answered on the phone", With(In("precio?", 20), Out("$29", 10, MessageSender.Phone)), BotSilence.AlreadyAnswered },
            { "history", With(In("precio?", 90_000)), BotSilence.TooOld },
            { "history handed in just now", With(In("precio?", 10) with { At = s_now.AddDays(-40) }), BotSilence.TooOld },
            { "a sticker", With(In("", 10, MessageType.Sticker)), BotSilence.NothingToAnswer },
            { "unsupported", With(In("", 10, MessageType.Unsupported)), BotSilence.NothingToAnswer },
            { "ok", With(Out("Abrimos a las 9.", 20), In("ok 👍", 10)), BotSilence.NothingToAnswer },
        };
    }

    [Theory]
    [MemberData(nameof(Silences))]
    public void Says_nothing_and_why(string what, BotTurnInput input, BotSilence reason)
    {
        Assert.NotEmpty(what);
        Assert.Equal(new BotDecision.Silent(reason), BotTurn.Decide(input, s_now));
    }

    public static TheoryData<string, BotTurnInput> Answers()
    {
        var asked = With(In("precio?", 10));
        return new()
        {
            { "nobody holds", asked with { Holder = ConversationHolder.Nobody } },
            { "the person's time is over", asked with { Holder = ConversationHolder.Person, PausedUntil = s_now } },
            { "the pause is over", asked with { PausedUntil = s_now } },
            { "open", asked with { BusinessHoursOnly = true, IsOpen = true } },
            { "closed, but it does not matter", asked with { IsOpen = false } },
            { "a follow-up went out in between", With(In("precio?", 20), Out("¿Sigues ahí?", 10, MessageSender.FollowUp)) },
            { "a caption", With(In("cuánto cuesta este?", 10, MessageType.Image)) },
            { "a picture beside a question", With(In("", 20, MessageType.Image), In("cuánto cuesta?", 10)) },
            { "ok after a question of ours", With(Out("¿Te lo reservo?", 20), In("ok", 10)) },
            { "thanks", With(Out("Listo.", 20), In("gracias!", 10)) },
            { "an old message before a new one", With(In("hola", 200_000), In("precio?", 10)) },
        };
    }

    [Theory]
    [MemberData(nameof(Answers))]
    public void Answers_otherwise(string what, BotTurnInput input)
    {
        Assert.NotEmpty(what);
        Assert.IsType<BotDecision.Answer>(BotTurn.Decide(input, s_now));
    }

    [Fact]
    public void Waits_until_the_contact_stopped_typing_but_not_for_ever()
    {
        var input = With(In("hola", 3), In("una pregunta", 1)) with { Debounce = TimeSpan.FromSeconds(4) };
        Assert.Equal(new BotDecision.Wait(s_now.AddSeconds(3)), BotTurn.Decide(input, s_now));
        Assert.IsType<BotDecision.Answer>(BotTurn.Decide(input, s_now.AddSeconds(3)));

        var talkative = With([.. Enumerable.Range(0, 12).Select(i => In("y otra cosa", i * 2))]) with { Debounce = TimeSpan.FromSeconds(4) };
        Assert.IsType<BotDecision.Answer>(BotTurn.Decide(talkative, s_now));
    }

    [Fact]
    public void Whoever_asks_for_a_person_does_not_wait() =>
        Assert.Equal(new BotDecision.HandOver(HandOverReason.AskedForPerson), BotTurn.Decide(With(In("quiero hablar con un asesor", 0)), s_now));

    [Theory]
    [InlineData(MessageType.Image)]
    [InlineData(MessageType.Audio)]
    [InlineData(MessageType.Document)]
    [InlineData(MessageType.Location)]
    public void What_it_cannot_read_goes_to_a_person(MessageType type) =>
        Assert.Equal(new BotDecision.HandOver(HandOverReason.MediaOnly), BotTurn.Decide(With(In("", 10, type)), s_now));

    [Fact]
    public void An_answer_counts_only_while_nothing_changed()
    {
        var question = In("precio?", 10);
        var input = With(In("hola", 200_000), question);
        var decided = Assert.IsType<BotDecision.Answer>(BotTurn.Decide(input, s_now));
        BotSilence? Why(BotTurnInput current) => BotTurn.WhyStale(current, decided, s_now.AddSeconds(5));

        Assert.True(BotTurn.StillValid(input, decided, s_now.AddSeconds(5)));
        Assert.Equal(BotSilence.NewerMessage, Why(input with { Messages = [.. input.Messages, In("mejor otra cosa", 0)] }));
        Assert.Equal(BotSilence.NewerMessage, Why(input with { Messages = [input.Messages[0], question with { Text = "horario?" }] }));
        Assert.Equal(BotSilence.AlreadyAnswered, Why(input with { Messages = [.. input.Messages, Out("$29", 0, MessageSender.Person)] }));
        Assert.Equal(BotSilence.AlreadyAnswered, Why(input with { Messages = [.. input.Messages, Out("$29", 0, MessageSender.Phone)] }));
        Assert.Equal(BotSilence.PersonHolds, Why(input with { Holder = ConversationHolder.Person }));
        Assert.Equal(BotSilence.Disabled, Why(input with { Enabled = false }));
        Assert.Equal(BotSilence.OptedOut, Why(input with { OptedOut = true }));
        Assert.Equal(BotSilence.AlreadyAnswered, Why(input with { Messages = [] }));
    }

    [Fact]
    public void Every_notice_exists_in_every_language()
    {
        foreach (var reason in Enum.GetValues<HandOverReason>())
        {
            foreach (var language in Enum.GetValues<BotLanguage>())
            {
                foreach (var tone in Enum.GetValues<BotTone>())
                    Assert.NotEqual(HandOverNotice.For(reason, language, tone, true), HandOverNotice.For(reason, language, tone, false));
            }
        }
    }
}
