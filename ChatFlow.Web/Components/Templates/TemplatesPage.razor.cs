using ChatFlow.Core.Common;
using ChatFlow.Core.Organizations.MetaCloud;
using ChatFlow.Core.Users;
using ChatFlow.Web.Components.Shared;
using ChatFlow.Web.Security;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Authorization;
using Microsoft.Extensions.Localization;
using MudBlazor;

namespace ChatFlow.Web.Components.Templates;

/// <summary>The business's templates at Meta: what they say, whether they may be sent, and why not.</summary>
public sealed partial class TemplatesPage(
    ReadTemplates read, SyncTemplates sync, DeleteTemplate delete, IDialogService dialogs, ISnackbar snackbar, IStringLocalizer<TemplateTexts> L) : IDisposable
{
    private readonly CancellationTokenSource _stop = new();
    private Actor _actor = null!;
    private TemplateList? _list;
    private IReadOnlyList<TemplateView> _items = [];
    private string _search = "";
    private int _turn;
    private bool _mayEdit;
    private bool _busy;

    [CascadingParameter]
    private Task<AuthenticationState> Authentication { get; set; } = null!;

    protected override async Task OnInitializedAsync()
    {
        _actor = (await Authentication).User.GetActor();
        _mayEdit = _actor.CanAdminister;
        await LoadAsync();
    }

    private async Task LoadAsync()
    {
        var turn = ++_turn;
        var list = await read.RunAsync(_actor, new ReadTemplatesRequest(_search), _stop.Token);
        // A slower answer to an older question comes to nothing.
        if (turn != _turn)
            return;
        _list = list;
        _items = list.Items;
    }

    private Task SearchAsync(ChangeEventArgs change)
    {
        _search = (string?)change.Value ?? "";
        return LoadAsync();
    }

    private async Task MoreAsync()
    {
        var turn = ++_turn;
        var next = await read.RunAsync(_actor, new ReadTemplatesRequest(_search, After: _items[^1]), _stop.Token);
        if (turn != _turn)
            return;
        _list = next;
        _items = [.. _items, .. next.Items];
    }

    private async Task SyncAsync()
    {
        _busy = true;
        try
        {
            var result = await sync.RunAsync(_actor.OrganizationId, _stop.Token);
            if (result.IsSuccess)
                snackbar.Add(L["Synced", result.Value], Severity.Success);
            else if (result.Error is not ProviderError)
                snackbar.Add(ErrorText.Of(result.Error), Severity.Error);
            await LoadAsync();
        }
        finally
        {
            _busy = false;
        }
    }

    private async Task DeleteAsync(TemplateView template)
    {
        var question = new ConfirmQuestion(L["DeleteTitle", template.Name, template.Language], L["Delete"]) { Text = L["DeleteText"] };
        if (!await ConfirmDialog.AskAsync(dialogs, question))
            return;
        _busy = true;
        try
        {
            var result = await delete.RunAsync(_actor, template.Id, _stop.Token);
            if (!result.IsSuccess)
                snackbar.Add(ProviderErrorText.Of(result.Error), Severity.Error);
            await LoadAsync();
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
