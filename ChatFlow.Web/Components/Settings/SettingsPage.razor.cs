using System.Globalization;
using ChatFlow.Core.Common;
using ChatFlow.Core.Organizations;
using ChatFlow.Core.Users;
using ChatFlow.Web.Components.Shared;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Authorization;
using Microsoft.Extensions.Localization;
using MudBlazor;

namespace ChatFlow.Web.Components.Settings;

/// <summary>The organization itself, its keys and its trail.</summary>
public sealed partial class SettingsPage(
    GetOrganizationSettings get, UpdateOrganizationSettings update, ISnackbar snackbar, IStringLocalizer<SettingsTexts> L, TimeProvider time) : IDisposable
{
    private static readonly string[] s_currencies =
        ["ARS", "BOB", "BRL", "CLP", "COP", "CRC", "DOP", "EUR", "GTQ", "HNL", "MXN", "NIO", "PAB", "PEN", "PYG", "USD", "UYU", "VES"];

    // Places people know: links and historic names only make the list longer.
    private static readonly string[] s_zones =
        [.. UpdateOrganizationSettings.TimeZones.Where(zone => zone.Contains('/', StringComparison.Ordinal) && !zone.StartsWith("Etc/", StringComparison.Ordinal)).Order(StringComparer.Ordinal)];

    private readonly CancellationTokenSource _stop = new();
    private IReadOnlyList<(string Code, string Name)> _countries = [];
    private Form _form = new("", "", "", "", "");
    private Form _saved = new("", "", "", "", "");
    private Error? _error;
    private Error? _problem;
    private Actor _actor = null!;
    private bool _mayEdit;
    private bool _saving;

    [CascadingParameter]
    private Task<AuthenticationState> Authentication { get; set; } = null!;

    [PersistentState]
    public OrganizationSettings? Settings { get; set; }

    private string? LocalTime => TimeZoneInfo.TryFindSystemTimeZoneById(_form.TimeZone, out var zone)
        ? L["TimeZoneNow", TimeZoneInfo.ConvertTime(time.GetUtcNow(), zone).ToString("t", CultureInfo.CurrentCulture)].Value
        : null;

    protected override async Task OnInitializedAsync()
    {
        _actor = (await Authentication).User.GetActor();
        _mayEdit = _actor.CanAdminister;
        _countries = [.. UpdateOrganizationSettings.Countries.Select(code => (code, NameOf(code))).OrderBy(c => c.Item2, StringComparer.CurrentCulture)];
        if (Settings is null)
            await LoadAsync();
        else
            Show(Settings);
    }

    private static string NameOf(string code)
    {
        try
        {
            return new RegionInfo(code).DisplayName;
        }
        catch (ArgumentException)
        {
            return code;
        }
    }

    private string? ErrorOf(string field) => _problem?.Field == field ? ErrorText.Of(_problem) : null;

    private async Task LoadAsync()
    {
        var result = await get.RunAsync(_actor, _stop.Token);
        _error = result.Error;
        if (result.IsSuccess)
            Show(result.Value);
    }

    private void Show(OrganizationSettings settings)
    {
        Settings = settings;
        _saved = new Form(settings.Name, settings.TimeZone, settings.Country, settings.Language, settings.Currency);
        _form = _saved with { };
        _problem = null;
    }

    private async Task SaveAsync()
    {
        _saving = true;
        try
        {
            var request = new UpdateOrganizationSettingsRequest(_form.Name, _form.TimeZone.Trim(), _form.Country, _form.Language, _form.Currency.Trim());
            var result = await update.RunAsync(_actor, request, _stop.Token);
            _problem = result.Error;
            if (!result.IsSuccess)
                return;
            Show(result.Value);
            snackbar.Add(L["Saved"], Severity.Success);
        }
        finally
        {
            _saving = false;
        }
    }

    public void Dispose()
    {
        _stop.Cancel();
        _stop.Dispose();
    }

    private sealed record Form(string Name, string TimeZone, string Country, string Language, string Currency)
    {
        public string Name { get; set; } = Name;
        public string TimeZone { get; set; } = TimeZone;
        public string Country { get; set; } = Country;
        public string Language { get; set; } = Language;
        public string Currency { get; set; } = Currency;
    }
}
