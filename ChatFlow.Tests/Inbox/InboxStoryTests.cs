using ChatFlow.Core.Channels;
using ChatFlow.Core.Common;
using ChatFlow.Core.Inbox;
using ChatFlow.Core.Inbox.Simulator;
using ChatFlow.Core.Live;
using ChatFlow.Core.Users;
using ChatFlow.Tests.Api;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace ChatFlow.Tests.Inbox;

/// <summary>The newcomer's story on a real database: a customer writes from the test phone, a person answers, the ticks rise.</summary>
public sealed class InboxStoryTests(ApiHost host) : IClassFixture<ApiHost>
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    private Actor Person => new(host.FirstId, null, UserRole.User);

    [Fact]
    public async Task A_customer_writes_a_person_answers_and_the_ticks_rise()
    {
        await UseSimulatorAsync();
        var contact = await ArriveAsync("+13055550101", "Lucía", "Hola, ¿cuánto cuesta el plan mensual?");

        var row = Assert.Single((await Get<ListConversations>().RunAsync(Person, new(), Stop)).Value.Items, r => r.ContactId == contact);
        Assert.Equal(("Lucía", 1, "Hola, ¿cuánto cuesta el plan mensual?"), (row.Name, row.UnreadCount, row.LastMessagePreview));

        Assert.True((await Get<MarkRead>().RunAsync(Person, contact, Stop)).IsSuccess);
        Assert.Equal(0, (await ViewAsync(contact)).UnreadCount);

        var sent = await UntilAsync(LiveKind.MessageChanged, contact, () => Get<SendMessage>().RunAsync(Person, new SendMessageRequest(contact, null, "499 pesos"), Stop));
        var message = (await Get<ReadMessage>().RunAsync(Person, sent.Value.Id, Stop)).Value;
        Assert.Equal(MessageStatus.Sent, message.Status);

        foreach (var status in new[] { MessageStatus.Delivered, MessageStatus.Read })
        {
            await UntilAsync(LiveKind.MessageChanged, contact, () => Get<ReportFromPhone>().RunAsync(Person, new ReportFromPhoneRequest([message.WhatsappMessageId!], status), Stop));
            Assert.Equal(status, (await Get<ReadMessage>().RunAsync(Person, sent.Value.Id, Stop)).Value.Status);
        }

        var phone = await Get<ReadPhone>().RunAsync(Person, "+1 305 555 0101", Stop);
        Assert.Equal([true, false], phone.Messages.Select(m => m.FromCustomer));
    }

    [Fact]
    public async Task Taking_holds_the_conversation_resolving_lets_go_and_reopening_opens()
    {
        await UseSimulatorAsync();
        var contact = await ArriveAsync("+13055550102", null, "Hola");

        Assert.True((await Get<TakeConversation>().RunAsync(Person, contact, Stop)).IsSuccess);
        Assert.Equal((ConversationHolder.Person, ConversationStatus.Open), await HolderAsync(contact));
        Assert.True((await Get<ReleaseToBot>().RunAsync(Person, contact, Stop)).IsSuccess);
        // The bot is off here, so nobody holds it.
        Assert.Equal((ConversationHolder.Nobody, ConversationStatus.Open), await HolderAsync(contact));
        Assert.True((await Get<ResolveConversation>().RunAsync(Person, contact, Stop)).IsSuccess);
        Assert.Equal((ConversationHolder.Nobody, ConversationStatus.Resolved), await HolderAsync(contact));
        Assert.DoesNotContain((await Get<ListConversations>().RunAsync(Person, new(), Stop)).Value.Items, r => r.ContactId == contact);
        Assert.Contains((await Get<ListConversations>().RunAsync(Person, new(ConversationFilter.Resolved), Stop)).Value.Items, r => r.ContactId == contact);
        Assert.True((await Get<ReopenConversation>().RunAsync(Person, contact, Stop)).IsSuccess);
        Assert.Equal((ConversationHolder.Nobody, ConversationStatus.Open), await HolderAsync(contact));
    }

    [Fact]
    public async Task Whoever_only_looks_on_changes_nothing()
    {
        await UseSimulatorAsync();
        var contact = await ArriveAsync("+13055550103", null, "Hola");
        var viewer = new Actor(host.FirstId, null, UserRole.Viewer);

        Assert.IsType<ForbiddenError>((await Get<MarkRead>().RunAsync(viewer, contact, Stop)).Error);
        Assert.IsType<ForbiddenError>((await Get<TakeConversation>().RunAsync(viewer, contact, Stop)).Error);
        Assert.IsType<ForbiddenError>((await Get<RetryMessage>().RunAsync(viewer, contact, Stop)).Error);
        Assert.IsType<ForbiddenError>((await Get<LetTimePass>().RunAsync(viewer, 2, Stop)).Error);
        Assert.IsType<ForbiddenError>((await Get<WriteAsCustomer>().RunAsync(viewer, new("+13055550103", null, "x"), Stop)).Error);
        Assert.Equal(1, (await ViewAsync(contact)).UnreadCount);
    }

    [Fact]
    public async Task Pages_of_messages_follow_each_other_without_gap_or_repetition()
    {
        await UseSimulatorAsync();
        var contact = await ArriveAsync("+13055550104", null, "0");
        for (var i = 1; i < 5; i++)
            await UntilAsync(LiveKind.MessageAdded, contact, () => Get<SendMessage>().RunAsync(Person, new SendMessageRequest(contact, null, $"{i}"), Stop));

        var texts = new List<string>();
        string? cursor = null;
        do
        {
            var page = (await Get<ReadMessages>().RunAsync(Person, new ReadMessagesRequest(contact, cursor, 2), Stop)).Value;
            texts.AddRange(page.Items.Select(m => m.Text));
            cursor = page.Next;
        }
        while (cursor is not null);

        Assert.Equal(["4", "3", "2", "1", "0"], texts);
    }

    [Fact]
    public async Task Messages_over_REST_are_accepted_listed_and_nobody_elses()
    {
        await UseSimulatorAsync();
        var (status, sent) = await host.First.SendAsync("/api/v1/messages", new { phone = "+52 55 1234 0001", text = "Hola" }, "one");
        Assert.Equal((202, "pending", "outbound"), (status, (string?)sent["status"], (string?)sent["direction"]));
        var (again, same) = await host.First.SendAsync("/api/v1/messages", new { phone = "+52 55 1234 0001", text = "Hola" }, "one");
        Assert.Equal((202, (string?)sent["id"]), (again, (string?)same["id"]));

        var (_, list) = await host.First.ReadAsync($"/api/v1/contacts/{sent["contactId"]}/messages");
        Assert.Equal((string?)sent["id"], (string?)Assert.Single(list["items"]!.AsArray())!["id"]);
        Assert.Equal(404, (await host.Second.ReadAsync($"/api/v1/contacts/{sent["contactId"]}/messages")).Status);
        Assert.Equal(404, (await host.Second.ReadAsync($"/api/v1/messages/{sent["id"]}")).Status);
        Assert.Equal(404, (await host.Second.SendAsync("/api/v1/messages", new { contactId = (string?)sent["contactId"], text = "x" })).Status);
        Assert.Equal(422, (await host.First.SendAsync("/api/v1/messages", new { phone = "+52 55 1234 0001" })).Status);
    }

    [Fact]
    public async Task The_phone_and_its_time_belong_to_the_simulator_alone()
    {
        var stranger = Actor.System(host.SecondId);

        Assert.IsType<NotOnSimulator>((await Get<WriteAsCustomer>().RunAsync(stranger, new("+13055550105", null, "x"), Stop)).Error);
        Assert.IsType<NotOnSimulator>((await Get<LetTimePass>().RunAsync(stranger, 2, Stop)).Error);
        Assert.IsType<SimulatorTimeInvalid>((await Get<LetTimePass>().RunAsync(stranger, 0, Stop)).Error);
    }

    [Fact]
    public async Task Time_that_passes_brings_the_bot_back_sooner()
    {
        await UseSimulatorAsync();
        var contact = await ArriveAsync("+13055550106", null, "Hola");
        await Get<TakeConversation>().RunAsync(Person, contact, Stop);
        var before = await ReturnsAsync(contact);

        Assert.True((await Get<LetTimePass>().RunAsync(Person, 2, Stop)).IsSuccess);

        Assert.Equal(before - TimeSpan.FromMinutes(2), await ReturnsAsync(contact));
    }

    private Task<DateTimeOffset?> ReturnsAsync(Guid contact) => Get<Core.Data.TenantDb>().RunAsync(host.FirstId, async (db, ct) =>
        (await Core.Data.SetSql.QueryAsync(db, "SELECT bot_returns_at FROM conversations WHERE contact_id = $1", r => (DateTimeOffset?)r.GetFieldValue<DateTimeOffset>(0), ct, contact))[0], Stop);

    private T Get<T>()
        where T : notnull => host.Services.GetRequiredService<T>();

    private async Task UseSimulatorAsync() =>
        Assert.Equal(200, (await host.First.CallAsync(HttpMethod.Put, "/api/v1/connection", new { type = "simulator" })).Status);

    private async Task<ConversationView> ViewAsync(Guid contact) => (await Get<ReadConversation>().RunAsync(Person, contact, Stop)).Value;

    private async Task<(ConversationHolder, ConversationStatus)> HolderAsync(Guid contact)
    {
        var view = await ViewAsync(contact);
        return (view.Holder, view.Status);
    }

    private async Task<Guid> ArriveAsync(string phone, string? name, string text)
    {
        await UntilAsync(LiveKind.MessageAdded, null, () => Get<WriteAsCustomer>().RunAsync(Person, new WriteAsCustomerRequest(phone, name, text), Stop));
        return (await Get<ReadPhone>().RunAsync(Person, phone, Stop)).ContactId!.Value;
    }

    // Acts, then waits for what is published after the commit.
    private async Task<Result<T>> UntilAsync<T>(LiveKind kind, Guid? contact, Func<Task<Result<T>>> act)
    {
        var happened = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        using var listening = Get<LiveBus>().Subscribe(host.FirstId, e =>
        {
            if (e.Kind == kind && (contact is null || e.ContactId == contact))
                happened.TrySetResult();
        });
        var result = await act();
        Assert.True(result.IsSuccess, result.Error?.Code);
        await happened.Task.WaitAsync(TimeSpan.FromSeconds(30), Stop);
        return result;
    }
}
