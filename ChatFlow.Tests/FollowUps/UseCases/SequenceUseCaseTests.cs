using ChatFlow.Core.Common;
using ChatFlow.Core.FollowUps.Enums;
using ChatFlow.Core.FollowUps.Events;
using ChatFlow.Core.FollowUps.Executions;
using ChatFlow.Core.FollowUps.Sequences;
using ChatFlow.Core.Users;
using Xunit;

namespace ChatFlow.Tests.FollowUps.UseCases;

public sealed class SequenceUseCaseTests(FollowUpHost host) : IClassFixture<FollowUpHost>
{
    // Its own in every test: the dispatcher serves all organizations of the class.
    private readonly string _phone = host.NextPhone();

    public static TheoryData<string, SequenceInput> Refused()
    {
        var fine = FollowUpHost.TwoSteps("Hola, ¿seguimos?");
        SequenceInput With(StepInput step) => fine with { Steps = [step] };
        return new TheoryData<string, SequenceInput>
        {
            { "name", fine with { Name = " " } },
            { "triggerType", fine with { TriggerType = null } },
            { "triggerType", fine with { TriggerType = TriggerType.TimeBased } },
            { "triggerType", fine with { TriggerType = TriggerType.ConversationState } },
            { "triggerType", fine with { TriggerType = TriggerType.BotStage } },
            { "triggerConfig.keywords", fine with { TriggerType = TriggerType.Keyword } },
            { "conditions.all", fine with { Conditions = FollowUpHost.Json("""{"all":[]}""") } },
            { "policy.maxSteps", fine with { Policy = FollowUpHost.Json("""{"maxSteps":0}""") } },
            { "policy.surprise", fine with { Policy = FollowUpHost.Json("""{"surprise":1}""") } },
            { "goal.windowDays", fine with { Goal = FollowUpHost.Json("""{"windowDays":0}""") } },
            { "steps", fine with { Steps = [] } },
            { "steps", fine with { Steps = [.. Enumerable.Repeat(new StepInput("x", 1, DelayUnit.Days), 51)] } },
            { "steps[0].messageTemplate", With(new StepInput("Hola {{ contact.nombre_raro }}", 1, DelayUnit.Days)) },
            { "steps[0].delayAmount", With(new StepInput("Hola", -1, DelayUnit.Days)) },
            { "steps[0].messageType", With(new StepInput("Hola", 1, DelayUnit.Days, MessageType: StepMessageType.AiGenerated)) },
            { "steps[0].sendConditions.f", With(new StepInput("Hola", 1, DelayUnit.Days, SendConditions: FollowUpHost.Json("""{"f":"x"}"""))) },
            { "steps[0].fallbackText", With(new StepInput("Hola", 1, DelayUnit.Days, FallbackText: "{{ ")) },
            { "steps[0].imageUrl", With(new StepInput("Hola", 1, DelayUnit.Days, ImageUrl: "http://example.com/a.png")) },
        };
    }

    [Theory]
    [MemberData(nameof(Refused))]
    public async Task What_would_not_work_is_refused_with_its_field(string field, SequenceInput input)
    {
        var saved = await host.Get<SaveSequence>().RunAsync(Actor.System(Guid.NewGuid()), new SaveSequenceRequest(input), host.Stop);

        Assert.Equal(field, Assert.IsType<ValidationError>(saved.Error).Field);
    }

    [Fact]
    public async Task Steps_keep_their_id_and_one_that_is_taken_out_keeps_its_row()
    {
        var actor = await host.OpenAsync();
        var first = await host.SaveAsync(actor, FollowUpHost.TwoSteps("Hola, ¿seguimos?"));
        var kept = first.Steps[1];

        var second = await host.SaveAsync(actor, FollowUpHost.TwoSteps("Hola, ¿seguimos?") with
        {
            Steps = [new StepInput("Nuevo", 1, DelayUnit.Hours), new StepInput(kept.MessageTemplate, 5, DelayUnit.Hours, kept.Id)],
        }, first.Id);

        Assert.Equal(2, second.Version);
        Assert.Equal([1, 2], second.Steps.Select(s => s.StepOrder));
        Assert.Equal(kept.Id, second.Steps[1].Id);
        Assert.Equal(5, second.Steps[1].DelayAmount);
        Assert.Equal(1, await host.Database.ScalarAsync<long>(
            "SELECT count(*) FROM follow_up_messages WHERE sequence_id = $1 AND retired_at IS NOT NULL AND step_order > 1000000", host.Stop, first.Id));
    }

