using System.Text.Json;
using ChatFlow.Core.Blobs;
using ChatFlow.Core.Channels;
using ChatFlow.Core.Contacts;
using ChatFlow.Core.Data;
using ChatFlow.Core.FollowUps;
using ChatFlow.Core.FollowUps.Dispatching;
using ChatFlow.Core.FollowUps.Enums;
using ChatFlow.Core.FollowUps.Executions;
using ChatFlow.Core.FollowUps.Sequences;
using ChatFlow.Core.Inbox;
using ChatFlow.Core.Inbox.Receiving;
using ChatFlow.Core.Inbox.Sending;
using ChatFlow.Core.Live;
using ChatFlow.Core.Organizations;
using ChatFlow.Core.Security;
using ChatFlow.Core.Users;
using ChatFlow.Tests.Support;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Time.Testing;
using Xunit;

namespace ChatFlow.Tests.FollowUps.UseCases;

/// <summary>
/// The follow-up engine over a database of its own with a clock that stands still and nothing running in the background:
/// a test takes every step itself. The channel is a simulator that records what it is given.
/// </summary>
public sealed class FollowUpHost : IAsyncLifetime
{
    private ServiceProvider? _services;
    private TestDatabase? _database;
    private readonly string _blobs = TestFolders.New("blobs");
    private int _organizations;
    private int _messages;
    private int _phones;

    /// <summary>A Tuesday at noon in Mexico City.</summary>
    public FakeTimeProvider Clock { get; } = new(new DateTimeOffset(2026, 11, 24, 18, 0, 0, TimeSpan.Zero));

    public RecordingChannel Channel { get; } = new();

    public TestDatabase Database => _database!;

    public string NextPhone() => $"+52551234{Interlocked.Increment(ref _phones):0000}";

    public CancellationToken Stop => TestContext.Current.CancellationToken;

    public T Get<T>()
        where T : notnull => _services!.GetRequiredService<T>();

    public async ValueTask InitializeAsync()
    {
        _database = await TestDatabase.CreateAsync(Stop);
        var services = new ServiceCollection();
        var configuration = new ConfigurationBuilder().Build();
        services.AddLogging();
        services.AddSingleton<IConfiguration>(configuration);
        services.AddSingleton<TimeProvider>(Clock);
        services.AddSingleton<LiveBus>();
        services.AddSingleton(SecretKeys.Parse(SecretKeys.Generate(TimeProvider.System)));
        services.AddSingleton<SecretCipher>();
        services.AddOutboundHttp(configuration);
        services.AddData(_database.AppConnection);
        services.AddBlobs(_blobs);
        services.AddChannels();
        services.AddOrganizations();
        services.AddUsers(configuration);
        services.AddContacts();
        services.AddInbox();
        services.AddFollowUps();
        services.RemoveAll<IChannel>();
        services.AddSingleton<IChannel>(Channel);
        _services = services.BuildServiceProvider();
    }

    public async ValueTask DisposeAsync()
    {
        if (_services is not null)
            await _services.DisposeAsync();
        if (_database is not null)
            await _database.DisposeAsync();
    }

    /// <summary>An organization on the simulator, seen by its admin.</summary>
    public async Task<Actor> OpenAsync()
    {
        var name = $"negocio-{Interlocked.Increment(ref _organizations)}";
        var opened = await Get<OpenOrganization>().RunAsync(
            new OpenOrganizationRequest(name, name, $"{name}@example.com", "correct horse battery", ChosenByOperator: true), Stop);
        var actor = new Actor(opened.Value.OrganizationId, opened.Value.AdminId, UserRole.Admin);
        await RunAsync(actor, async db =>
        {
            var config = await db.Set<BotConfig>().SingleAsync(Stop);
            config.ConnectionType = ChannelType.Simulator;
            config.ConnectionStatus = ConnectionStatus.Connected;
            await db.SaveChangesAsync(Stop);
        });
        return actor;
    }

    public Task RunAsync(Actor actor, Func<ChatFlowDb, Task> work) => Get<TenantDb>().RunAsync(actor.OrganizationId, (db, _) => work(db), Stop);

    public Task<T> ReadAsync<T>(Actor actor, Func<ChatFlowDb, Task<T>> read) => Get<TenantDb>().RunAsync(actor.OrganizationId, (db, _) => read(db), Stop);

    /// <summary>A message from the customer, applied as a webhook's would be.</summary>
    public Task ReceiveAsync(Actor actor, string phone, string text) => RunAsync(actor, db => Get<ReceiveEvents>().RunAsync(
        db,
        [new ReceivedEvent(null, new MessageReceived($"in-{Interlocked.Increment(ref _messages)}", new ContactAddress(phone), "Ana López", MessageType.Text, text, Clock.GetUtcNow()), Clock.GetUtcNow())],
        Stop));

    /// <summary>An answer typed by a person, delivered.</summary>
    public async Task AnswerAsync(Actor actor, string phone, string text)
    {
        var sent = await Get<SendMessage>().RunAsync(actor, new SendMessageRequest(null, phone, text), Stop);
        Assert.True(sent.IsSuccess, sent.Error?.Message);
        await Get<OutboundSender>().OnceAsync(Stop);
    }

    public async Task<SequenceView> SaveAsync(Actor actor, SequenceInput input, Guid? id = null)
    {
        var saved = await Get<SaveSequence>().RunAsync(actor, new SaveSequenceRequest(input, id), Stop);
        Assert.True(saved.IsSuccess, saved.Error?.Message);
        return saved.Value;
    }

    public Task<int> DispatchAsync() => Get<FollowUpDispatcher>().OnceAsync(Stop);

    public async Task<IReadOnlyList<ExecutionView>> RunsAsync(Actor actor, Guid sequence) =>
        (await Get<ListExecutions>().RunAsync(actor, new ListExecutionsRequest(sequence), Stop)).Value.Items;

    /// <summary>"No response", one and two minutes, without limits.</summary>
    public static SequenceInput TwoSteps(string first = "Hola {{ nombre }}, ¿seguimos?", string second = "Último aviso", TriggerType trigger = TriggerType.NoResponse) => new(
        "Retomar", trigger, [new StepInput(first, 1, DelayUnit.Minutes), new StepInput(second, 2, DelayUnit.Minutes)],
        TriggerConfig: trigger is TriggerType.Custom ? Json("""{"event":"cotizar","cancelEvent":"rechazada"}""") : null,
        Policy: Json("""{"liftLimits":true}"""));

    public static JsonElement Json(string text)
    {
        using var json = JsonDocument.Parse(text);
        return json.RootElement.Clone();
    }
}

/// <summary>Takes everything, remembers it, and may be told to answer otherwise.</summary>
public sealed class RecordingChannel : IChannel
{
    private readonly System.Collections.Concurrent.ConcurrentQueue<OutboundMessage> _sent = new();

    public ChannelType Type => ChannelType.Simulator;

    public Func<OutboundMessage, SendOutcome> Answer { get; set; } = m => new SendOutcome.Accepted($"sim-{m.Id:N}");

    public IReadOnlyList<string> TextsTo(string phone) => [.. _sent.Where(m => m.To.Phone == phone).Select(m => m.Text)];

    public Task<SendOutcome> SendAsync(ChannelSettings settings, OutboundMessage message, CancellationToken ct)
    {
        _sent.Enqueue(message);
        return Task.FromResult(Answer(message));
    }

    public Task<ConnectionCheck> CheckAsync(ChannelSettings settings, CancellationToken ct) =>
        Task.FromResult(new ConnectionCheck(ConnectionStatus.Connected, null, null));
}
