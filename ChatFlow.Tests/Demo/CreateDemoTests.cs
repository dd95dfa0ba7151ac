using System.Net;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using ChatFlow.Core.Ai;
using ChatFlow.Core.Bot;
using ChatFlow.Core.Channels;
using ChatFlow.Core.Contacts;
using ChatFlow.Core.Data;
using ChatFlow.Core.Demo;
using ChatFlow.Core.FollowUps.Sequences;
using ChatFlow.Core.Inbox;
using ChatFlow.Core.Organizations;
using ChatFlow.Core.Users;
using ChatFlow.Tests.Support;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace ChatFlow.Tests.Demo;

/// <summary>The demonstration over a real database, and the bot that answers from its texts.</summary>
public sealed class CreateDemoTests(TestAppFixture fixture) : IClassFixture<TestAppFixture>
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    private IServiceProvider Services => fixture.App.Services;

    [Fact]
    public async Task The_demonstration_is_whole_and_is_made_once()
    {
        var first = (await Services.GetRequiredService<CreateDemo>().RunAsync(Stop)).Value;
        var second = (await Services.GetRequiredService<CreateDemo>().RunAsync(Stop)).Value;
        var admin = await AdminAsync();

        Assert.False(second.Created);
        Assert.Equal(CreateDemo.Email, second.Email);
        Assert.NotNull(first.Password);
        Assert.Equal(first.Password, second.Password);
        await Services.GetRequiredService<TenantDb>().RunAsync(admin.OrganizationId, async (db, token) =>
        {
            var config = await db.Set<BotConfig>().SingleAsync(token);
            Assert.Equal((ChannelType.Simulator, ConnectionStatus.Connected, true, 2), (config.ConnectionType, config.ConnectionStatus, config.BotEnabled, config.DebounceSeconds));
            Assert.Equal(12, await db.Set<Contact>().CountAsync(token));
            Assert.Equal(12, await db.Set<Conversation>().CountAsync(token));
            Assert.Equal(12, await db.Set<ContactIdentity>().CountAsync(token));
            Assert.Equal(8, await db.Set<KnowledgeEntry>().CountAsync(token));
            Assert.True(await db.Set<Contact>().AllAsync(c => c.MessagesReceived > 0 && c.LastInboundAt != null, token));
            var sequence = await db.Set<FollowUpSequence>().SingleAsync(token);
            Assert.False(sequence.Enabled);
            Assert.Equal(2, await db.Set<FollowUpStep>().CountAsync(token));
            Assert.True(BusinessHours.TryParse(config.BusinessHours, out _));
        }, Stop);
    }

    [Theory]
    [InlineData("Hola, ¿cuánto cuesta el plan mensual?", "750")]
    [InlineData("precio del plan anual", "6,600")]
    [InlineData("¿tienen estacionamiento?", "socios")]
    [InlineData("a qué hora abren los sábados?", "8:00")]
    public async Task The_bot_answers_from_the_demonstration_texts(string question, string expected)
    {
        await Services.GetRequiredService<CreateDemo>().RunAsync(Stop);
        var trial = await Services.GetRequiredService<TestBot>().RunAsync(await AdminAsync(), new TestBotRequest(question), Stop);

        Assert.Null(trial.Value.HandedOver);
        Assert.Contains(expected, trial.Value.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_question_without_an_answer_is_handed_over()
    {
        await Services.GetRequiredService<CreateDemo>().RunAsync(Stop);
        var trial = await Services.GetRequiredService<TestBot>().RunAsync(await AdminAsync(), new TestBotRequest("¿Reparan bicicletas eléctricas?"), Stop);

        Assert.Equal(HandOverReason.DoesNotKnow, trial.Value.HandedOver);
    }

    [Fact]
    public async Task The_bot_is_changed_field_by_field_and_never_shows_a_key()
    {
        var organization = await fixture.App.OpenAsync(Stop);
        using var api = await fixture.App.ApiAsync(organization, Stop);
        var put = await api.PutAsJsonAsync("/api/v1/bot", new
        {
            botEnabled = true,
            agentType = "secretaria",
            businessDescription = "Taller",
            aiEngine = "open_ai_compatible",
            openaiUrl = "http://127.0.0.1:9/v1",
            openaiModel = "small",
            openaiApiKey = "sk-secret",
        }, Stop);
        var text = await put.Content.ReadAsStringAsync(Stop);
        Assert.True(put.IsSuccessStatusCode, text);
        Assert.DoesNotContain("sk-secret", text, StringComparison.Ordinal);
        var again = JsonNode.Parse(await (await api.PutAsJsonAsync("/api/v1/bot", new { tone = "formal" }, Stop)).Content.ReadAsStringAsync(Stop))!;
        Assert.Equal(("open_ai_compatible", "formal", true, "Taller"), ((string)again["aiEngine"]!, (string)again["tone"]!, (bool)again["openaiApiKeySet"]!, (string)again["businessDescription"]!));
        var stored = await Services.GetRequiredService<TenantDb>().RunAsync(organization.Id, async (db, token) =>
            (await db.Set<Organization>().SingleAsync(o => o.Id == organization.Id, token), await db.Set<BotConfig>().SingleAsync(token)), Stop);
        Assert.Equal((true, CompanyRole.Agendador, "Taller"), (stored.Item1.AiEnabled, stored.Item1.AiRole!.Value, stored.Item1.AiCompanyInfo));
        Assert.DoesNotContain("sk-secret", stored.Item2.OpenaiApiKey, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("""{"openaiUrl": "http://10.0.0.1/v1"}""", "openaiUrl")]
    [InlineData("""{"flowiseUrl": "ftp://example.com"}""", "flowiseUrl")]
    [InlineData("""{"aiEngine": "flowise"}""", "flowiseUrl")]
    [InlineData("""{"debounceSeconds": 61}""", "debounceSeconds")]
    [InlineData("""{"businessName": " "}""", "businessName")]
    [InlineData("""{"agentType": "pirate"}""", "agentType")]
    public async Task A_wrong_setting_is_refused_by_its_name(string body, string field)
    {
        var organization = await fixture.App.OpenAsync(Stop);
        using var api = await fixture.App.ApiAsync(organization, Stop);
        using var content = new StringContent(body, null, "application/json");
        using var answer = await api.PutAsync("/api/v1/bot", content, Stop);
        var problem = JsonNode.Parse(await answer.Content.ReadAsStringAsync(Stop))!;

        Assert.Equal(HttpStatusCode.UnprocessableEntity, answer.StatusCode);
        Assert.NotNull(problem["errors"]![field]);
    }

    [Fact]
    public async Task An_engine_that_cannot_be_reached_is_a_failure_in_words()
    {
        var organization = await fixture.App.OpenAsync(Stop);
        var unsaved = new PutBotRequest { AiEngine = AiEngine.OpenAiCompatible, OpenaiUrl = "http://127.0.0.1:9/v1", OpenaiModel = "small" };
        var trial = await Services.GetRequiredService<TestBot>().RunAsync(Actor.System(organization.Id), new TestBotRequest("hola", unsaved), Stop);

        Assert.StartsWith("bot.engine_", trial.Error!.Code, StringComparison.Ordinal);
        Assert.Equal(AiEngine.Knowledge, (await Services.GetRequiredService<GetBot>().RunAsync(Actor.System(organization.Id), Stop)).Value.AiEngine);
    }

    [Fact]
    public async Task Who_may_not_administer_changes_nothing()
    {
        var organization = await fixture.App.OpenAsync(Stop);
        var agent = new Actor(organization.Id, organization.AdminId, UserRole.User);

        Assert.Equal("forbidden", (await Services.GetRequiredService<PutBot>().RunAsync(agent, new PutBotRequest(), Stop)).Error!.Code);
        Assert.Equal("forbidden", (await Services.GetRequiredService<TestBot>().RunAsync(agent, new TestBotRequest("hola"), Stop)).Error!.Code);
        Assert.Equal("forbidden", (await Services.GetRequiredService<SaveKnowledge>().RunAsync(agent, new SaveKnowledgeRequest(null, "a", "b"), Stop)).Error!.Code);
    }

    private async Task<Actor> AdminAsync() =>
        Actor.System((await Services.GetRequiredService<Gate>().FindOrganizationAsync(CreateDemo.Slug, Stop))!.Value);
}