    [Fact]
    public async Task A_save_over_somebody_elses_is_refused()
    {
        var actor = await host.OpenAsync();
        var stored = await host.SaveAsync(actor, FollowUpHost.TwoSteps("Hola, ¿seguimos?"));
        await host.SaveAsync(actor, FollowUpHost.TwoSteps("Hola, ¿seguimos?"), stored.Id);

        var late = await host.Get<SaveSequence>().RunAsync(actor, new SaveSequenceRequest(FollowUpHost.TwoSteps("Hola, ¿seguimos?"), stored.Id, stored.Version), host.Stop);

        Assert.Equal("sequence.changed", late.Error?.Code);
    }

    [Fact]
    public async Task Only_an_admin_changes_sequences_and_nobody_sees_another_organizations()
    {
        var actor = await host.OpenAsync();
        var stranger = await host.OpenAsync();
        var stored = await host.SaveAsync(actor, FollowUpHost.TwoSteps("Hola, ¿seguimos?"));

        Assert.IsType<ForbiddenError>((await host.Get<SaveSequence>().RunAsync(actor with { Role = UserRole.User }, new(FollowUpHost.TwoSteps("Hola, ¿seguimos?")), host.Stop)).Error);
        Assert.IsType<ForbiddenError>((await host.Get<EnrolContact>().RunAsync(actor with { Role = UserRole.Viewer }, stored.Id, new(Phone: _phone), host.Stop)).Error);
        Assert.Equal("sequence.unknown", (await host.Get<GetSequence>().RunAsync(stranger, stored.Id, host.Stop)).Error?.Code);
        Assert.Equal("sequence.unknown", (await host.Get<ListExecutions>().RunAsync(stranger, new(stored.Id), host.Stop)).Error?.Code);
    }

    [Fact]
    public async Task Switched_off_it_holds_who_is_inside_and_on_again_they_go_on()
    {
        var actor = await host.OpenAsync();
        var stored = await host.SaveAsync(actor, FollowUpHost.TwoSteps("Hola, ¿seguimos?"));
        await host.Get<EnrolContact>().RunAsync(actor, stored.Id, new(Phone: _phone), host.Stop);

        await host.Get<SwitchSequence>().RunAsync(actor, stored.Id, false, host.Stop);
        host.Clock.Advance(TimeSpan.FromMinutes(1));
        await host.DispatchAsync();
        var held = Assert.Single(await host.RunsAsync(actor, stored.Id));
        await host.Get<SwitchSequence>().RunAsync(actor, stored.Id, true, host.Stop);
        await host.DispatchAsync();

        Assert.Equal(PauseReason.Sequence, held.PauseReason);
        Assert.Equal(1, Assert.Single(await host.RunsAsync(actor, stored.Id)).TotalMessagesSent);
    }

    [Fact]
    public async Task Archived_it_cancels_its_runs_and_is_gone()
    {
        var actor = await host.OpenAsync();
        var stored = await host.SaveAsync(actor, FollowUpHost.TwoSteps("Hola, ¿seguimos?"));
        var run = await host.Get<EnrolContact>().RunAsync(actor, stored.Id, new(Phone: _phone), host.Stop);

        var cancelled = await host.Get<ArchiveSequence>().RunAsync(actor, stored.Id, host.Stop);

        Assert.Equal(1, cancelled.Value);
        var ended = (await host.Get<GetExecution>().RunAsync(actor, run.Value.Id, host.Stop)).Value;
        Assert.Equal((ExecutionStatus.Cancelled, ExitReason.SequenceDeleted), (ended.Status, ended.ExitReason));
        Assert.Empty((await host.Get<ListSequences>().RunAsync(actor, null, null, host.Stop)).Value.Items);
    }

