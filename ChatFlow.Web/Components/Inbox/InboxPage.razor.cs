using ChatFlow.Core.Channels;
using ChatFlow.Core.Common;
using ChatFlow.Core.Inbox;
using ChatFlow.Core.Live;
using ChatFlow.Core.Users;
using ChatFlow.Web.Components.Layout;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Authorization;
using Microsoft.Extensions.Localization;
using Microsoft.JSInterop;

namespace ChatFlow.Web.Components.Inbox;

/// <summary>The inbox: list, conversation and, on the simulator, a phone beside them. What is open stands in the address.</summary>
public sealed partial class InboxPage(IStringLocalizer<InboxTexts> L, ReadChannel channel, ChannelState state, IJSRuntime js) : IAsyncDisposable
{
    private readonly CancellationTokenSource _stop = new();
    private IJSObjectReference? _module;
    private IJSObjectReference? _keys;

    [CascadingParameter]
    private Task<AuthenticationState> Authentication { get; set; } = null!;

    [Parameter]
    public Guid? ContactId { get; set; }

    [SupplyParameterFromQuery(Name = "phone")]
    private string? Phone { get; set; }

    [SupplyParameterFromQuery(Name = "tab")]
    private string? Tab { get; set; }

    [PersistentState]
    public ChannelView? Channel { get; set; }

    private bool HasPhone => Channel?.Type == ChannelType.Simulator;

    private bool PhoneOpen => HasPhone && Phone == "1";

    private ConversationFilter Filter => EnumText<ConversationFilter>.TryParse(Tab, out var filter) ? filter : ConversationFilter.All;

    protected override async Task OnInitializedAsync()
    {
        if (Channel is null)
            await ReadChannelAsync();
        else
            state.Set(Channel.Status);
    }

    protected override async Task OnAfterRenderAsync(bool firstRender)
    {
        if (!firstRender)
            return;
        _module = await js.InvokeAsync<IJSObjectReference>("import", "./Components/Inbox/InboxPage.razor.js");
        _keys = await _module.InvokeAsync<IJSObjectReference>("listen");
    }

    private async Task ReadChannelAsync()
    {
        Channel = await channel.RunAsync((await Authentication).User.GetActor(), _stop.Token);
        state.Set(Channel.Status);
    }

    private static bool IsConnection(LiveEvent live) => live.Kind is LiveKind.ConnectionChanged or LiveKind.SettingsChanged;

    private string Place(Guid contactId) => Address(contactId, PhoneOpen);

    private string PhoneConversation(Guid contactId) => Address(contactId, true);

    private string FilterPlace(ConversationFilter filter) => Address(ContactId, PhoneOpen, filter);

    private string Address(Guid? contactId, bool phone) => Address(contactId, phone, Filter);

    private static string Address(Guid? contactId, bool phone, ConversationFilter filter)
    {
        var query = string.Join('&', new[]
        {
            filter == ConversationFilter.All ? null : $"tab={EnumText<ConversationFilter>.Of(filter)}",
            phone ? "phone=1" : null,
        }.Where(part => part is not null));
        return (contactId is { } id ? $"/inbox/{id}" : "/inbox") + (query.Length == 0 ? "" : "?" + query);
    }

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        _stop.Dispose();
        try
        {
            if (_keys is not null)
            {
                await _keys.InvokeVoidAsync("dispose");
                await _keys.DisposeAsync();
            }

            if (_module is not null)
                await _module.DisposeAsync();
        }
        catch (JSDisconnectedException)
        {
            // The browser is gone and its listener with it.
        }
    }
}
