using ChatFlow.Core.Channels;
using ChatFlow.Core.Common;
using ChatFlow.Core.Inbox;
using ChatFlow.Core.Live;
using ChatFlow.Core.Users;
using ChatFlow.Web.Components.Shared;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Authorization;
using Microsoft.Extensions.Localization;
using MudBlazor;

namespace ChatFlow.Web.Components.Inbox;

/// <summary>One conversation: who holds it, its messages, the box to answer in and the contact's facts. Live.</summary>
public sealed partial class ConversationPane(
    IStringLocalizer<InboxTexts> L, ReadConversation read, ReadMessages readMessages, ReadMessage readMessage, ConversationVerbs verbs, ISnackbar snackbar)
    : IDisposable
{
    private readonly CancellationTokenSource _stop = new();
    private Actor? _actor;
    private ConversationView? _view;
    private IReadOnlyList<MessageView> _messages = [];
    private string? _older;
    private bool _hasNewer;
    private Guid? _firstUnread;
    private Error? _error;
    private string _announcement = "";
    private bool _panel;
    private bool _busy;

    [CascadingParameter]
    private Task<AuthenticationState> Authentication { get; set; } = null!;

    /// <summary>Fixed for the component's life; the page gives each contact its own.</summary>
    [Parameter, EditorRequired]
    public Guid ContactId { get; set; }

    /// <summary>The list, for screens that show one of the two.</summary>
    [Parameter, EditorRequired]
    public string BackHref { get; set; } = "";

    /// <summary>Carried over from the first rendering, so that nothing flickers.</summary>
    [PersistentState]
    public ConversationView? FirstView { get; set; }

    [PersistentState]
    public Page<MessageView>? FirstPage { get; set; }

    private bool CanWrite => _actor?.CanWrite == true;

    protected override async Task OnInitializedAsync()
    {
        _actor = (await Authentication).User.GetActor();
        if (FirstView is { } view && FirstPage is { } page && view.Contact.Id == ContactId)
            Show(view, page);
        else
            await LoadAsync();
    }

    private async Task LoadAsync()
    {
        var view = await read.RunAsync(_actor!, ContactId, _stop.Token);
        var page = await readMessages.RunAsync(_actor!, new ReadMessagesRequest(ContactId), _stop.Token);
        _error = view.Error ?? page.Error;
        if (!view.IsSuccess || !page.IsSuccess)
            return;
        (FirstView, FirstPage) = (view.Value, page.Value);
        Show(view.Value, page.Value);
    }

    private void Show(ConversationView view, Page<MessageView> page)
    {
        _view = view;
        Newest(page);
        var unread = _messages.Where(m => m.Direction == MessageDirection.Inbound).TakeLast(view.UnreadCount).ToList();
        _firstUnread = view.UnreadCount > 0 && unread.Count > 0 ? unread[0].Id : null;
    }

    private void Newest(Page<MessageView> page)
    {
        _messages = [.. page.Items.Reverse()];
        _older = page.Next;
        _hasNewer = false;
    }

    private bool Concerns(LiveEvent live) => live.ContactId == ContactId
        && live.Kind is LiveKind.MessageAdded or LiveKind.MessageChanged or LiveKind.ConversationChanged or LiveKind.ContactChanged;

    private async Task UpdateAsync(IReadOnlyCollection<LiveEvent> events)
    {
        if (_view is null)
            return;
        if (events.Any(e => e.Kind is LiveKind.ConversationChanged or LiveKind.ContactChanged or LiveKind.MessageAdded))
            await ReadHeaderAsync();
        var added = events.Where(e => e.Kind == LiveKind.MessageAdded).Select(e => e.Id).ToHashSet();
        var shown = _messages.Select(m => m.Id).ToHashSet();
        var ids = events.Where(e => e.Kind is LiveKind.MessageAdded or LiveKind.MessageChanged && e.Id is not null).Select(e => e.Id!.Value)
            .Where(id => shown.Contains(id) || (!_hasNewer && added.Contains(id))).Distinct().ToArray();
        if (ids.Length == 0)
            return;
        var fresh = await readMessage.RunAsync(_actor!, ids, _stop.Token);
        Merge(fresh);
        if (fresh.LastOrDefault(m => m.Direction == MessageDirection.Inbound && !shown.Contains(m.Id)) is { } heard)
        {
            var text = heard.Text.Length > 0 ? heard.Text : InboxWords.TypeOf(heard.Type, L);
            _announcement = $"{InboxWords.Person(_view.Contact.KnownAs, _view.Contact.Phone, L)}: {text}";
        }
    }

    private async Task ReadHeaderAsync()
    {
        var view = await read.RunAsync(_actor!, ContactId, _stop.Token);
        if (view.IsSuccess)
            _view = view.Value;
        else
            _error = view.Error;
    }

    private void Merge(IEnumerable<MessageView> fresh)
    {
        var all = _messages.ToDictionary(m => m.Id);
        foreach (var message in fresh)
            all[message.Id] = message;
        var ordered = all.Values.OrderBy(m => m.OccurredAt).ThenBy(m => m.Id).ToList();
        if (ordered.Count > PageSize.Maximum)
        {
            ordered = ordered[^PageSize.Maximum..];
            _older = new Cursor(ordered[0].OccurredAt, ordered[0].Id).Encode();
        }

        _messages = ordered;
    }

    // At most 200 bubbles stand on the page: beyond, the newest make room and a button leads back to them.
    private async Task OlderAsync()
    {
        var page = await readMessages.RunAsync(_actor!, new ReadMessagesRequest(ContactId, _older), _stop.Token);
        if (!page.IsSuccess)
        {
            Tell(page.Error);
            return;
        }

        _older = page.Value.Next;
        _messages = [.. page.Value.Items.Reverse().Concat(_messages).DistinctBy(m => m.Id)];
        if (_messages.Count <= PageSize.Maximum)
            return;
        _messages = [.. _messages.Take(PageSize.Maximum)];
        _hasNewer = true;
    }

    private async Task NewestAsync()
    {
        var page = await readMessages.RunAsync(_actor!, new ReadMessagesRequest(ContactId), _stop.Token);
        if (page.IsSuccess)
            Newest(page.Value);
    }

    private async Task SeenAsync()
    {
        if (CanWrite && _view is { UnreadCount: > 0 })
            await verbs.MarkRead.RunAsync(_actor!, ContactId, _stop.Token);
    }

    private async Task<bool> SendAsync(string text)
    {
        var sent = await verbs.Send.RunAsync(_actor!, new SendMessageRequest(ContactId, null, text), _stop.Token);
        if (!sent.IsSuccess)
        {
            Tell(sent.Error);
            return false;
        }

        _firstUnread = null;
        if (_hasNewer)
            await NewestAsync();
        return true;
    }

    private async Task<Error?> SendTemplateAsync(OutboundTemplate template)
    {
        var sent = await verbs.Send.RunAsync(_actor!, new SendMessageRequest(ContactId, null, null, Template: template), _stop.Token);
        if (sent.IsSuccess && _hasNewer)
            await NewestAsync();
        return sent.Error;
    }

    private Task TakeAsync() => DoAsync(() => verbs.Take.RunAsync(_actor!, ContactId, _stop.Token));

    private Task ReleaseAsync() => DoAsync(() => verbs.Release.RunAsync(_actor!, ContactId, _stop.Token));

    private Task ResolveAsync() => DoAsync(() => verbs.Resolve.RunAsync(_actor!, ContactId, _stop.Token));

    private Task ReopenAsync() => DoAsync(() => verbs.Reopen.RunAsync(_actor!, ContactId, _stop.Token));

    private Task RetryAsync(Guid messageId) => DoAsync(() => verbs.Retry.RunAsync(_actor!, messageId, _stop.Token));

    private async Task DoAsync(Func<Task<Result<Done>>> verb)
    {
        _busy = true;
        try
        {
            if ((await verb()).Error is { } error)
                Tell(error);
        }
        finally
        {
            _busy = false;
        }
    }

    private void TogglePanel() => _panel = !_panel;

    private void Tell(Error error) => snackbar.Add(ErrorText.Of(error), Severity.Error);

    public void Dispose()
    {
        _stop.Cancel();
        _stop.Dispose();
    }
}