    [Fact]
    public async Task Pages_of_sequences_and_runs_follow_each_other_without_gaps()
    {
        var actor = await host.OpenAsync();
        for (var i = 0; i < 5; i++)
        {
            host.Clock.Advance(TimeSpan.FromSeconds(1));
            var stored = await host.SaveAsync(actor, FollowUpHost.TwoSteps("Hola, ¿seguimos?") with { Name = $"S{i}" });
            await host.Get<EnrolContact>().RunAsync(actor, stored.Id, new(Phone: _phone), host.Stop);
        }

        var contact = (await host.Get<ListSequences>().RunAsync(actor, null, 1, host.Stop)).Value;
        var names = new List<string>();
        for (string? cursor = null, more = ""; more is not null; cursor = more)
        {
            var page = (await host.Get<ListSequences>().RunAsync(actor, cursor, 2, host.Stop)).Value;
            names.AddRange(page.Items.Select(s => s.Name));
            more = page.Next;
        }

        var run = Assert.Single(await host.RunsAsync(actor, contact.Items[0].Id));
        var runs = new List<Guid>();
        for (string? cursor = null, more = ""; more is not null; cursor = more)
        {
            var page = (await host.Get<ListExecutions>().RunAsync(actor, new(ContactId: run.ContactId, Cursor: cursor, Limit: 2), host.Stop)).Value;
            runs.AddRange(page.Items.Select(e => e.Id));
            more = page.Next;
        }

        Assert.Equal(["S4", "S3", "S2", "S1", "S0"], names);
        Assert.Equal(5, runs.Distinct().Count());
    }

    [Fact]
    public async Task Every_action_of_a_person_changes_the_run_and_stands_in_its_log()
    {
        var actor = await host.OpenAsync();
        var stored = await host.SaveAsync(actor, FollowUpHost.TwoSteps("Hola, ¿seguimos?"));
        var run = (await host.Get<EnrolContact>().RunAsync(actor, stored.Id, new(Phone: _phone), host.Stop)).Value;
        Task<Result<ExecutionView>> Do(ExecutionAction action) => host.Get<ChangeExecution>().RunAsync(actor, run.Id, action, host.Stop);

        Assert.Equal(PauseReason.Manual, (await Do(ExecutionAction.Pause)).Value.PauseReason);
        Assert.Equal("execution.paused", (await Do(ExecutionAction.Skip)).Error?.Code);
        Assert.Equal(ExecutionStatus.Active, (await Do(ExecutionAction.Resume)).Value.Status);
        Assert.Equal(2, (await Do(ExecutionAction.Skip)).Value.CurrentStep);
        Assert.Equal(host.Clock.GetUtcNow(), (await Do(ExecutionAction.SendNow)).Value.NextScheduledAt);
        await host.DispatchAsync();
        Assert.Equal("Último aviso", host.Channel.TextsTo(_phone)[^1]);
        Assert.Equal("execution.no_step", (await Do(ExecutionAction.SendNow)).Error?.Code);
        var ended = (await Do(ExecutionAction.Cancel)).Value;
        Assert.Equal(ExitReason.Manual, ended.ExitReason);
        Assert.Equal("execution.ended", (await Do(ExecutionAction.Resume)).Error?.Code);
        Assert.Superset(
            new HashSet<DecisionReason> { DecisionReason.Manual, DecisionReason.PausedByPerson, DecisionReason.Resumed, DecisionReason.SkippedByPerson, DecisionReason.SendNow, DecisionReason.ProviderAccepted },
            ended.Decisions.Select(d => d.Reason).ToHashSet());
    }

