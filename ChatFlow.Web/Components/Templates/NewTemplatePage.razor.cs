using ChatFlow.Core.Channels;
using ChatFlow.Core.Common;
using ChatFlow.Core.Organizations.MetaCloud;
using ChatFlow.Core.Users;
using ChatFlow.Web.Components.Shared;
using ChatFlow.Web.Security;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Authorization;
using Microsoft.Extensions.Localization;
using MudBlazor;

namespace ChatFlow.Web.Components.Templates;

/// <summary>Writes a template and submits it for Meta's review; what Meta would refuse is said at the field.</summary>
public sealed partial class NewTemplatePage(CreateTemplate create, NavigationManager navigation, ISnackbar snackbar, IStringLocalizer<TemplateTexts> L) : IDisposable
{
    // Of the countries that we are for; Meta knows more.
    private static readonly string[] s_languages = ["es_MX", "es_AR", "es_ES", "es", "pt_BR", "pt_PT", "en_US", "en"];

    private readonly CancellationTokenSource _stop = new();
    private readonly List<string> _examples = [];
    private readonly List<DraftButton> _buttons = [];
    private Actor _actor = null!;
    private IReadOnlyList<ValidationError> _problems = [];
    private Error? _refused;
    private string _name = "";
    private string _language = s_languages[0];
    private TemplateCategory _category = TemplateCategory.Marketing;
    private string _header = "";
    private string _headerExample = "";
    private string _body = "";
    private string _footer = "";
    private bool _mayEdit;
    private bool _busy;

    [CascadingParameter]
    private Task<AuthenticationState> Authentication { get; set; } = null!;

    private TemplateDraft Draft => new()
    {
        Name = _name,
        Language = _language,
        Category = _category,
        Header = _header,
        HeaderExample = _headerExample,
        Body = _body,
        Examples = [.. TemplateContent.Places(_body).Select((_, i) => Example(i))],
        Footer = _footer,
        Buttons = [.. _buttons.Select(b => new TemplateDraftButton(b.Type, b.Text, b.Value, b.Example))],
    };

    private TemplateContent Preview => new(
        _header.Length > 0 ? "TEXT" : null, _header, _body, _footer, [.. _buttons.Select(b => new TemplateButtonPart(b.Type, b.Text, b.Value, null))]);

    protected override async Task OnInitializedAsync()
    {
        _actor = (await Authentication).User.GetActor();
        _mayEdit = _actor.CanAdminister;
        _language = System.Globalization.CultureInfo.CurrentUICulture.TwoLetterISOLanguageName switch
        {
            "pt" => "pt_BR",
            "en" => "en_US",
            _ => s_languages[0],
        };
    }

    private string? ErrorOf(string field) => _problems.FirstOrDefault(p => p.Field == field) is { } problem ? ErrorText.Of(problem) : null;

    private string Example(int i) => _examples.ElementAtOrDefault(i) ?? "";

    private void SetExample(int i, string? text)
    {
        while (_examples.Count <= i)
            _examples.Add("");
        _examples[i] = text ?? "";
    }

    private void Add(TemplateButtonType type) => _buttons.Add(new DraftButton(type));

    private async Task SubmitAsync()
    {
        var draft = Draft;
        _refused = null;
        _problems = draft.Problems();
        if (_problems.Count > 0)
            return;
        _busy = true;
        try
        {
            var created = await create.RunAsync(_actor, draft, _stop.Token);
            if (!created.IsSuccess)
            {
                _refused = created.Error;
                return;
            }

            snackbar.Add(L["Submitted"], Severity.Success);
            navigation.NavigateTo("/connection/templates");
        }
        finally
        {
            _busy = false;
        }
    }

    public void Dispose()
    {
        _stop.Cancel();
        _stop.Dispose();
    }

    private sealed class DraftButton(TemplateButtonType type)
    {
        public TemplateButtonType Type => type;
        public string Text { get; set; } = "";
        public string Value { get; set; } = "";
        public string Example { get; set; } = "";
    }
}
