using ChatFlow.Core.Common;
using ChatFlow.Core.Contacts;
using ChatFlow.Core.Live;
using ChatFlow.Core.Statistics;
using ChatFlow.Core.Users;
using ChatFlow.Web.Components.Shared;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Authorization;
using Microsoft.AspNetCore.WebUtilities;
using MudBlazor;

namespace ChatFlow.Web.Components.Contacts;

/// <summary>The list of contacts. What it shows stands in its address, so that going back finds it again.</summary>
public sealed partial class ContactsPage(
    ListContacts list, ListContactTags listTags, DeleteContacts delete, CountContactMessages count, NavigationManager navigation,
    IDialogService dialogs, ISnackbar snackbar, TimeProvider time) : ComponentBase, IDisposable
{
    private const int NamesInQuestion = 3;
    private static readonly TimeSpan s_typing = TimeSpan.FromMilliseconds(250);
    private static readonly TimeSpan s_refresh = TimeSpan.FromSeconds(1);
    private static readonly ContactFilter s_all = new();

    private readonly CancellationTokenSource _leaving = new();
    private readonly HashSet<Guid> _selected = [];
    private CancellationTokenSource _keys = new();
    private IReadOnlyList<TagCount> _tags = [];
    private List<ContactView>? _items;
    private ContactFilter? _shown;
    private Error? _error;
    private string _search = "";
    private string? _next;
    private bool _canWrite;
    private bool _loadingMore;
    private bool _deleting;
    private int _turn;

    [CascadingParameter]
    private Task<AuthenticationState> Authentication { get; set; } = null!;

    [SupplyParameterFromQuery]
    private string? Search { get; set; }

    [SupplyParameterFromQuery]
    private string? Status { get; set; }

    [SupplyParameterFromQuery]
    private string? Tag { get; set; }

    /// <summary>What the server rendered first; the circuit starts with it instead of reading again.</summary>
    [PersistentState]
    public FirstLoad? Prerendered { get; set; }

    public sealed record FirstLoad(ContactFilter Filter, Page<ContactView> Page, IReadOnlyList<TagCount> Tags);

    private ContactFilter Filter => new(TextRules.Clean(Search), EnumText<ContactStatus>.TryParse(Status, out var status) ? status : null, TextRules.Clean(Tag));

    private bool AllSelected => _items is { Count: > 0 } && _items.TrueForAll(c => _selected.Contains(c.Id));

    private string ExportAddress => QueryHelpers.AddQueryString(ContactFiles.ExportPath, Query().Where(p => p.Value is not null));

    protected override async Task OnParametersSetAsync()
    {
        var filter = Filter;
        if (_shown == filter)
            return;
        _canWrite = (await ActorAsync()).CanWrite;
        _search = Search ?? "";
        _selected.Clear();
        if (Prerendered is { } ready && ready.Filter == filter)
        {
            _shown = filter;
            _tags = ready.Tags;
            Show(ready.Page);
        }
        else
        {
            await LoadAsync();
        }
    }

    private async Task LoadAsync()
    {
        var filter = _shown = Filter;
        var turn = ++_turn;
        _error = null;
        var actor = await ActorAsync();
        if (_tags.Count == 0)
            _tags = await listTags.RunAsync(actor, _leaving.Token);
        var page = await list.RunAsync(actor, new ListContactsRequest(filter), _leaving.Token);
        if (turn != _turn)
            return;
        if (!page.IsSuccess)
        {
            _error = page.Error;
            return;
        }

        Prerendered = new FirstLoad(filter, page.Value, _tags);
        Show(page.Value);
    }

    private void Show(Page<ContactView> page)
    {
        _items = [.. page.Items];
        _next = page.Next;
    }

    private async Task LoadMoreAsync()
    {
        var turn = _turn;
        _loadingMore = true;
        var page = await list.RunAsync(await ActorAsync(), new ListContactsRequest(Filter, _next), _leaving.Token);
        _loadingMore = false;
        if (turn != _turn)
            return;
        if (!page.IsSuccess)
        {
            snackbar.Add(ErrorText.Of(page.Error), Severity.Error);
            return;
        }

        var known = _items!.Select(c => c.Id).ToHashSet();
        _items!.AddRange(page.Value.Items.Where(c => known.Add(c.Id)));
        _next = page.Value.Next;
    }

    private static bool Concerns(LiveEvent live) => live.Kind is LiveKind.ContactChanged or LiveKind.MessageAdded;

    // The newest are read again; what was loaded below them stays.
    private async Task RefreshAsync()
    {
        if (_items is null || _loadingMore || _error is not null)
            return;
        var turn = _turn;
        var size = Math.Clamp(_items.Count, PageSize.Default, PageSize.Maximum);
        var page = await list.RunAsync(await ActorAsync(), new ListContactsRequest(Filter, Limit: size), _leaving.Token);
        if (turn != _turn || !page.IsSuccess)
            return;
        var fresh = page.Value.Items.Select(c => c.Id).ToHashSet();
        var below = page.Value.Next is null ? [] : _items.Skip(size).Where(c => !fresh.Contains(c.Id)).ToList();
        _items = [.. page.Value.Items, .. below];
        _next = below.Count > 0 ? _next : page.Value.Next;
        _selected.RemoveWhere(id => !_items.Exists(c => c.Id == id));
    }

    private async Task SearchAsync(ChangeEventArgs typed)
    {
        _search = typed.Value as string ?? "";
        await _keys.CancelAsync();
        _keys.Dispose();
        _keys = new CancellationTokenSource();
        var mine = _keys.Token;
        await Task.Delay(s_typing, time, mine).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing | ConfigureAwaitOptions.ContinueOnCapturedContext);
        if (!mine.IsCancellationRequested && !_leaving.IsCancellationRequested)
            Go(TextRules.Clean(_search), Status, Tag);
    }

    private void PickStatus(ChangeEventArgs chosen) =>
        Go(Search, Enum.TryParse<ContactStatus>(chosen.Value as string, out var status) ? EnumText<ContactStatus>.Of(status) : null, Tag);

    private void PickTag(ChangeEventArgs chosen) => Go(Search, Status, TextRules.Clean(chosen.Value as string));

    private void Go(string? search, string? status, string? tag) =>
        navigation.NavigateTo(navigation.GetUriWithQueryParameters(Query(search, status, tag)), replace: true);

    private Dictionary<string, string?> Query() => Query(TextRules.Clean(Search), TextRules.Clean(Status), TextRules.Clean(Tag)).ToDictionary(p => p.Key, p => p.Value as string);

    private static Dictionary<string, object?> Query(string? search, string? status, string? tag) =>
        new() { ["search"] = search, ["status"] = status, ["tag"] = tag };

    private void Select(Guid id, bool chosen)
    {
        if (chosen)
            _selected.Add(id);
        else
            _selected.Remove(id);
    }

    private void SelectAll(ChangeEventArgs chosen)
    {
        _selected.Clear();
        if (chosen.Value is true)
            _selected.UnionWith(_items!.Select(c => c.Id));
    }

    private async Task DeleteAsync()
    {
        var actor = await ActorAsync();
        var chosen = _items!.FindAll(c => _selected.Contains(c.Id));
        var messages = ContactWords.Messages(await count.RunAsync(actor, _selected, _leaving.Token), L);
        var names = string.Join(", ", chosen.Take(NamesInQuestion).Select(c => ContactWords.NameOf(c, L)));
        var question = chosen.Count == 1
            ? new ConfirmQuestion(L["DeleteOneTitle", names, messages], L["Delete"]) { Text = L["DeleteText"], Typed = L["DeleteWord"] }
            : new ConfirmQuestion(L["DeleteManyTitle", chosen.Count, messages], L["Delete"]) { Text = L["DeleteNames", names], Typed = L["DeleteWord"] };
        if (!await ConfirmDialog.AskAsync(dialogs, question))
            return;
        _deleting = true;
        var deleted = 0;
        foreach (var some in chosen.Select(c => c.Id).Chunk(DeleteContacts.Most))
        {
            var result = await delete.RunAsync(actor, some, _leaving.Token);
            if (!result.IsSuccess)
            {
                snackbar.Add(ErrorText.Of(result.Error), Severity.Error);
                break;
            }

            deleted += result.Value;
            _selected.ExceptWith(some);
            _items!.RemoveAll(c => some.Contains(c.Id));
        }

        _deleting = false;
        if (deleted > 0)
            snackbar.Add(deleted == 1 ? L["DeletedOne"] : L["DeletedMany", deleted], Severity.Success);
        await LoadAsync();
    }

    private async Task<Actor> ActorAsync() => (await Authentication).User.GetActor();

    public void Dispose()
    {
        _leaving.Cancel();
        _leaving.Dispose();
        _keys.Cancel();
        _keys.Dispose();
    }
}
