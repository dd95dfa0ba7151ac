using System.Globalization;
using ChatFlow.Web.Components.Shared;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Web;
using Microsoft.JSInterop;

namespace ChatFlow.Web.Components.Layout;

/// <summary>Ctrl+K from anywhere: goes to a section, or searches the contacts for what was typed.</summary>
public sealed partial class CommandBar
{
    private ElementReference _dialog;
    private IJSObjectReference? _module;
    private IJSObjectReference? _shortcut;
    private string _text = "";
    private int _choice;

    [Parameter, EditorRequired]
    public IReadOnlyList<RailEntry> Entries { get; set; } = [];

    private IReadOnlyList<Target> Targets
    {
        get
        {
            var text = _text.Trim();
            var sections = Entries
                .Select(entry => new Target(L[entry.Key], entry.Href, entry.Icon))
                .Where(target => Contains(target.Words, text));
            return text.Length == 0
                ? [.. sections]
                : [.. sections, new Target(L["SearchContacts", text], $"/contacts?search={Uri.EscapeDataString(text)}", LineIcons.Search)];
        }
    }

    protected override async Task OnAfterRenderAsync(bool firstRender)
    {
        if (!firstRender)
            return;

        _module = await Js.InvokeAsync<IJSObjectReference>("import", "./Components/Layout/CommandBar.razor.js");
        _shortcut = await _module.InvokeAsync<IJSObjectReference>("listen", _dialog);
    }

    /// <summary>"estadisticas" finds "Estadísticas".</summary>
    private static bool Contains(string words, string text) =>
        CultureInfo.CurrentUICulture.CompareInfo.IndexOf(words, text, CompareOptions.IgnoreCase | CompareOptions.IgnoreNonSpace) >= 0;

    private async Task OpenAsync()
    {
        if (_shortcut is not null)
            await _shortcut.InvokeVoidAsync("open");
    }

    private async Task CloseAsync()
    {
        _text = "";
        _choice = 0;
        if (_shortcut is not null)
            await _shortcut.InvokeVoidAsync("close");
    }

    private void ResetChoice() => _choice = 0;

    private async Task OnKeyAsync(KeyboardEventArgs e)
    {
        var targets = Targets;
        switch (e.Key)
        {
            case "ArrowDown":
                _choice = (_choice + 1) % Math.Max(1, targets.Count);
                break;
            case "ArrowUp":
                _choice = (_choice + targets.Count - 1) % Math.Max(1, targets.Count);
                break;
            case "Enter" when _choice < targets.Count:
                var href = targets[_choice].Href;
                await CloseAsync();
                Navigation.NavigateTo(href);
                break;
            default:
                break;
        }
    }

    public async ValueTask DisposeAsync()
    {
        try
        {
            if (_shortcut is not null)
            {
                await _shortcut.InvokeVoidAsync("dispose");
                await _shortcut.DisposeAsync();
            }

            if (_module is not null)
                await _module.DisposeAsync();
        }
        catch (JSDisconnectedException)
        {
            // The browser is gone and its listener with it.
        }
    }

    private sealed record Target(string Words, string Href, string Icon);
}
