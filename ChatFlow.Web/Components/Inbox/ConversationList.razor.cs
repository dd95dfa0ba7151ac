using ChatFlow.Core.Common;
using ChatFlow.Core.Inbox;
using ChatFlow.Core.Live;
using ChatFlow.Core.Users;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Authorization;
using Microsoft.Extensions.Localization;
using Microsoft.JSInterop;

namespace ChatFlow.Web.Components.Inbox;

/// <summary>The conversations of a tab, in live order; the order stands still while the pointer moves over it.</summary>
public sealed partial class ConversationList(
    IStringLocalizer<InboxTexts> L, ListConversations list, CountConversations counts, IJSRuntime js) : IAsyncDisposable
{
    private readonly CancellationTokenSource _stop = new();
    private ElementReference _scroller;
    private DotNetObjectReference<ConversationList>? _self;
    private IJSObjectReference? _module;
    private IJSObjectReference? _pointer;
    private IReadOnlyList<ConversationRow>? _rows;
    private Page<ConversationRow>? _held;
    private string? _next;
    private Error? _error;
    private Guid? _me;
    private ConversationFilter? _shown;
    private bool _pointing;
    private bool _busy;

    [CascadingParameter]
    private Task<AuthenticationState> Authentication { get; set; } = null!;

    [Parameter]
    public Guid? Selected { get; set; }

    [Parameter, EditorRequired]
    public ConversationFilter Filter { get; set; }

    /// <summary>The address of a contact's conversation.</summary>
    [Parameter, EditorRequired]
    public Func<Guid, string> Address { get; set; } = null!;

    [Parameter, EditorRequired]
    public Func<ConversationFilter, string> FilterAddress { get; set; } = null!;

    /// <summary>Where the test phone opens; null where there is none to open.</summary>
    [Parameter]
    public string? PhoneHref { get; set; }

    /// <summary>Carried over from the first rendering, so that nothing flickers.</summary>
    [PersistentState]
    public Page<ConversationRow>? FirstPage { get; set; }

    [PersistentState]
    public ConversationCounts? Counts { get; set; }

    protected override async Task OnParametersSetAsync()
    {
        if (_shown == Filter)
            return;
        var first = _shown is null;
        _shown = Filter;
        _me = (await Actor()).UserId;
        if (first && FirstPage is { } carried && Counts is not null)
        {
            Show(carried);
            return;
        }

        _rows = null;
        await LoadAsync();
        if (first)
            await CountAsync();
    }

    protected override async Task OnAfterRenderAsync(bool firstRender)
    {
        if (!firstRender)
            return;
        _self = DotNetObjectReference.Create(this);
        _module = await js.InvokeAsync<IJSObjectReference>("import", "./Components/Inbox/ConversationList.razor.js");
        _pointer = await _module.InvokeAsync<IJSObjectReference>("watch", _scroller, _self);
    }

    /// <summary>The pointer moves over the list, or has come to rest.</summary>
    [JSInvokable]
    public Task PointingAsync(bool pointing)
    {
        _pointing = pointing;
        if (pointing || _held is not { } held)
            return Task.CompletedTask;
        Show(held);
        StateHasChanged();
        return Task.CompletedTask;
    }

    private async Task LoadAsync()
    {
        var filter = Filter;
        var size = Math.Clamp(_rows?.Count ?? 0, PageSize.Default, PageSize.Maximum);
        var result = await list.RunAsync(await Actor(), new ListConversationsRequest(filter, null, size), _stop.Token);
        if (filter != Filter)
            return;
        _error = result.Error;
        if (!result.IsSuccess)
            return;
        if (_rows is null)
            FirstPage = result.Value;
        Show(result.Value);
    }

    private Task RefreshAsync() => _rows is null ? Task.CompletedTask : LoadAsync();

    private async Task CountAsync() => Counts = await counts.RunAsync(await Actor(), _stop.Token);

    private async Task MoreAsync()
    {
        _busy = true;
        try
        {
            var result = await list.RunAsync(await Actor(), new ListConversationsRequest(Filter, _next), _stop.Token);
            _error = result.Error;
            if (!result.IsSuccess)
                return;
            _rows = [.. _rows!.Concat(result.Value.Items).DistinctBy(r => r.Id)];
            _next = _rows.Count >= PageSize.Maximum ? null : result.Value.Next;
        }
        finally
        {
            _busy = false;
        }
    }

    // Under a moving pointer every row keeps its place and only its words change.
    private void Show(Page<ConversationRow> page)
    {
        if (_pointing && _rows is { Count: > 0 } rows)
        {
            var fresh = page.Items.ToDictionary(r => r.Id);
            _rows = [.. rows.Select(r => fresh.GetValueOrDefault(r.Id, r))];
            _held = page;
            return;
        }

        _held = null;
        _rows = page.Items;
        _next = page.Items.Count >= PageSize.Maximum ? null : page.Next;
    }

    private int CountOf(ConversationFilter filter) => filter switch
    {
        ConversationFilter.Mine => Counts?.Mine ?? 0,
        ConversationFilter.Unread => Counts?.Unread ?? 0,
        // How many there are in all is nothing to act upon.
        ConversationFilter.All or ConversationFilter.Unassigned or ConversationFilter.Resolved => 0,
    };

    private static bool Concerns(LiveEvent live) => live.Kind is LiveKind.ConversationChanged or LiveKind.ContactChanged or LiveKind.SettingsChanged;

    private async Task<Actor> Actor() => (await Authentication).User.GetActor();

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        _stop.Dispose();
        try
        {
            if (_pointer is not null)
            {
                await _pointer.InvokeVoidAsync("dispose");
                await _pointer.DisposeAsync();
            }

            if (_module is not null)
                await _module.DisposeAsync();
        }
        catch (JSDisconnectedException)
        {
            // The browser is gone and its listener with it.
        }

        _self?.Dispose();
    }
}
