using System.Net.Http.Json;
using System.Text.RegularExpressions;
using ChatFlow.Core.Demo;
using ChatFlow.Core.Users;
using ChatFlow.Tests.Support;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Playwright;
using Xunit;

namespace ChatFlow.Tests.E2E;

/// <summary>
/// The main job as a newcomer lives it, in two browsers: one holds the simulated phone, the other is the agent's. Nothing
/// is reloaded to see something; every wait is for what a person would see.
/// </summary>
public sealed class MainJobTests : IAsyncLifetime
{
    private TestApp _app = null!;
    private DemoAccess _access = null!;
    private IBrowserContext _agentContext = null!;
    private IBrowserContext _customerContext = null!;
    private IPage _agent = null!;
    private IPage _customer = null!;

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        _app = await TestApp.StartAsync(Stop);
        _access = (await _app.Services.GetRequiredService<CreateDemo>().RunAsync(Stop)).Value;
        var browser = await Chromium.BrowserAsync();
        (_agentContext, _agent) = await SignInAsync(browser);
        (_customerContext, _customer) = await SignInAsync(browser);
    }

    public async ValueTask DisposeAsync()
    {
        await _agentContext.CloseAsync();
        await _customerContext.CloseAsync();
        await _app.DisposeAsync();
    }

    [Fact]
    public async Task A_message_is_answered_taken_over_followed_up_and_counted()
    {
        await WriteAsCustomerAsync("Hola, ¿cuánto cuesta el plan mensual?");
        await Assertions.Expect(Row("Carla Nueva")).ToBeVisibleAsync(new() { Timeout = Pages.Patience });
        await Assertions.Expect(OnPhone("$750 MXN")).ToBeVisibleAsync(new() { Timeout = Pages.Patience });

        await Row("Carla Nueva").ClickAsync();
        var answer = Bubble("$750 MXN");
        await Assertions.Expect(answer).ToContainTextAsync("Leído", new() { Timeout = Pages.Patience });
        await Assertions.Expect(_agent.GetByText("Lo atiende el bot").First).ToBeVisibleAsync();

        await AnswerAsync("Te lo explico yo, soy Valeria");
        await Assertions.Expect(OnPhone("soy Valeria")).ToBeVisibleAsync(new() { Timeout = Pages.Patience });
        await Assertions.Expect(_agent.GetByText(new Regex("Lo atiendes tú")).First).ToBeVisibleAsync();
        await WriteAsCustomerAsync("¿Y el horario?");
        await Assertions.Expect(Bubble("¿Y el horario?")).ToBeVisibleAsync(new() { Timeout = Pages.Patience });

        await BuildSequenceAsync();
        await _agent.GetByRole(AriaRole.Link, new() { Name = "Bandeja" }).First.ClickAsync();
        await Row("Carla Nueva").ClickAsync();
        await Assertions.Expect(Bubble("¿Y el horario?")).ToBeVisibleAsync(new() { Timeout = Pages.Patience });
        await AnswerAsync("Abrimos a las seis");
        await Assertions.Expect(OnPhone("Abrimos a las seis")).ToBeVisibleAsync(new() { Timeout = Pages.Patience });

        // The bot was told to be silent and was: nothing came between the two answers of a person.
        await Assertions.Expect(_customer.Locator(".device .theirs")).ToHaveCountAsync(3);

        await _customer.GetByRole(AriaRole.Button, new() { NameRegex = new Regex("2 min") }).ClickAsync();
        await Assertions.Expect(OnPhone("primer seguimiento")).ToBeVisibleAsync(new() { Timeout = Pages.Patience });
        await _customer.GetByRole(AriaRole.Button, new() { NameRegex = new Regex("2 min") }).ClickAsync();
        await Assertions.Expect(OnPhone("segundo seguimiento")).ToBeVisibleAsync(new() { Timeout = Pages.Patience });

        await AnswerAsync("Una última cosa");
        await Assertions.Expect(OnPhone("Una última cosa")).ToBeVisibleAsync(new() { Timeout = Pages.Patience });
        await WriteAsCustomerAsync("Ya lo vi, me interesa");
        await Assertions.Expect(Bubble("me interesa")).ToBeVisibleAsync(new() { Timeout = Pages.Patience });
        await _customer.GetByRole(AriaRole.Button, new() { NameRegex = new Regex("2 min") }).ClickAsync();

        var contact = await ConvertAsync();
        await _agent.OpenAsync($"/contacts/{contact}");
        await Assertions.Expect(_agent.GetByText(new Regex("la persona respondió")).First).ToBeVisibleAsync(new() { Timeout = Pages.Patience });
        await Assertions.Expect(_customer.Locator(".device .theirs").Filter(new() { HasText = "primer seguimiento" })).ToHaveCountAsync(1);

        await _agent.OpenAsync("/statistics");
        await Assertions.Expect(Tile("Conversiones")).ToContainTextAsync("1", new() { Timeout = Pages.Patience });
        await Assertions.Expect(Tile("Seguimientos enviados")).ToContainTextAsync("2");
    }

    private async Task<(IBrowserContext, IPage)> SignInAsync(IBrowser browser)
    {
        var context = await browser.NewContextAsync(new() { BaseURL = _app.Address.ToString(), Locale = "es-MX", ViewportSize = new() { Width = 1400, Height = 900 } });
        var page = await context.SignInAsync(_access.Email, _access.Password!);
        await Assertions.Expect(Row("Mariana López", page)).ToBeVisibleAsync(new() { Timeout = Pages.Patience });
        return (context, page);
    }

    private async Task WriteAsCustomerAsync(string text)
    {
        if (!await _customer.Locator("#sim-text").IsVisibleAsync())
        {
            await _customer.GetByText("Teléfono de prueba").First.ClickAsync();
            await _customer.Locator(".device .links button").First.ClickAsync();
            await _customer.Locator("#sim-name").FillAsync("Carla Nueva");
            await _customer.Locator("#sim-name").BlurAsync();
        }

        await _customer.Locator("#sim-text").FillAsync(text);
        await _customer.Locator("#sim-text").PressAsync("Enter");
    }

    private async Task AnswerAsync(string text)
    {
        var composer = _agent.Locator("[data-composer][data-ready]");
        await composer.FillAsync(text);
        await composer.PressAsync("Enter");
        await Assertions.Expect(Bubble(text)).ToBeVisibleAsync(new() { Timeout = Pages.Patience });
    }

    private async Task BuildSequenceAsync()
    {
        await _agent.OpenAsync("/sequences/new");
        var steps = _agent.GetByTestId("steps");
        await _agent.DragStepAsync("PaletteNow");
        await _agent.DragStepAsync("PaletteReminder");
        await FillStepAsync(steps.Locator("article").Nth(0), "1", "Este es el primer seguimiento");
        await FillStepAsync(steps.Locator("article").Nth(1), "2", "Este es el segundo seguimiento");
        await _agent.Locator("#name").FillAsync("Retomar");
        await _agent.GetByTestId("lift-limits").CheckAsync();
        await _agent.GetByRole(AriaRole.Switch).First.CheckAsync();
        await _agent.GetByRole(AriaRole.Button, new() { Name = "Guardar" }).ClickAsync();
        await Assertions.Expect(_agent).ToHaveURLAsync(new Regex("/sequences/[0-9a-f-]{36}"), new() { Timeout = Pages.Patience });
    }

    private static async Task FillStepAsync(ILocator step, string minutes, string text)
    {
        await step.Locator("input.amount").FillAsync(minutes);
        await step.Locator("select.unit").SelectOptionAsync(new SelectOptionValue { Label = "minutos" });
        await step.Locator("textarea").FillAsync(text);
    }

    // A sale in the business's own shop: it comes through the REST interface.
    private async Task<string> ConvertAsync()
    {
        using var api = _app.Http();
        var key = (await _app.Services.GetRequiredService<ManageApiKeys>().CreateAsync(
            Actor.System(await OrganizationAsync()), "shop", Stop)).Value.Key;
        api.DefaultRequestHeaders.Authorization = new("Bearer", key);
        var contact = new Uri(_agent.Url).AbsolutePath.Split('/')[^1];
        var answer = await api.PostAsJsonAsync("/api/v1/events", new { type = "conversion", contactId = contact, data = new { value = 750, currency = "MXN" } }, Stop);
        Assert.True(answer.IsSuccessStatusCode, await answer.Content.ReadAsStringAsync(Stop));
        return contact;
    }

    private async Task<Guid> OrganizationAsync()
    {
        var found = await _app.Services.GetRequiredService<ChatFlow.Core.Data.Gate>().FindUserByEmailAsync(_access.Email.ToUpperInvariant(), Stop);
        return found!.Value.OrganizationId;
    }

    private ILocator Row(string name, IPage? page = null) => (page ?? _agent).Locator("[data-conversation]").Filter(new() { HasText = name });

    private ILocator Bubble(string text) => _agent.Locator(".bubble, [data-message]").Filter(new() { HasText = text }).First;

    private ILocator OnPhone(string text) => _customer.Locator(".device .theirs").Filter(new() { HasText = text }).First;

    private ILocator Tile(string title) => _agent.Locator(".tile").Filter(new() { HasText = title });
}
