using ChatFlow.Core.Channels;
using ChatFlow.Core.Common;
using ChatFlow.Core.Organizations;
using ChatFlow.Core.Users;
using ChatFlow.Web.Components.Shared;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Authorization;
using Microsoft.Extensions.Localization;
using MudBlazor;

namespace ChatFlow.Web.Components.Connection;

/// <summary>Who the linked number is, what can be done to its instance, and how it stood lately.</summary>
public sealed partial class NumberSection(
    DisconnectEvolution disconnect, RestartEvolution restart, DeleteEvolutionInstance delete, PairEvolution pair, ListConnectionChanges changes,
    IDialogService dialogs, ISnackbar snackbar, IStringLocalizer<EvolutionTexts> L, IStringLocalizer<ConnectionTexts> Words) : IDisposable
{
    private readonly CancellationTokenSource _stop = new();
    private IReadOnlyList<ConnectionChangeView> _changes = [];
    private Actor? _actor;
    private Error? _error;
    private bool _busy;
    private bool _registered;
    private bool _open;

    [CascadingParameter]
    private Task<AuthenticationState> Authentication { get; set; } = null!;

    [Parameter, EditorRequired]
    public ConnectionView View { get; set; } = null!;

    /// <summary>Where the gateway is told to reach us.</summary>
    [Parameter, EditorRequired]
    public Uri Address { get; set; } = null!;

    private string Instance => View.Evolution?.InstanceName ?? "";

    private string Who => View.Phone is { } phone ? ChatFlow.Core.Contacts.Phones.PhoneBook.Format(phone) : Instance;

    // The page reads the connection again at every change of it, and then the history has changed too.
    protected override async Task OnParametersSetAsync()
    {
        _actor ??= (await Authentication).User.GetActor();
        _changes = await changes.RunAsync(_actor, _stop.Token);
    }

    private Task DisconnectAsync() => DoAsync(
        new ConfirmQuestion(L["DisconnectTitle", Who], L["Disconnect"]) { Text = L["DisconnectText"] }, disconnect.RunAsync, L["Disconnected"]);

    private Task RestartAsync() => DoAsync(
        new ConfirmQuestion(L["RestartTitle", Instance], L["Restart"]) { Text = L["RestartText"], Destructive = false }, restart.RunAsync, L["Restarted"]);

    private Task DeleteAsync() => DoAsync(
        new ConfirmQuestion(L["DeleteTitle", Instance], L["Delete"]) { Text = L["DeleteText"], Typed = Instance }, delete.RunAsync, L["Deleted"]);

    private async Task DoAsync(ConfirmQuestion question, Func<Actor, CancellationToken, Task<Result<Done>>> verb, string done)
    {
        if (!await ConfirmDialog.AskAsync(dialogs, question))
            return;
        _busy = true;
        try
        {
            _error = (await verb(_actor!, _stop.Token)).Error;
            if (_error is null)
                snackbar.Add(done, Severity.Success);
        }
        finally
        {
            _busy = false;
        }
    }

    private async Task RegisterAsync()
    {
        _busy = true;
        try
        {
            _error = (await pair.SetWebhookAsync(_actor!, Address, _stop.Token)).Error;
            _registered = _error is null;
        }
        finally
        {
            _busy = false;
        }
    }

    private string StateOf(ConnectionChangeView change) => change.Status switch
    {
        ConnectionStatus.Connected => L["StateConnected"],
        ConnectionStatus.Connecting => L["StateConnecting"],
        ConnectionStatus.Disconnected => change.Reason is { } reason ? $"{L["StateDisconnected"]}: {ConnectionWords.Why(reason, View.Type, Words)}" : L["StateDisconnected"],
    };

    public void Dispose()
    {
        _stop.Cancel();
        _stop.Dispose();
    }
}
