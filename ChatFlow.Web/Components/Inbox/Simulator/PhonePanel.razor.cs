using ChatFlow.Core.Channels;
using ChatFlow.Core.Channels.Simulator;
using ChatFlow.Core.Common;
using ChatFlow.Core.Inbox.Media;
using ChatFlow.Core.Inbox.Simulator;
using ChatFlow.Core.Live;
using ChatFlow.Core.Users;
using ChatFlow.Web.Components.Shared;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Authorization;
using Microsoft.Extensions.Localization;
using Microsoft.JSInterop;
using MudBlazor;

namespace ChatFlow.Web.Components.Inbox.Simulator;

/// <summary>
/// The customer's phone: writes to the business, receives its messages and, a moment later, shows them to its owner. It
/// reports both as a real one does.
/// </summary>
public sealed partial class PhonePanel(
    IStringLocalizer<SimulatorTexts> L, SimulatedCustomer customer, WriteAsCustomer write, ReportFromPhone report, ReadPhone read, LetTimePass pass, SetSimulatorBehaviour behave,
    TimeProvider time, ISnackbar snackbar, IJSRuntime js) : IAsyncDisposable
{
    // What a person needs to look at the screen, so that "delivered" can be seen before "read".
    private static readonly TimeSpan s_glance = TimeSpan.FromSeconds(1.5);

    private static readonly TimeSpan s_typing = TimeSpan.FromSeconds(20);

    private readonly CancellationTokenSource _stop = new();
    private readonly HashSet<(string Id, MessageStatus Status)> _reported = [];
    private ElementReference _chat;
    private ElementReference _write;
    private DotNetObjectReference<PhonePanel>? _self;
    private IJSObjectReference? _files;
    private bool _sending;
    private IJSObjectReference? _module;
    private ITimer? _eyes;
    private DateTimeOffset _typingUntil;
    private PhoneView _view = new(null, []);
    private Actor? _actor;
    private Error? _error;
    private string _text = "";
    private bool _canWrite;
    private bool _interactive;
    private int _drawn;
    private Owner? _kept;

    [CascadingParameter]
    private Task<AuthenticationState> Authentication { get; set; } = null!;

    [Parameter, EditorRequired]
    public string CloseHref { get; set; } = "";

    /// <summary>The address of the conversation with this customer.</summary>
    [Parameter, EditorRequired]
    public Func<Guid, string> ConversationHref { get; set; } = null!;

    private SimulatedCustomer Customer => customer;

    private SimulatorBehaviour Behaviour => _view.Behaviour;

    // What has not come through yet is not on the screen.
    private IEnumerable<PhoneMessage> Shown => _view.Messages.Where(m => m.FromCustomer || m.Status is MessageStatus.Delivered or MessageStatus.Read);

    protected override async Task OnInitializedAsync()
    {
        _actor = (await Authentication).User.GetActor();
        _canWrite = _actor.CanWrite;
        await RefreshAsync();
    }

    protected override async Task OnAfterRenderAsync(bool firstRender)
    {
        if (firstRender)
        {
            _interactive = true;
            _module = await js.InvokeAsync<IJSObjectReference>("import", "./Components/Inbox/Simulator/PhonePanel.razor.js");
            _self = DotNetObjectReference.Create(this);
            _files = await _module.InvokeAsync<IJSObjectReference>("files", _chat, _write, _self);
            await RememberAsync();
            await ReportAsync();
        }

        await KeepAsync();
        var count = Shown.Count();
        if (_module is null || count == _drawn)
            return;
        _drawn = count;
        await _module.InvokeVoidAsync("toEnd", _chat);
    }

    private async Task RememberAsync()
    {
        if (await _module!.InvokeAsync<Owner?>("owner") is not { Phone.Length: > 0 } known || _kept is not null)
            return;
        _kept = known;
        (customer.Phone, customer.Name) = (known.Phone, known.Name);
        await RefreshAsync();
        StateHasChanged();
    }

    private async Task KeepAsync()
    {
        var owner = new Owner(customer.Phone, customer.Name);
        if (_module is null || owner == _kept)
            return;
        _kept = owner;
        await _module.InvokeVoidAsync("keep", owner.Phone, owner.Name);
    }

    // Before the first message nobody knows the number: any new message may be the one that makes the contact.
    private bool Concerns(LiveEvent live) =>
        live.Kind is LiveKind.ConnectionChanged
        || (live.Kind is LiveKind.MessageAdded or LiveKind.MessageChanged or LiveKind.Typing && (_view.ContactId is null || live.ContactId == _view.ContactId));

    // Shown until the message comes, or as long as a real phone shows it.
    private bool IsTyping => time.GetUtcNow() < _typingUntil;

    private Task HearAsync(IReadOnlyCollection<LiveEvent> events)
    {
        var message = events.Any(e => e.Kind != LiveKind.Typing);
        _typingUntil = message ? default : time.GetUtcNow() + s_typing;
        return message ? RefreshAsync() : Task.CompletedTask;
    }

    private async Task RefreshAsync()
    {
        _view = await read.RunAsync(_actor!, customer.Phone, _stop.Token);
        await ReportAsync();
    }

    private async Task SendAsync()
    {
        var text = _text;
        if (text.Trim().Length == 0)
            return;
        _text = "";
        _error = (await write.RunAsync(_actor!, new WriteAsCustomerRequest(customer.Phone, customer.Name, text), _stop.Token)).Error;
        if (_error is not null)
            _text = text;
    }

    /// <summary>The phone sends a file that the browser has uploaded; what is written goes along as its caption.</summary>
    [JSInvokable]
    public async Task SendFileAsync(Guid mediaId)
    {
        var text = _text;
        _text = "";
        _error = (await write.RunAsync(_actor!, new WriteAsCustomerRequest(customer.Phone, customer.Name, text, mediaId), _stop.Token)).Error;
        _sending = false;
        StateHasChanged();
    }

    /// <param name="problem">The sentence of whoever refused the file; empty when it did not get through.</param>
    [JSInvokable]
    public void FileFailed(string problem)
    {
        _sending = false;
        snackbar.Add(problem.Length > 0 ? problem : ErrorText.Of(new MediaInterrupted()), Severity.Error);
        StateHasChanged();
    }

    [JSInvokable]
    public void FileChosen()
    {
        _sending = true;
        StateHasChanged();
    }

    private async Task ReportAsync()
    {
        if (!_interactive || !_canWrite || Behaviour.Offline)
            return;
        await TellAsync(MessageStatus.Delivered, m => m.Status == MessageStatus.Sent);
        if (_view.Messages.Any(m => !m.FromCustomer && m.Status == MessageStatus.Delivered))
        {
            _eyes ??= time.CreateTimer(_ => _ = OpenAsync(), null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
            _eyes.Change(s_glance, Timeout.InfiniteTimeSpan);
        }
    }

    private async Task OpenAsync()
    {
        try
        {
            await InvokeAsync(() => Behaviour.Offline ? Task.CompletedTask : TellAsync(MessageStatus.Read, m => m.Status == MessageStatus.Delivered));
        }
        catch (Exception error) when (error is ObjectDisposedException or OperationCanceledException)
        {
            // the page went away meanwhile
        }
        catch (Exception error)
        {
            await DispatchExceptionAsync(error);
        }
    }

    private async Task TellAsync(MessageStatus status, Func<PhoneMessage, bool> which)
    {
        var ids = _view.Messages.Where(m => !m.FromCustomer && m.ProviderId is not null && which(m)).Select(m => m.ProviderId!)
            .Where(id => _reported.Add((id, status))).ToList();
        if (ids.Count > 0)
            _error = (await report.RunAsync(_actor!, new ReportFromPhoneRequest(ids, status), _stop.Token)).Error;
    }

    private Task ChangeNumberAsync(ChangeEventArgs change)
    {
        customer.Phone = change.Value?.ToString()?.Trim() ?? "";
        return RefreshAsync();
    }

    private Task NewCustomerAsync()
    {
        customer.Replace();
        _error = null;
        return RefreshAsync();
    }

    private Task SwitchOfflineAsync(ChangeEventArgs change) => BehaveAsync(Behaviour with { Offline = change.Value is true });

    private async Task BehaveAsync(SimulatorBehaviour behaviour)
    {
        _error = (await behave.RunAsync(_actor!, behaviour, _stop.Token)).Error;
        await RefreshAsync();
    }

    private async Task PassAsync()
    {
        _error = (await pass.RunAsync(_actor!, 2, _stop.Token)).Error;
        if (_error is null)
            snackbar.Add(L["Passed"], Severity.Normal);
    }

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        _stop.Dispose();
        if (_eyes is not null)
            await _eyes.DisposeAsync();
        try
        {
            if (_files is not null)
            {
                await _files.InvokeVoidAsync("dispose");
                await _files.DisposeAsync();
            }

            if (_module is not null)
                await _module.DisposeAsync();
        }
        catch (JSDisconnectedException)
        {
            // The browser is gone.
        }

        _self?.Dispose();
    }

    private sealed record Owner(string Phone, string Name);
}
