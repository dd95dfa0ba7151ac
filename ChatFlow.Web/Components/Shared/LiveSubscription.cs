using ChatFlow.Core.Live;
using ChatFlow.Core.Users;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Authorization;

namespace ChatFlow.Web.Components.Shared;

/// <summary>
/// Listens to the organization's live events while the page is interactive: gathers those that come close together, at
/// most ten times a second, hands them over on the page's own thread and one batch at a time. The first comes at once.
/// </summary>
/// <example><c>&lt;LiveSubscription Wanted="e => e.ContactId == Id" OnEvents="RefreshAsync" /&gt;</c></example>
public sealed class LiveSubscription : ComponentBase, IDisposable
{
    private const int LargestBatch = 200;
    private readonly Lock _lock = new();
    private HashSet<LiveEvent> _waiting = [];
    private IDisposable? _subscription;
    private ITimer? _timer;
    private DateTimeOffset _last;
    private bool _armed;
    private bool _running;
    private bool _disposed;

    [Inject]
    private LiveBus Bus { get; set; } = null!;

    [Inject]
    private TimeProvider Time { get; set; } = null!;

    [CascadingParameter]
    private Task<AuthenticationState>? Authentication { get; set; }

    /// <summary>Asked on the publisher's thread for every event of the organization: decide by the event alone.</summary>
    [Parameter, EditorRequired]
    public Func<LiveEvent, bool> Wanted { get; set; } = null!;

    /// <summary>Called with what happened since the last time; beyond 200 events the rest is left out, so read afresh then.</summary>
    [Parameter, EditorRequired]
    public EventCallback<IReadOnlyCollection<LiveEvent>> OnEvents { get; set; }

    /// <summary>The shortest time between two calls.</summary>
    [Parameter]
    public TimeSpan Every { get; set; } = TimeSpan.FromMilliseconds(100);

    // Runs only in a circuit, never while the page is rendered on the server first.
    protected override async Task OnAfterRenderAsync(bool firstRender)
    {
        if (!firstRender || Authentication is null || (await Authentication).User.TryGetActor() is not { } actor || _disposed)
            return;
        _timer = Time.CreateTimer(_ => _ = RunAsync(), null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        _subscription = Bus.Subscribe(actor.OrganizationId, Take);
    }

    private void Take(LiveEvent live)
    {
        if (!Wanted(live))
            return;
        lock (_lock)
        {
            if (_waiting.Count < LargestBatch)
                _waiting.Add(live);
            Arm();
        }
    }

    // Under the lock.
    private void Arm()
    {
        if (_armed || _running || _disposed || _waiting.Count == 0)
            return;
        _armed = true;
        var wait = _last + Every - Time.GetUtcNow();
        _timer?.Change(wait > TimeSpan.Zero ? wait : TimeSpan.Zero, Timeout.InfiniteTimeSpan);
    }

    private async Task RunAsync()
    {
        HashSet<LiveEvent> batch;
        lock (_lock)
        {
            _armed = false;
            if (_disposed || _running || _waiting.Count == 0)
                return;
            _running = true;
            batch = _waiting;
            _waiting = [];
        }

        try
        {
            await InvokeAsync(() => _disposed ? Task.CompletedTask : OnEvents.InvokeAsync(batch));
        }
        catch (ObjectDisposedException)
        {
            // the page went away meanwhile
        }
        catch (Exception error)
        {
            await DispatchExceptionAsync(error);
        }
        finally
        {
            lock (_lock)
            {
                _running = false;
                _last = Time.GetUtcNow();
                Arm();
            }
        }
    }

    public void Dispose()
    {
        lock (_lock)
        {
            _disposed = true;
        }

        _subscription?.Dispose();
        _timer?.Dispose();
    }
}
