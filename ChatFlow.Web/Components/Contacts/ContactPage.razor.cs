using ChatFlow.Core.Common;
using ChatFlow.Core.Contacts;
using ChatFlow.Core.Live;
using ChatFlow.Core.Statistics;
using ChatFlow.Core.Users;
using ChatFlow.Web.Components.Shared;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Authorization;
using MudBlazor;

namespace ChatFlow.Web.Components.Contacts;

/// <summary>One contact: what is known, what happened and why.</summary>
public sealed partial class ContactPage(
    GetContact get, UpdateContact update, DeleteContact delete, ListContactTags listTags, CountContactMessages count,
    NavigationManager navigation, IDialogService dialogs, ISnackbar snackbar, TimeProvider time) : ComponentBase, IDisposable
{
    private static readonly TimeSpan s_refresh = TimeSpan.FromSeconds(1);

    private readonly CancellationTokenSource _leaving = new();
    private IReadOnlyList<string> _tags = [];
    private ContactDraft _draft = new();
    private ContactView? _contact;
    private Error? _error;
    private Error? _problem;
    private Guid _shown;
    private bool _canWrite;
    private bool _saving;
    private bool _deleted;

    [CascadingParameter]
    private Task<AuthenticationState> Authentication { get; set; } = null!;

    [Parameter]
    public Guid Id { get; set; }

    protected override async Task OnParametersSetAsync()
    {
        if (_shown == Id)
            return;
        _shown = Id;
        _contact = null;
        await LoadAsync();
    }

    private async Task LoadAsync()
    {
        var actor = await ActorAsync();
        var found = await get.RunAsync(actor, Id, _leaving.Token);
        _error = found.Error;
        if (!found.IsSuccess)
            return;
        _canWrite = actor.CanWrite;
        _tags = _canWrite ? [.. (await listTags.RunAsync(actor, _leaving.Token)).Select(t => t.Tag)] : [];
        Show(found.Value);
    }

    private void Show(ContactView contact)
    {
        _contact = contact;
        _draft = new ContactDraft(contact);
        _problem = null;
    }

    private bool Concerns(LiveEvent live) => live.ContactId == Id && live.Kind is LiveKind.ContactChanged or LiveKind.MessageAdded;

    // What somebody is typing is never taken away: then only the numbers around it follow.
    private async Task RefreshAsync()
    {
        if (_contact is null || _saving || _deleted)
            return;
        var found = await get.RunAsync(await ActorAsync(), Id, _leaving.Token);
        if (!found.IsSuccess)
            _error = found.Error;
        else if (_draft.Changed)
            _contact = found.Value;
        else
            Show(found.Value);
    }

    private async Task SaveAsync()
    {
        if (_draft.WrongField() is { } name)
        {
            _problem = new ValidationError("contact.field_name", name.Length == 0 ? L["FieldUnnamed"] : L["FieldTwice", name], "customFields");
            return;
        }

        await ChangeAsync(_draft.ToUpdate());
    }

    private void Discard() => Show(_contact!);

    private async Task SilenceAsync(bool silent)
    {
        var who = ContactWords.NameOf(_contact!, L);
        var question = silent
            ? new ConfirmQuestion(L["StopTitle", who], L["StopWriting"]) { Text = L["StopText"] }
            : new ConfirmQuestion(L["AllowTitle", who], L["AllowAgain"]) { Text = L["AllowText"], Destructive = false };
        if (await ConfirmDialog.AskAsync(dialogs, question))
            await ChangeAsync(new UpdateContactRequest { OptedOutAt = silent ? time.GetUtcNow() : (DateTimeOffset?)null });
    }

    private async Task ChangeAsync(UpdateContactRequest request)
    {
        _saving = true;
        var changed = await update.RunAsync(await ActorAsync(), Id, request, _leaving.Token);
        _saving = false;
        _problem = changed.Error;
        if (!changed.IsSuccess)
            return;
        Show(changed.Value);
        snackbar.Add(L["Saved"], Severity.Success);
    }

    private async Task DeleteAsync()
    {
        var actor = await ActorAsync();
        var messages = ContactWords.Messages(await count.RunAsync(actor, [Id], _leaving.Token), L);
        var question = new ConfirmQuestion(L["DeleteOneTitle", ContactWords.NameOf(_contact!, L), messages], L["Delete"])
        {
            Text = L["DeleteText"],
            Typed = L["DeleteWord"],
        };
        if (!await ConfirmDialog.AskAsync(dialogs, question))
            return;
        _deleted = true;
        var result = await delete.RunAsync(actor, Id, _leaving.Token);
        if (!result.IsSuccess)
        {
            _deleted = false;
            snackbar.Add(ErrorText.Of(result.Error), Severity.Error);
            return;
        }

        // Nothing is left to lose.
        _draft = new ContactDraft(_contact);
        snackbar.Add(L["DeletedOne"], Severity.Success);
        navigation.NavigateTo("/contacts");
    }

    private async Task<Actor> ActorAsync() => (await Authentication).User.GetActor();

    public void Dispose()
    {
        _leaving.Cancel();
        _leaving.Dispose();
    }
}
