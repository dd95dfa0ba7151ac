using ChatFlow.Core.Channels;
using ChatFlow.Core.Data;
using ChatFlow.Core.FollowUps.Dispatching;
using ChatFlow.Core.FollowUps.Enums;
using ChatFlow.Core.FollowUps.Executions;
using ChatFlow.Core.FollowUps.Sequences;
using ChatFlow.Core.Inbox;
using ChatFlow.Core.Inbox.Sending;
using ChatFlow.Core.Users;
using Microsoft.EntityFrameworkCore;
using Npgsql;
using Xunit;

namespace ChatFlow.Tests.FollowUps.UseCases;

/// <summary>What must hold whatever happens at the same time: no step twice, none after a reply, none lost in silence.</summary>
public sealed class RaceTests(FollowUpHost host) : IClassFixture<FollowUpHost>
{
    // Its own in every test: the dispatcher serves all organizations of the class.
    private readonly string _phone = host.NextPhone();

    [Fact]
    public async Task A_silent_contact_gets_both_steps_and_a_reply_says_why_the_rest_stopped()
    {
        var (actor, sequence) = await QuietAsync();

        await LaterAsync(1);
        await host.DispatchAsync();
        Assert.Equal("Hola Ana, ¿seguimos?", host.Channel.TextsTo(_phone)[^1]);
        await LaterAsync(2);
        await host.DispatchAsync();
        Assert.Equal("Último aviso", host.Channel.TextsTo(_phone)[^1]);
        await LaterAsync(1);
        await host.ReceiveAsync(actor, _phone, "¡Sí, seguimos!");

        var run = Assert.Single(await host.RunsAsync(actor, sequence.Id));
        Assert.Equal((ExecutionStatus.Completed, ExitReason.Replied, 2), (run.Status, run.ExitReason, run.TotalMessagesSent));
        Assert.Equal((DecisionKind.Stopped, DecisionReason.Replied), (run.Decisions[^1].Kind, run.Decisions[^1].Reason));
        Assert.Equal(1, (await host.Get<GetSequence>().RunAsync(actor, sequence.Id, host.Stop)).Value.TotalExecutions);
    }

    [Fact]
    public async Task A_reply_before_the_dispatch_stops_the_claimed_step()
    {
        var (actor, sequence) = await QuietAsync();
        await LaterAsync(1);
        var claimed = await ClaimAsync(actor);
        var before = host.Channel.TextsTo(_phone).Count;

        await host.ReceiveAsync(actor, _phone, "Hola otra vez");
        var messages = await host.Get<DispatchBatch>().RunAsync(actor.OrganizationId, claimed, host.Stop);

        Assert.Single(claimed);
        Assert.Null(messages);
        Assert.Equal(before, host.Channel.TextsTo(_phone).Count);
        Assert.Equal(ExitReason.Replied, Assert.Single(await host.RunsAsync(actor, sequence.Id)).ExitReason);
    }

