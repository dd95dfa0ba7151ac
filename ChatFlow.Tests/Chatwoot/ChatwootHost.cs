using ChatFlow.Core.Chatwoot.Sending;
using ChatFlow.Core.Chatwoot.Settings;
using ChatFlow.Core.Inbox.Simulator;
using ChatFlow.Core.Users;
using ChatFlow.Tests.Support;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace ChatFlow.Tests.Chatwoot;

/// <summary>An organization on the simulator whose mirror leads to a <see cref="FakeChatwoot"/>.</summary>
internal sealed class ChatwootHost(TestApp app, TestOrganization organization, FakeChatwoot chatwoot) : IAsyncDisposable
{
    public const string Customer = "+13055550101";

    // A loop that does not end fails its test instead of holding up the run.
    private readonly CancellationTokenSource _patience = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);

    private CancellationToken Stop
    {
        get
        {
            _patience.CancelAfter(TimeSpan.FromSeconds(90));
            return _patience.Token;
        }
    }

    public TestApp App => app;

    public TestOrganization Organization => organization;

    public FakeChatwoot Chatwoot => chatwoot;

    public Actor Admin => new(organization.Id, organization.AdminId, UserRole.Admin);

    public static async Task<ChatwootHost> StartAsync(TestApp app, bool mirrored = true)
    {
        var ct = TestContext.Current.CancellationToken;
        var host = new ChatwootHost(app, await app.OpenAsync(ct), await FakeChatwoot.StartAsync(ct));
        if (mirrored)
            Assert.Null((await host.PutAsync()).Error);
        return host;
    }

    public Task<Core.Common.Result<ChatwootView>> PutAsync(Func<PutChatwootRequest, PutChatwootRequest>? change = null)
    {
        var request = new PutChatwootRequest(chatwoot.Address, "1", AccessToken: FakeChatwoot.Token);
        return Get<PutChatwoot>().RunAsync(Admin, change?.Invoke(request) ?? request, app.Address, Stop);
    }

    public async Task<ChatwootView> ViewAsync() => (await Get<GetChatwoot>().RunAsync(Admin, app.Address, _patience.Token)).Value;

    /// <summary>A customer writes, and it is applied.</summary>
    public async Task ArriveAsync(string text, string phone = Customer, string? name = "Lucía")
    {
        Assert.Null((await Get<WriteAsCustomer>().RunAsync(Admin, new WriteAsCustomerRequest(phone, name, text), Stop)).Error);
        await app.SettleAsync(organization, Stop);
    }

    /// <summary>Until Chatwoot knows everything, and everything that it told is applied and sent.</summary>
    public async Task SettleAsync()
    {
        var ct = Stop;
        do
        {
            await app.SettleAsync(organization, ct);
            await Get<MirrorWorker>().OnceAsync(ct);
        }
        while (await CountAsync("""
            SELECT (SELECT count(*) FROM chatwoot_outbox WHERE organization_id = $1)
                + (SELECT count(*) FROM webhook_inbox WHERE organization_id = $1 AND state = 'pending')
                + (SELECT count(*) FROM messages WHERE organization_id = $1 AND (dispatch_at IS NOT NULL OR sending_since IS NOT NULL))
            """) > 0);
    }

    /// <summary>Rounds until something is so.</summary>
    public async Task UntilAsync(Func<Task<bool>> isSo)
    {
        var ct = Stop;
        while (!await isSo())
            await Get<MirrorWorker>().OnceAsync(ct);
    }

    public Task<long> CountAsync(string sql) => app.Database.ScalarAsync<long>(sql, _patience.Token, organization.Id);

    public Task<IReadOnlyList<string>> OutboundAsync() => app.Database.QueryAsync(
        "SELECT message_content FROM messages WHERE organization_id = $1 AND direction = 'outbound' ORDER BY occurred_at, id", r => r.GetString(0), Stop, organization.Id);

    public Task<Guid> ContactAsync(string phone = Customer) => app.Database.ScalarAsync<Guid>($"SELECT id FROM contacts WHERE organization_id = $1 AND phone = '{phone}'", Stop, organization.Id);

    public T Get<T>()
        where T : notnull => app.Services.GetRequiredService<T>();

    public ValueTask DisposeAsync()
    {
        _patience.Dispose();
        return chatwoot.DisposeAsync();
    }
}
