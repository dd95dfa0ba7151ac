using ChatFlow.Core.Channels;
using ChatFlow.Core.Common;
using ChatFlow.Core.FollowUps.Sequences;
using ChatFlow.Core.Users;
using ChatFlow.Web.Components.Shared;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Authorization;
using Microsoft.Extensions.Localization;
using MudBlazor;

namespace ChatFlow.Web.Components.FollowUps;

public sealed partial class SequencePage(
    GetSequence get, SaveSequence save, ArchiveSequence archive, ReadBuilderFacts facts, NavigationManager navigation,
    IDialogService dialogs, ISnackbar snackbar, IStringLocalizer<FollowUpTexts> L)
{
    private Actor? _actor;
    private BuilderFacts? _facts;
    private SequenceView? _stored;
    private SequenceForm? _form;
    private string _clean = "";
    private Error? _error;
    private Error? _problem;
    private bool _saving;
    private bool _people;

    /// <summary>Null on <c>/sequences/new</c>.</summary>
    [Parameter]
    public Guid? Id { get; set; }

    [CascadingParameter]
    private Task<AuthenticationState> Authentication { get; set; } = null!;

    private bool CanEdit => _actor?.CanAdminister == true;

    private bool IsSimulator => _facts?.Channel is ChannelType.Simulator;

    private bool IsMeta => _facts?.Channel is ChannelType.MetaApi;

    private bool IsChanged => CanEdit && _form is not null && _form.Fingerprint() != _clean;

    protected override async Task OnParametersSetAsync()
    {
        _actor ??= (await Authentication).User.GetActor();
        if (_form is null || _stored?.Id != Id)
            await LoadAsync();
    }

    private async Task LoadAsync()
    {
        _facts ??= await facts.RunAsync(_actor!, CancellationToken.None);
        _error = null;
        if (Id is not { } id)
        {
            Show(null);
            return;
        }

        var read = await get.RunAsync(_actor!, id, CancellationToken.None);
        _error = read.Error;
        if (read.IsSuccess)
            Show(read.Value);
    }

    private void Show(SequenceView? stored)
    {
        _stored = stored;
        _form = stored is null ? new SequenceForm() : SequenceForm.Of(stored);
        _clean = _form.Fingerprint();
        _problem = null;
    }

    // Only the numbers: what somebody is editing stays, and so does the version that it started from.
    private async Task CountAsync()
    {
        if (_stored is null)
            return;
        var read = await get.RunAsync(_actor!, _stored.Id, CancellationToken.None);
        if (read.IsSuccess && _stored?.Id == read.Value.Id)
            _stored = _stored with { RunningExecutions = read.Value.RunningExecutions, PausedExecutions = read.Value.PausedExecutions };
    }

    private void Discard() => Show(_stored);

    private async Task SaveAsync()
    {
        _saving = true;
        var saved = await save.RunAsync(_actor!, new SaveSequenceRequest(_form!.ToInput(), Id, _stored?.Version), CancellationToken.None);
        _saving = false;
        _problem = saved.Error;
        if (!saved.IsSuccess)
            return;
        Show(saved.Value);
        snackbar.Add(L["Saved"], Severity.Success);
        if (Id is null)
        {
            // The bar must know that nothing is unsaved before it is asked about leaving.
            Id = saved.Value.Id;
            StateHasChanged();
            navigation.NavigateTo($"/sequences/{saved.Value.Id}", replace: true);
        }
    }

    private async Task ArchiveAsync()
    {
        var open = _stored!.RunningExecutions + _stored.PausedExecutions;
        var question = new ConfirmQuestion(L["ArchiveTitle", _stored.Name, open], L["Archive"]) { Text = L["ArchiveText"] };
        if (!await ConfirmDialog.AskAsync(dialogs, question))
            return;
        var done = await archive.RunAsync(_actor!, _stored.Id, CancellationToken.None);
        if (!done.IsSuccess)
        {
            snackbar.Add(Words(done.Error), Severity.Error);
            return;
        }

        _clean = _form!.Fingerprint();
        StateHasChanged();
        snackbar.Add(L["Archived", _stored.Name], Severity.Normal);
        navigation.NavigateTo("/sequences");
    }

    /// <summary>What is wrong with a field, or null.</summary>
    private string? Problem(string field) => _problem?.Field == field ? Words(_problem) : null;

    private string Words(Error error) => FollowUpWords.Of(error, L);

    private static string Aria(bool value) => value ? "true" : "false";
}
