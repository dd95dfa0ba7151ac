using System.Globalization;
using ChatFlow.Core.Channels;
using ChatFlow.Core.Organizations;
using ChatFlow.Core.Organizations.MetaCloud;
using ChatFlow.Core.Users;
using ChatFlow.Web.Components.Shared;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Authorization;
using Microsoft.Extensions.Localization;
using MudBlazor;

namespace ChatFlow.Web.Components.Connection;

/// <summary>The number as Meta sees it, what Meta told about it, and what is left to do there.</summary>
public sealed partial class MetaNumberSection(
    ReadMetaAccount read, SetUpMeta setUp, RegisterNumber register, ISnackbar snackbar, IStringLocalizer<ConnectionTexts> L) : IDisposable
{
    private readonly CancellationTokenSource _stop = new();
    private Actor _actor = null!;
    private MetaAccountView? _view;
    private string _pin = "";
    private string? _pinProblem;
    private bool _busy;

    [CascadingParameter]
    private Task<AuthenticationState> Authentication { get; set; } = null!;

    [CascadingParameter]
    private OrganizationClock? Clock { get; set; }

    [Parameter, EditorRequired]
    public ConnectionView View { get; set; } = null!;

    [Parameter]
    public bool MayEdit { get; set; }

    /// <summary>The number has been registered: time to ask how the connection stands.</summary>
    [Parameter]
    public EventCallback OnChanged { get; set; }

    protected override async Task OnInitializedAsync()
    {
        _actor = (await Authentication).User.GetActor();
        await LoadAsync();
    }

    private async Task LoadAsync() => _view = await read.RunAsync(_actor, _stop.Token);

    private async Task SubscribeAsync()
    {
        _busy = true;
        try
        {
            if (_actor.CanAdminister)
                await setUp.RunAsync(_actor.OrganizationId, _stop.Token);
            await LoadAsync();
        }
        finally
        {
            _busy = false;
        }
    }

    private async Task RegisterAsync()
    {
        _busy = true;
        _pinProblem = null;
        try
        {
            var result = await register.RunAsync(_actor, _pin, _stop.Token);
            if (!result.IsSuccess)
            {
                _pinProblem = $"{ProviderErrorText.Of(result.Error)} {L["Code", result.Error.Code]}";
                return;
            }

            _pin = "";
            snackbar.Add(L["Registered"], Severity.Success);
            await OnChanged.InvokeAsync();
        }
        finally
        {
            _busy = false;
        }
    }

    private string Quality(string? quality) => quality switch
    {
        "GREEN" or "YELLOW" or "RED" => L[$"Quality{quality}"],
        _ => L["QualityUnknown"],
    };

    private static string QualityLook(string? quality) => quality switch
    {
        "GREEN" => "is-success",
        "YELLOW" => "is-warning",
        "RED" => "is-error",
        _ => "",
    };

    private string Limit(string? limit)
    {
        var word = limit?.Replace("TIER_", "", StringComparison.Ordinal);
        if (word is null)
            return "—";
        if (word.Contains("UNLIMITED", StringComparison.Ordinal))
            return L["LimitNone"];
        var thousands = word.EndsWith('K') ? 1000 : 1;
        return int.TryParse(word.TrimEnd('K'), NumberStyles.None, CultureInfo.InvariantCulture, out var people)
            ? L["LimitPeople", (people * thousands).ToString("N0", CultureInfo.CurrentCulture)]
            : word;
    }

    private string Notice(ChannelNotice notice) => notice.Kind switch
    {
        ChannelNoticeKind.Account => L["NoticeAccount"],
        ChannelNoticeKind.Alert => L["NoticeAlert"],
        ChannelNoticeKind.Number => L["NoticeNumber"],
        ChannelNoticeKind.Capability => L["NoticeCapability"],
        ChannelNoticeKind.Error => ProviderErrorText.Of(notice.Code) ?? L["NoticeError"].Value,
    };

    public void Dispose()
    {
        _stop.Cancel();
        _stop.Dispose();
    }
}
