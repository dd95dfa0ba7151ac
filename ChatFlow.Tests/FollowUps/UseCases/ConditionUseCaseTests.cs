using System.Text.Json;
using ChatFlow.Core.Contacts;
using ChatFlow.Core.FollowUps;
using ChatFlow.Core.FollowUps.Enums;
using ChatFlow.Core.FollowUps.Executions;
using ChatFlow.Core.FollowUps.Sequences;
using ChatFlow.Core.Users;
using Microsoft.EntityFrameworkCore;
using Xunit;

namespace ChatFlow.Tests.FollowUps.UseCases;

/// <summary>Conditions decide who enters, and again just before each send; the log says which comparison failed.</summary>
public sealed class ConditionUseCaseTests(FollowUpHost host) : IClassFixture<FollowUpHost>
{
    [Fact]
    public async Task Who_does_not_meet_the_conditions_stays_out_and_is_told_why()
    {
        var (actor, phone) = await CustomerAsync("lead");
        var sequence = await host.SaveAsync(actor, Custom() with { Conditions = Stage("customer") });

        var refused = await EnrolAsync(actor, sequence.Id, phone);
        Assert.Contains("contact.stage eq", Assert.IsType<ConditionsUnmet>(refused.Error).Message, StringComparison.Ordinal);

        await ChangeAsync(actor, phone, c => c.Status = ContactStatus.Customer);
        Assert.True((await EnrolAsync(actor, sequence.Id, phone)).IsSuccess);
    }

    [Fact]
    public async Task Who_no_longer_meets_them_leaves_before_the_next_step()
    {
        var (actor, phone) = await CustomerAsync("lead");
        var sequence = await host.SaveAsync(actor, Custom() with { Conditions = Stage("lead") });
        await EnrolAsync(actor, sequence.Id, phone);
        await PassAsync(1);
        await ChangeAsync(actor, phone, c => c.Status = ContactStatus.Customer);
        await PassAsync(2);

        Assert.Equal(["Hola"], host.Channel.TextsTo(phone));
        var run = Assert.Single(await host.RunsAsync(actor, sequence.Id));
        Assert.Equal((ExecutionStatus.Abandoned, ExitReason.Conditions), (run.Status, run.ExitReason));
        Assert.Equal((DecisionReason.ConditionsFalse, "contact.stage eq"), (run.Decisions[^1].Reason, run.Decisions[^1].Detail));
    }

    [Fact]
    public async Task A_step_whose_own_conditions_fail_is_passed_over()
    {
        var (actor, phone) = await CustomerAsync("lead");
        var steps = Custom().Steps!;
        var sequence = await host.SaveAsync(actor, Custom() with
        {
            Steps = [steps[0] with { SendConditions = FollowUpHost.Json("""{"f": "trigger.total", "op": "gt", "v": 100}""") }, steps[1]],
        });
        await EnrolAsync(actor, sequence.Id, phone, """{"total": 20}""");
        await PassAsync(1);
        await PassAsync(2);

        Assert.Equal(["Último aviso"], host.Channel.TextsTo(phone));
        var run = Assert.Single(await host.RunsAsync(actor, sequence.Id));
        Assert.Contains(run.Decisions, d => d is { Kind: DecisionKind.Skipped, Reason: DecisionReason.ConditionsFalse, Detail: "trigger.total gt" });
    }

    [Fact]
    public async Task What_changed_since_the_start_is_known()
    {
        var (actor, phone) = await CustomerAsync("lead");
        var steps = Custom().Steps!;
        var sequence = await host.SaveAsync(actor, Custom() with
        {
            Steps = [steps[0], steps[1] with { SendConditions = FollowUpHost.Json("""{"not": {"f": "contact.lead_score", "op": "changed_since_entry"}}""") }],
        });
        await EnrolAsync(actor, sequence.Id, phone);
        await PassAsync(1);
        await ChangeAsync(actor, phone, c => c.LeadScore = 50);
        await PassAsync(2);

        Assert.Equal(["Hola"], host.Channel.TextsTo(phone));
    }

    [Fact]
    public async Task A_definition_gives_back_the_conditions_that_it_was_given()
    {
        var (actor, _) = await CustomerAsync("lead");
        var saved = await host.SaveAsync(actor, Custom() with { Conditions = Stage("customer") });
        var again = await host.SaveAsync(actor, Custom() with { Conditions = saved.Conditions }, saved.Id);

        Assert.Equal(
            ("customer", JsonValueKind.Object), (again.Conditions.GetProperty("v").GetString(), again.Steps[0].SendConditions.ValueKind));
    }

    private static SequenceInput Custom() => FollowUpHost.TwoSteps("Hola", trigger: TriggerType.Custom);

    private static JsonElement Stage(string stage) => FollowUpHost.Json($$"""{"f": "contact.stage", "op": "eq", "v": "{{stage}}"}""");

    private async Task<(Actor Actor, string Phone)> CustomerAsync(string text)
    {
        var actor = await host.OpenAsync();
        var phone = host.NextPhone();
        await host.ReceiveAsync(actor, phone, text);
        host.Clock.Advance(TimeSpan.FromSeconds(1));
        return (actor, phone);
    }

    private Task<ChatFlow.Core.Common.Result<ExecutionView>> EnrolAsync(Actor actor, Guid sequence, string phone, string data = "{}") =>
        host.Get<EnrolContact>().RunAsync(actor, sequence, new EnrolContactRequest(Phone: phone, Data: FollowUpHost.Json(data)), host.Stop);

    private async Task PassAsync(int minutes)
    {
        host.Clock.Advance(TimeSpan.FromMinutes(minutes) + TimeSpan.FromSeconds(1));
        await host.DispatchAsync();
    }

    private Task ChangeAsync(Actor actor, string phone, Action<Contact> change) => host.RunAsync(actor, async db =>
    {
        change(await db.Set<Contact>().SingleAsync(c => c.Phone == phone, host.Stop));
        await db.SaveChangesAsync(host.Stop);
    });
}
