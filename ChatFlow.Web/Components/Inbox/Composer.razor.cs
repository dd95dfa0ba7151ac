using ChatFlow.Core.Inbox;
using Microsoft.AspNetCore.Components;
using Microsoft.JSInterop;

namespace ChatFlow.Web.Components.Inbox;

/// <summary>
/// The box to answer in. The browser holds the text (a slow line never eats a letter), keeps a draft for each contact,
/// and hands it over whole; what could not be sent stands in the box again.
/// </summary>
public sealed partial class Composer(IJSRuntime js) : IAsyncDisposable
{
    private ElementReference _root;
    private DotNetObjectReference<Composer>? _self;
    private IJSObjectReference? _module;
    private IJSObjectReference? _box;

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
