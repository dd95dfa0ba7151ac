using ChatFlow.Core.Inbox;
using ChatFlow.Core.Users;
using ChatFlow.Web.Components.Shared;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Authorization;
using Microsoft.JSInterop;
using MudBlazor;

namespace ChatFlow.Web.Components.Inbox;

/// <summary>
/// The box to answer in. The browser holds the text (a slow line never eats a letter), keeps a draft for each contact,
/// and hands it over whole; what could not be sent stands in the box again.
/// </summary>
public sealed partial class Composer(IJSRuntime js, SendMessage send, ISnackbar snackbar) : IAsyncDisposable
{
    private ElementReference _root;
    private DotNetObjectReference<Composer>? _self;
    private IJSObjectReference? _module;
    private IJSObjectReference? _box;

    [CascadingParameter]
    private Task<AuthenticationState>? Authentication { get; set; }

    [Parameter, EditorRequired]
    public Guid ContactId { get; set; }

    [Parameter]
    public bool CanWrite { get; set; }

    /// <summary>True when the message stands, pending.</summary>
    [Parameter, EditorRequired]
    public Func<string, Task<bool>> OnSend { get; set; } = null!;

    protected override async Task OnAfterRenderAsync(bool firstRender)
    {
        if (!CanWrite || _self is not null)
            return;
        _self = DotNetObjectReference.Create(this);
        _module = await js.InvokeAsync<IJSObjectReference>("import", "./Components/Inbox/Composer.razor.js");
        _box = await _module.InvokeAsync<IJSObjectReference>("compose", _root, _self, ContactId, SendMessage.LongestText);
    }

    [JSInvokable]
    public Task<bool> SendAsync(string text) => OnSend(text);

    /// <summary>A file that the browser has uploaded, with its caption; true when the message stands.</summary>
    [JSInvokable]
    public async Task<bool> SendFileAsync(Guid mediaId, string caption)
    {
        if (Authentication is null)
            return false;
        var sent = await send.RunAsync((await Authentication).User.GetActor(), new SendMessageRequest(ContactId, null, caption, MediaId: mediaId), CancellationToken.None);
        if (sent.Error is { } error)
            snackbar.Add(ErrorText.Of(error), Severity.Error);
        return sent.IsSuccess;
    }

    public async ValueTask DisposeAsync()
    {
        try
        {
            if (_box is not null)
            {
                await _box.InvokeVoidAsync("dispose");
                await _box.DisposeAsync();
            }

            if (_module is not null)
                await _module.DisposeAsync();
        }
        catch (JSDisconnectedException)
        {
            // The browser is gone and its listener with it.
        }

        _self?.Dispose();
    }
}
