using ChatFlow.Core.Chatwoot;
using ChatFlow.Core.Chatwoot.Settings;
using ChatFlow.Core.Common;
using ChatFlow.Core.Users;
using ChatFlow.Web.Components.Shared;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Authorization;
using Microsoft.Extensions.Localization;
using MudBlazor;

namespace ChatFlow.Web.Components.Connection;

/// <summary>The mirror to Chatwoot: its settings, tried when saved, and how it stands. For admins.</summary>
public sealed partial class ChatwootSection(
    GetChatwoot get, PutChatwoot put, RetryChatwoot retry, ISnackbar snackbar, IStringLocalizer<ChatwootTexts> L) : IDisposable
{
    private static readonly string[] s_fields = ["baseUrl", "accountId", "accessToken", "inboxId", "signingSecret"];

    private readonly CancellationTokenSource _stop = new();
    private ChatwootForm _form = new();
    private ChatwootForm _saved = new();
    private ChatwootView? _view;
    private Error? _problem;
    private Actor _actor = null!;
    private bool _busy;

    [CascadingParameter]
    private Task<AuthenticationState> Authentication { get; set; } = null!;

    /// <summary>Where Chatwoot is told to reach us.</summary>
    [Parameter, EditorRequired]
    public Uri Address { get; set; } = null!;

    private bool Changed => _form != _saved;

    private bool IsShownAtField => s_fields.Contains(_problem?.Field);

    private string Look => _view switch
    {
        { State: MirrorState.Gone or MirrorState.Refused } => "is-error",
        { Enabled: false } => "",
        { State: MirrorState.Waiting } => "is-warning",
        _ => "is-success",
    };

    private string StateWords => _view switch
    {
        { State: MirrorState.Gone } => L["StateGone"],
        { Enabled: false } => L["StateOff"],
        { State: MirrorState.Refused } => L["StateRefused"],
        { State: MirrorState.Waiting } => L["StateWaiting"],
        _ => L["StateWorking"],
    };

    /// <summary>The cause and what to do, where the mirror does not work.</summary>
    private string? Trouble => _view switch
    {
        { State: MirrorState.Gone } => L["WhyGone"].Value,
        { Enabled: false } => null,
        { State: MirrorState.Refused } => L["WhyRefused"].Value,
        { State: MirrorState.Waiting } => L["WhyWaiting"].Value,
        _ => null,
    };

    protected override async Task OnInitializedAsync()
    {
        _actor = (await Authentication).User.GetActor();
        await LoadAsync();
    }

    private string? ErrorOf(string field) => _problem?.Field == field ? ErrorText.Of(_problem) : null;

    private async Task LoadAsync()
    {
        var result = await get.RunAsync(_actor, Address, _stop.Token);
        if (result.IsSuccess)
            Show(result.Value, keepForm: Changed);
    }

    private void Show(ChatwootView view, bool keepForm)
    {
        _view = view;
        _saved = ChatwootForm.Of(view);
        if (!keepForm)
            _form = _saved with { };
    }

    private void Discard()
    {
        _form = _saved with { };
        _problem = null;
    }

    private Task SaveAsync() => ActAsync(async () => await put.RunAsync(_actor, _form.ToRequest(), Address, _stop.Token), _form.Enabled ? L["SavedOn"] : L["SavedOff"], keepForm: false);

    private Task RetryAsync() => ActAsync(async () => await retry.RunAsync(_actor, Address, _stop.Token), L["Retrying"], keepForm: Changed);

    private async Task ActAsync(Func<Task<Result<ChatwootView>>> act, string words, bool keepForm)
    {
        _busy = true;
        try
        {
            var result = await act();
            _problem = result.Error;
            if (!result.IsSuccess)
                return;
            Show(result.Value, keepForm);
            snackbar.Add(words, Severity.Success);
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