    [Fact]
    public async Task Two_dispatchers_at_once_send_a_step_once()
    {
        var (actor, sequence) = await QuietAsync();
        await LaterAsync(1);
        var before = host.Channel.TextsTo(_phone).Count;

        await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => host.DispatchAsync()));

        Assert.Equal(before + 1, host.Channel.TextsTo(_phone).Count);
        Assert.Equal(1, Assert.Single(await host.RunsAsync(actor, sequence.Id)).TotalMessagesSent);
    }

    [Fact]
    public async Task A_claim_whose_lease_was_taken_over_decides_nothing()
    {
        var (actor, _) = await QuietAsync();
        await LaterAsync(1);
        var stale = await ClaimAsync(actor);
        await EndLeasesAsync();
        var fresh = await ClaimAsync(actor);

        var second = await host.Get<DispatchBatch>().RunAsync(actor.OrganizationId, fresh, host.Stop);
        var first = await host.Get<DispatchBatch>().RunAsync(actor.OrganizationId, stale, host.Stop);

        Assert.Single(second!.Messages);
        Assert.Null(first);
        Assert.Null(await host.Get<DispatchBatch>().RunAsync(actor.OrganizationId, fresh, host.Stop));
    }

    [Fact]
    public async Task Killed_between_intent_and_send_the_step_is_unknown_and_the_next_one_goes_on()
    {
        var (actor, sequence) = await QuietAsync();
        await LaterAsync(1);
        var before = host.Channel.TextsTo(_phone).Count;
        var message = (await host.Get<DispatchBatch>().RunAsync(actor.OrganizationId, await ClaimAsync(actor), host.Stop))!.Messages[0].Outbound.Id;

        await ExpireAsync(message);
        await LaterAsync(2);
        await host.DispatchAsync();

        var texts = host.Channel.TextsTo(_phone);
        Assert.Equal(before + 1, texts.Count);
        Assert.Equal("Último aviso", texts[^1]);
        Assert.Equal(MessageStatus.Unknown, await host.ReadAsync(actor, db => db.Set<Message>().Where(m => m.Id == message).Select(m => m.Status).SingleAsync(host.Stop)));
        Assert.Contains(Assert.Single(await host.RunsAsync(actor, sequence.Id)).Decisions, d => d is { Kind: DecisionKind.Unknown, Reason: DecisionReason.OutcomeUnknown });
    }

    [Fact]
    public async Task Killed_between_send_and_record_the_step_is_not_sent_again()
    {
        var (actor, sequence) = await QuietAsync();
        await LaterAsync(1);
        var before = host.Channel.TextsTo(_phone).Count;
        var message = (await host.Get<DispatchBatch>().RunAsync(actor.OrganizationId, await ClaimAsync(actor), host.Stop))!.Messages[0].Outbound.Id;
        // It left, and nobody lived to write it down.
        await host.Channel.SendAsync(null!, new OutboundMessage(message, new ContactAddress(_phone), "Hola Ana, ¿seguimos?"), host.Stop);

        await ExpireAsync(message);
        for (var minute = 0; minute < 5; minute++)
        {
            await LaterAsync(1);
            await host.DispatchAsync();
        }

        Assert.Equal(["Hola Ana, ¿seguimos?", "Último aviso"], host.Channel.TextsTo(_phone).Skip(before));
        Assert.Equal(2, Assert.Single(await host.RunsAsync(actor, sequence.Id)).TotalMessagesSent);
    }

    [Fact]
    public async Task A_step_that_was_sent_stays_sent_when_an_edit_moves_it_behind()
    {
        var (actor, sequence) = await QuietAsync();
        await LaterAsync(1);
        await host.DispatchAsync();
        var before = host.Channel.TextsTo(_phone).Count;
        var input = FollowUpHost.TwoSteps();
        await host.SaveAsync(actor, input with
        {
            Steps = [.. input.Steps!.Zip(sequence.Steps, (given, stored) => given with { Id = stored.Id }).Reverse()],
        }, sequence.Id);

        for (var minute = 0; minute < 4; minute++)
        {
            await LaterAsync(2);
            await host.DispatchAsync();
        }

        Assert.Equal(["Último aviso"], host.Channel.TextsTo(_phone).Skip(before));
    }

    [Fact]
    public async Task A_person_who_writes_pauses_a_run_and_resuming_it_by_hand_holds()
    {
        var actor = await host.OpenAsync();
        var sequence = await host.SaveAsync(actor, FollowUpHost.TwoSteps(trigger: TriggerType.Custom));
        await host.ReceiveAsync(actor, _phone, "Hola");
        var enrolled = await host.Get<Core.FollowUps.Executions.EnrolContact>().RunAsync(actor, sequence.Id, new(Phone: _phone), host.Stop);
        await LaterAsync(0.5);
        await host.AnswerAsync(actor, _phone, "Te atiendo yo");
        Assert.Equal(PauseReason.Human, Assert.Single(await host.RunsAsync(actor, sequence.Id)).PauseReason);
        var before = host.Channel.TextsTo(_phone).Count;

        await LaterAsync(0.5);
        await host.Get<Core.FollowUps.Executions.ChangeExecution>().RunAsync(actor, enrolled.Value.Id, Core.FollowUps.Executions.ExecutionAction.Resume, host.Stop);
        await LaterAsync(1);
        await host.DispatchAsync();

        Assert.Equal(before + 1, host.Channel.TextsTo(_phone).Count);
    }

    // A conversation in which we wrote last, and a sequence that waits for the silence after that.
    [Fact]
    public async Task A_run_that_waits_for_a_person_goes_on_when_the_bot_is_back_and_not_before()
    {
        var actor = await host.OpenAsync();
        var sequence = await host.SaveAsync(actor, FollowUpHost.TwoSteps(trigger: TriggerType.Custom));
        await host.ReceiveAsync(actor, _phone, "Hola");
        await LaterAsync(0.1);
        await host.Get<EnrolContact>().RunAsync(actor, sequence.Id, new(Phone: _phone), host.Stop);
        await host.AnswerAsync(actor, _phone, "Ya te atiendo");
        await LaterAsync(60);
        await host.Get<ResumeWaiting>().RunAsync(actor.OrganizationId, host.Stop);
        Assert.Equal(PauseReason.Human, Assert.Single(await host.RunsAsync(actor, sequence.Id)).PauseReason);

        await LaterAsync(13 * 60);
        await host.Get<ResumeWaiting>().RunAsync(actor.OrganizationId, host.Stop);
        await LaterAsync(1);
        await host.DispatchAsync();
        Assert.Equal("Hola Ana, ¿seguimos?", host.Channel.TextsTo(_phone)[^1]);
    }

    private async Task<(Actor Actor, SequenceView Sequence)> QuietAsync()
    {
        var actor = await host.OpenAsync();
        var sequence = await host.SaveAsync(actor, FollowUpHost.TwoSteps());
        await host.ReceiveAsync(actor, _phone, "¿Cuánto cuesta?");
        await LaterAsync(0.1);
        await host.AnswerAsync(actor, _phone, "Cuesta 100 pesos");
        Assert.Single(await host.RunsAsync(actor, sequence.Id));
        return (actor, sequence);
    }

    private Task LaterAsync(double minutes)
    {
        host.Clock.Advance(TimeSpan.FromMinutes(minutes));
        return Task.CompletedTask;
    }

    private async Task<IReadOnlyList<Claimed>> ClaimAsync(Actor actor)
    {
        await using var command = host.Get<Gate>().Command("SELECT organization_id, execution_id, contact_id, lease_token FROM gate.claim_executions($1, 100, 100, interval '60 seconds')");
        command.Parameters.Add(new NpgsqlParameter<DateTimeOffset> { TypedValue = host.Clock.GetUtcNow() });
        var all = await Gate.ListAsync(command, r => new Claimed(r.GetGuid(0), r.GetGuid(1), r.GetGuid(2), r.GetInt32(3)), host.Stop);
        return [.. all.Where(c => c.OrganizationId == actor.OrganizationId)];
    }

    private Task EndLeasesAsync() => host.Database.ExecuteAsync("UPDATE follow_up_executions SET lease_until = clock_timestamp() - interval '1 second' WHERE lease_until IS NOT NULL", host.Stop);

    // As if the process had been dead for longer than any send may take.
    private async Task ExpireAsync(Guid message)
    {
        await host.Database.ExecuteAsync($"UPDATE messages SET sending_since = clock_timestamp() - interval '10 minutes' WHERE id = '{message}'", host.Stop);
        await host.Get<SendExpiry>().RunAsync(host.Stop);
    }
}
