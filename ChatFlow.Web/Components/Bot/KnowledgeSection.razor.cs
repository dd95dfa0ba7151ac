using ChatFlow.Core.Bot;
using ChatFlow.Core.Common;
using ChatFlow.Core.Users;
using ChatFlow.Web.Components.Shared;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Authorization;
using MudBlazor;

namespace ChatFlow.Web.Components.Bot;

/// <summary>Questions and the business's own answers; each is saved by itself.</summary>
public sealed partial class KnowledgeSection(ListKnowledge list, SaveKnowledge save, DeleteKnowledge delete, IDialogService dialogs) : IDisposable
{
    private readonly CancellationTokenSource _stop = new();
    private List<KnowledgeView> _entries = [];
    private string? _next;
    private Draft? _editing;
    private Error? _error;
    private Actor _actor = null!;

    [CascadingParameter]
    private Task<AuthenticationState> Authentication { get; set; } = null!;

    [Parameter]
    public bool MayEdit { get; set; }

    protected override async Task OnInitializedAsync()
    {
        _actor = (await Authentication).User.GetActor();
        await MoreAsync();
    }

    private string? ErrorOf(string field) => _error?.Field == field ? ErrorText.Of(_error) : null;

    private async Task MoreAsync()
    {
        var page = await list.RunAsync(_actor, _next, null, _stop.Token);
        _error = page.Error;
        if (!page.IsSuccess)
            return;
        _entries = [.. _entries, .. page.Value.Items];
        _next = page.Value.Next;
    }

    private void Edit(KnowledgeView? entry)
    {
        _error = null;
        _editing = new Draft { Id = entry?.Id, Question = entry?.Question ?? "", Answer = entry?.Answer ?? "" };
    }

    private async Task SaveAsync()
    {
        if (_editing is not { } draft)
            return;
        var saved = await save.RunAsync(_actor, new SaveKnowledgeRequest(draft.Id, draft.Question, draft.Answer), _stop.Token);
        _error = saved.Error;
        if (!saved.IsSuccess)
            return;
        _editing = null;
        _entries = draft.Id is null ? [saved.Value, .. _entries] : _entries.ConvertAll(e => e.Id == draft.Id ? saved.Value : e);
    }

    private async Task DeleteAsync(KnowledgeView entry)
    {
        if (!await ConfirmDialog.AskAsync(dialogs, new ConfirmQuestion(L["KnowledgeDeleteTitle", entry.Question], L["Delete"])))
            return;
        var deleted = await delete.RunAsync(_actor, entry.Id, _stop.Token);
        _error = deleted.Error is NotFoundError ? null : deleted.Error;
        if (_error is null)
            _entries = [.. _entries.Where(e => e.Id != entry.Id)];
    }

    public void Dispose()
    {
        _stop.Cancel();
        _stop.Dispose();
    }

    private sealed class Draft
    {
        public Guid? Id { get; init; }
        public string Question { get; set; } = "";
        public string Answer { get; set; } = "";
    }
}
