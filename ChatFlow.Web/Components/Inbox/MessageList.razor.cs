using ChatFlow.Core.Inbox;
using ChatFlow.Web.Components.Shared;
using Microsoft.AspNetCore.Components;
using Microsoft.Extensions.Localization;
using Microsoft.JSInterop;

namespace ChatFlow.Web.Components.Inbox;

/// <summary>The messages of a conversation, oldest first. It stays at the end while one is there, and keeps its place else.</summary>
public sealed partial class MessageList(IStringLocalizer<InboxTexts> L, IJSRuntime js, TimeProvider time) : IAsyncDisposable
{
    private ElementReference _scroller;
    private DotNetObjectReference<MessageList>? _self;
    private IJSObjectReference? _module;
    private IJSObjectReference? _place;
    private OrganizationClock? _own;
    private bool _loading;

    [CascadingParameter]
    private OrganizationClock? Cascaded { get; set; }

    [Parameter, EditorRequired]
    public IReadOnlyList<MessageView> Messages { get; set; } = [];

    /// <summary>The message above which "unread" stands.</summary>
    [Parameter]
    public Guid? FirstUnread { get; set; }

    [Parameter]
    public bool HasOlder { get; set; }

    [Parameter]
    public bool HasNewer { get; set; }

    [Parameter]
    public bool CanWrite { get; set; }

    [Parameter]
    public EventCallback OnOlder { get; set; }

    [Parameter]
    public EventCallback OnNewest { get; set; }

    [Parameter]
    public EventCallback<Guid> OnRetry { get; set; }

    /// <summary>Quote this one in the next message.</summary>
    [Parameter]
    public EventCallback<MessageView> OnReply { get; set; }

    [Parameter]
    public EventCallback<(Guid MessageId, string? Emoji)> OnReact { get; set; }

    private Guid? LastActionable => Messages.LastOrDefault(MessageActions.Suits)?.Id;

    /// <summary>A person has the newest messages before their eyes: the page is visible and scrolled to the end.</summary>
    [Parameter]
    public EventCallback OnSeen { get; set; }

    private OrganizationClock Clock => Cascaded ?? (_own ??= new OrganizationClock(time, null));

    protected override async Task OnAfterRenderAsync(bool firstRender)
    {
        if (!firstRender)
            return;
        _self = DotNetObjectReference.Create(this);
        _module = await js.InvokeAsync<IJSObjectReference>("import", "./Components/Inbox/MessageList.razor.js");
        _place = await _module.InvokeAsync<IJSObjectReference>("keep", _scroller, _self);
    }

    [JSInvokable]
    public Task SeenAsync() => OnSeen.InvokeAsync();

    private async Task OlderAsync()
    {
        if (_loading)
            return;
        _loading = true;
        try
        {
            if (_place is not null)
                await _place.InvokeVoidAsync("hold");
            await OnOlder.InvokeAsync();
        }
        finally
        {
            _loading = false;
        }
    }

    private MessageView? QuotedBy(MessageView message) =>
        message.ReplyTo is { } id ? Messages.FirstOrDefault(m => m.WhatsappMessageId == id) : null;

    // The same speaker within a few minutes: the bubbles stand closer and the name is said once.
    private static bool SameRun(MessageView? before, MessageView message) => before is not null
        && before.Direction == message.Direction && before.Sender == message.Sender && before.SenderName == message.SenderName
        && message.OccurredAt - before.OccurredAt < TimeSpan.FromMinutes(5);

    public async ValueTask DisposeAsync()
    {
        try
        {
            if (_place is not null)
            {
                await _place.InvokeVoidAsync("dispose");
                await _place.DisposeAsync();
            }

            if (_module is not null)
                await _module.DisposeAsync();
        }
        catch (JSDisconnectedException)
        {
            // The browser is gone and its listener with it.
        }

        _self?.Dispose();
        _own?.Dispose();
    }
}
