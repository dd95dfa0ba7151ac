using ChatFlow.Core.Channels;
using ChatFlow.Core.Common;
using ChatFlow.Core.Organizations;
using ChatFlow.Core.Users;
using ChatFlow.Web.Components.Layout;
using ChatFlow.Web.Components.Shared;
using ChatFlow.Web.Security;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Authorization;
using Microsoft.Extensions.Localization;
using MudBlazor;

namespace ChatFlow.Web.Components.Connection;

/// <summary>How WhatsApp is reached, whether it works, and what to do when it does not.</summary>
public sealed partial class ConnectionPage(
    GetConnection get, PutConnection put, CheckConnection check, ChannelState state, PublicAddress address, NavigationManager navigation,
    ISnackbar snackbar, IStringLocalizer<ConnectionTexts> L) : IDisposable
{
    private readonly CancellationTokenSource _stop = new();
    private ConnectionForm _form = new();
    private ConnectionForm _saved = new();
    private Error? _error;
    private Error? _problem;
    private Actor _actor = null!;
    private bool _mayEdit;
    private bool _saving;
    private bool _busy;

    [CascadingParameter]
    private Task<AuthenticationState> Authentication { get; set; } = null!;

    // Not carried over from prerendering: it holds the webhook's key and header.
    private ConnectionView? View { get; set; }

    private bool Changed => _form != _saved;

    private Uri Address => address.Configured ?? new Uri(navigation.BaseUri);

    private IEnumerable<(ChannelType Type, string Title, string Hint)> Types =>
    [
        (ChannelType.EvolutionApi, L["TypeEvolution"], L["TypeEvolutionHint"]),
        (ChannelType.MetaApi, L["TypeMeta"], L["TypeMetaHint"]),
        (ChannelType.Simulator, L["TypeSimulator"], L["TypeSimulatorHint"]),
    ];

    protected override async Task OnInitializedAsync()
    {
        _actor = (await Authentication).User.GetActor();
        _mayEdit = _actor.CanAdminister;
        await LoadAsync();
    }

    private string? ErrorOf(string field) => _problem?.Field == field ? ErrorText.Of(_problem) : null;

    private void Choose(ChannelType type)
    {
        _form.Type = type;
        _problem = null;
    }

    private async Task LoadAsync()
    {
        var result = await get.RunAsync(_actor, Address, _stop.Token);
        _error = result.Error;
        if (result.IsSuccess)
            Show(result.Value, keepForm: Changed);
    }

    private void Show(ConnectionView view, bool keepForm)
    {
        // What a save or a check answers holds no measurement: the last one stays, of the same connection.
        View = view.Health is null && View?.Type == view.Type ? view with { Health = View.Health } : view;
        state.Set(View.Status, View.Health);
        _saved = ConnectionForm.Of(view);
        if (!keepForm)
            _form = _saved with { };
    }

    private void Discard()
    {
        _form = _saved with { };
        _problem = null;
    }

    private async Task SaveAsync()
    {
        _saving = true;
        try
        {
            var result = await put.RunAsync(_actor, _form.ToRequest(), Address, _stop.Token);
            _problem = result.Error;
            if (!result.IsSuccess)
                return;
            Show(result.Value, keepForm: false);
            snackbar.Add(L["Saved"], Severity.Success);
        }
        finally
        {
            _saving = false;
        }
    }

    private async Task CheckAsync()
    {
        _busy = true;
        try
        {
            var result = await check.RunAsync(_actor, Address, _stop.Token);
            if (result.IsSuccess)
                Show(result.Value, keepForm: Changed);
        }
        finally
        {
            _busy = false;
        }
    }

    public void Dispose()
    {
        _stop.Cancel();
        _stop.Dispose();
    }
}
