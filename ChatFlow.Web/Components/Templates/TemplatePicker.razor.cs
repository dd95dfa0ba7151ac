using System.Globalization;
using ChatFlow.Core.Channels;
using ChatFlow.Core.Common;
using ChatFlow.Core.Contacts;
using ChatFlow.Core.Contacts.Phones;
using ChatFlow.Core.Organizations.MetaCloud;
using ChatFlow.Core.Organizations.Prices;
using ChatFlow.Core.Users;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Authorization;
using Microsoft.Extensions.Localization;

namespace ChatFlow.Web.Components.Templates;

/// <summary>Stands in the composer's place while the 24-hour window is closed: choose a template, fill it in, see it, send it.</summary>
public sealed partial class TemplatePicker(ReadTemplates read, MessagePrices prices, TimeProvider time, IStringLocalizer<TemplateTexts> L) : IDisposable
{
    private const int MostVariables = 6;

    private readonly CancellationTokenSource _stop = new();
    private readonly Dictionary<int, string> _buttons = [];
    private Actor _actor = null!;
    private TemplateList? _list;
    private IReadOnlyList<MessagePrice> _prices = [];
    private TemplateView? _chosen;
    private string[] _values = [];
    private string _header = "";
    private Error? _error;
    private int _turn;
    private bool _searched;
    private bool _busy;

    [CascadingParameter]
    private Task<AuthenticationState> Authentication { get; set; } = null!;

    [Parameter, EditorRequired]
    public ContactView Contact { get; set; } = null!;

    /// <summary>False for somebody who has never written to us.</summary>
    [Parameter]
    public bool HasWritten { get; set; }

    /// <summary>Null when the message stands, pending; else why not.</summary>
    [Parameter, EditorRequired]
    public Func<OutboundTemplate, Task<Error?>> OnSend { get; set; } = null!;

    /// <summary>What is known of the contact, by the name it is offered under.</summary>
    private IEnumerable<(string Name, string Value)> Variables => new (string Name, string? Value)[]
    {
        (L["VariableName"], FirstWord(Contact.Name)), ("email", Contact.Email),
        ("tel.", Contact.Phone is { } phone ? PhoneBook.Format(phone) : null),
    }
        .Concat(Contact.CustomFields.Select(f => (Name: f.Key, Value: (string?)f.Value.ToString())))
        .Where(v => !string.IsNullOrWhiteSpace(v.Value)).Take(MostVariables).Select(v => (v.Name, v.Value!));

    protected override async Task OnInitializedAsync()
    {
        _actor = (await Authentication).User.GetActor();
        _prices = await prices.ReadAsync(_stop.Token);
        await LoadAsync("");
    }

    private Task SearchAsync(ChangeEventArgs change) => LoadAsync((string?)change.Value ?? "");

    private async Task LoadAsync(string search)
    {
        var turn = ++_turn;
        var list = await read.RunAsync(_actor, new ReadTemplatesRequest(search, OnlySendable: true), _stop.Token);
        if (turn != _turn)
            return;
        _searched = search.Length > 0;
        _list = list;
    }

    private void Choose(TemplateView template)
    {
        _chosen = template;
        _values = [.. template.Content.BodyPlaces.Select(_ => "")];
        _buttons.Clear();
        _header = "";
        _error = null;
    }

    private bool Filled(TemplateView template) =>
        Array.TrueForAll(_values, v => !string.IsNullOrWhiteSpace(v))
        && (template.Content.HeaderPlaces.Count == 0 && !template.Content.HeaderNeedsFile || !string.IsNullOrWhiteSpace(_header));

    private string Cost(TemplateView template)
    {
        var country = Contact.Phone is { } phone ? PhoneBook.Region(phone) : null;
        var price = MessagePrices.Of(_prices, country, EnumText<TemplateCategory>.Of(template.Category), time.GetUtcNow());
        return price is null ? L["CostUnknown"]
            : L[price.Checked ? "Cost" : "CostUnchecked", $"{price.Amount.ToString("0.####", CultureInfo.CurrentCulture)} {price.Currency}"];
    }

    private async Task SendAsync()
    {
        var template = _chosen!;
        _busy = true;
        try
        {
            _error = await OnSend(new OutboundTemplate(template.Name, template.Language, [.. _values.Select(v => v.Trim())])
            {
                Header = _header.Trim() is { Length: > 0 } header ? new TemplateHeaderValue(HeaderType(template.Content), header) : null,
                Buttons = [.. _buttons.Where(b => !string.IsNullOrWhiteSpace(b.Value)).Select(b => new TemplateButtonValue(b.Key, template.Content.Buttons[b.Key].Type, b.Value))],
            });
            if (_error is null)
                _chosen = null;
        }
        finally
        {
            _busy = false;
        }
    }

    private static TemplateHeaderType HeaderType(TemplateContent content) => content.HeaderFormat switch
    {
        "IMAGE" => TemplateHeaderType.Image,
        "VIDEO" => TemplateHeaderType.Video,
        "DOCUMENT" => TemplateHeaderType.Document,
        _ => TemplateHeaderType.Text,
    };

    private static string? FirstWord(string? name) => name?.Split(' ', StringSplitOptions.RemoveEmptyEntries).FirstOrDefault();

    public void Dispose()
    {
        _stop.Cancel();
        _stop.Dispose();
    }
}
