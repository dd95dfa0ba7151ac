using ChatFlow.Core.Channels;
using ChatFlow.Core.Data;
using ChatFlow.Core.FollowUps.Executions;
using ChatFlow.Core.Inbox.Receiving;
using ChatFlow.Core.Inbox.Webhooks;
using Xunit;
using static ChatFlow.Tests.Plans.BigDatabase;

namespace ChatFlow.Tests.Plans;

/// <summary>What every webhook pays for: people by identity, messages and ticks by the provider's id, what reacts.</summary>
[Collection(typeof(BigDatabaseTests))]
public sealed class ReceivingPlanTests(BigDatabase big)
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_message_of_somebody_known_reads_a_handful_of_rows() =>
        (await big.WatchAsync(i => ReceiveAsync(Said($"wamid.plan{i}", i * 31 + 2)))).StayWithin(rows: 4, buffers: 100);

    [Fact]
    public async Task A_message_of_somebody_new_reads_a_handful_of_rows() =>
        (await big.WatchAsync(i => ReceiveAsync(Said($"wamid.new{i}", 200_000 + i)))).StayWithin(rows: 4, buffers: 100);

    [Fact]
    public async Task A_message_that_is_there_is_found_by_the_providers_id() =>
        (await big.WatchAsync(i => ReceiveAsync(Said($"wamid.{i * 4000 + 2}", i * 4000 + 2)))).StayWithin(rows: 4, buffers: 100);

    [Fact]
    public async Task A_tick_is_found_by_the_providers_id() =>
        (await big.WatchAsync(i => ReceiveAsync(new StatusChanged($"wamid.{i * 6000 + 3}", MessageStatus.Read, Now)))).StayWithin(rows: 4, buffers: 100);

    [Fact]
    public async Task What_waits_is_read_and_marked_a_batch_at_a_time()
    {
        var apply = big.Get<ApplyWebhooks>();
        (await big.WatchAsync(_ => apply.RunAsync(Organization, Stop))).StayWithin(rows: 800, buffers: 10_000);
    }

    [Fact]
    public async Task What_a_follow_up_must_know_of_a_contact_is_its_last_month() =>
        (await big.WatchAsync(_ => big.Get<TenantDb>().RunAsync(Organization, async (db, ct) =>
        {
            var organization = await FactsReader.OrganizationAsync(db, ct);
            await FactsReader.ContactsAsync(db, [Chatty], organization, Now, ct);
        }, Stop))).StayWithin(rows: 400, buffers: 500);

    private Task ReceiveAsync(InboundEvent received) => big.Get<TenantDb>().RunAsync(
        Organization, (db, ct) => big.Get<ReceiveEvents>().RunAsync(db, [new ReceivedEvent(null, received, Now)], ct), Stop);

    private static MessageReceived Said(string providerId, int contact) =>
        new(providerId, new ContactAddress($"+1305{contact:0000000}"), "Ana", MessageType.Text, "Hola", Now);
}
