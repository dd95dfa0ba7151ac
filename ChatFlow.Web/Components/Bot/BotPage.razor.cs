using ChatFlow.Core.Bot;
using ChatFlow.Core.Common;
using ChatFlow.Core.Users;
using ChatFlow.Web.Components.Shared;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Authorization;
using Microsoft.Extensions.Localization;
using MudBlazor;

namespace ChatFlow.Web.Components.Bot;

/// <summary>All of the bot on one page: what it knows, how it speaks, what answers, and what it did.</summary>
public sealed partial class BotPage(GetBot get, PutBot put, ISnackbar snackbar, IStringLocalizer<BotTexts> L) : IDisposable
{
    private static readonly int[] s_returns = [30, 60, 120, 240, 480, 720, 1440, 4320];

    private readonly CancellationTokenSource _stop = new();
    private BotForm _form = new();
    private BotForm _saved = new();
    private Error? _error;
    private Error? _problem;
    private bool _mayEdit;
    private bool _saving;
    private Actor _actor = null!;

    [CascadingParameter]
    private Task<AuthenticationState> Authentication { get; set; } = null!;

    [PersistentState]
    public BotSettings? Settings { get; set; }

    private bool Changed => _form != _saved;

    private IEnumerable<int> Returns => s_returns.Append(_form.ReturnAfterMinutes).Distinct().Order();

    private string HoursHint => _form.BusinessHours.Trim().Length == 0 || BusinessHours.TryParse(_form.BusinessHours, out _)
        ? L["HoursHint"]
        : L["HoursNotUnderstood"];

    protected override async Task OnInitializedAsync()
    {
        _actor = (await Authentication).User.GetActor();
        _mayEdit = _actor.CanAdminister;
        if (Settings is null)
            await LoadAsync();
        else
            Show(Settings);
    }

    private string? ErrorOf(string field) => _problem?.Field == field ? ErrorText.Of(_problem) : null;

    private async Task LoadAsync()
    {
        var result = await get.RunAsync(_actor, _stop.Token);
        _error = result.Error;
        if (result.IsSuccess)
            Show(result.Value);
    }

    private void Show(BotSettings settings)
    {
        Settings = settings;
        _saved = BotForm.Of(settings);
        _form = _saved with { };
        _problem = null;
    }

    // Somebody else saved: shown at once, but never over what is being written here.
    private Task RefreshAsync() => Changed || _saving ? Task.CompletedTask : LoadAsync();

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
            var result = await put.RunAsync(_actor, _form.ToRequest(), _stop.Token);
            _problem = result.Error;
            if (!result.IsSuccess)
                return;
            Show(result.Value);
            snackbar.Add(L["Saved"], Severity.Success);
        }
        finally
        {
            _saving = false;
        }
    }

    public void Dispose()
    {
        _stop.Cancel();
        _stop.Dispose();
    }
}