    [Fact]
    public async Task An_event_starts_its_sequence_once_for_a_key_and_another_event_withdraws_it()
    {
        var actor = await host.OpenAsync();
        var stored = await host.SaveAsync(actor, FollowUpHost.TwoSteps(trigger: TriggerType.Custom));
        Task<Result<RecordedEvent>> Tell(string type, string key, TimeSpan age) => host.Get<RecordEvent>().RunAsync(
            actor, new RecordEventRequest(type, Phone: _phone, Key: key, OccurredAt: host.Clock.GetUtcNow() - age), host.Stop);

        Assert.Single((await Tell("cotizar", "Q1", TimeSpan.Zero)).Value.ExecutionsStarted);
        Assert.Empty((await Tell("cotizar", "Q1", TimeSpan.Zero)).Value.ExecutionsStarted);
        Assert.Single((await Tell("cotizar", "Q2", TimeSpan.Zero)).Value.ExecutionsStarted);
        Assert.Empty((await Tell("cotizar", "Q3", TimeSpan.FromHours(25))).Value.ExecutionsStarted);
        Assert.Single((await Tell("rechazada", "Q1", TimeSpan.Zero)).Value.ExecutionsEnded);

        var runs = await host.RunsAsync(actor, stored.Id);
        Assert.Equal([ExitReason.TriggerCancelled], runs.Select(r => r.ExitReason).OfType<ExitReason>());
    }

    [Fact]
    public async Task A_sale_is_credited_to_the_last_touch_and_counted_also_after_the_reply()
    {
        var actor = await host.OpenAsync();
        var stored = await host.SaveAsync(actor, FollowUpHost.TwoSteps("Hola, ¿seguimos?"));
        var run = (await host.Get<EnrolContact>().RunAsync(actor, stored.Id, new(Phone: _phone), host.Stop)).Value;
        host.Clock.Advance(TimeSpan.FromMinutes(1));
        await host.DispatchAsync();
        host.Clock.Advance(TimeSpan.FromMinutes(1));
        await host.ReceiveAsync(actor, _phone, "Lo quiero");
        host.Clock.Advance(TimeSpan.FromHours(3));

        var sale = (await host.Get<RecordEvent>().RunAsync(
            actor, new RecordEventRequest("conversion", Phone: _phone, Data: FollowUpHost.Json("""{"value":199.9,"currency":"mxn"}""")), host.Stop)).Value;

        Assert.Equal(run.Id, sale.CreditedExecutionId);
        var after = (await host.Get<GetExecution>().RunAsync(actor, run.Id, host.Stop)).Value;
        Assert.Equal((ExecutionStatus.Completed, ExitReason.Replied, true), (after.Status, after.ExitReason, after.Converted));
        var counted = (await host.Get<GetSequence>().RunAsync(actor, stored.Id, host.Stop)).Value;
        Assert.Equal((1, 1), (counted.TotalExecutions, counted.SuccessfulConversions));
        Assert.Equal(199.90m, await host.Database.ScalarAsync<decimal>("SELECT value FROM conversions WHERE id = $1 AND currency = 'MXN'", host.Stop, sale.ConversionId!.Value));
    }

    [Fact]
    public async Task A_sale_ends_open_runs_and_one_too_late_is_credited_to_nobody()
    {
        var actor = await host.OpenAsync();
        var stored = await host.SaveAsync(actor, FollowUpHost.TwoSteps("Hola, ¿seguimos?") with { Goal = FollowUpHost.Json("""{"event":"pagado","windowDays":1}""") });
        var run = (await host.Get<EnrolContact>().RunAsync(actor, stored.Id, new(Phone: _phone), host.Stop)).Value;
        host.Clock.Advance(TimeSpan.FromMinutes(1));
        await host.DispatchAsync();

        var sale = (await host.Get<RecordEvent>().RunAsync(actor, new RecordEventRequest("pagado", Phone: _phone), host.Stop)).Value;
        host.Clock.Advance(TimeSpan.FromDays(2));
        var late = (await host.Get<RecordEvent>().RunAsync(actor, new RecordEventRequest("pagado", Phone: _phone), host.Stop)).Value;

        Assert.Equal((run.Id, (Guid?)null), (sale.CreditedExecutionId, late.CreditedExecutionId));
        var ended = (await host.Get<GetExecution>().RunAsync(actor, run.Id, host.Stop)).Value;
        Assert.Equal((ExecutionStatus.Completed, ExitReason.Converted, true), (ended.Status, ended.ExitReason, ended.Converted));
        Assert.Equal(1, (await host.Get<GetSequence>().RunAsync(actor, stored.Id, host.Stop)).Value.SuccessfulConversions);
    }
}
