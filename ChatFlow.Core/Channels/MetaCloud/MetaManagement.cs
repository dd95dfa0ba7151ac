using System.Text.Json;
using System.Text.Json.Nodes;
using ChatFlow.Core.Common;
using Microsoft.Extensions.Options;

namespace ChatFlow.Core.Channels.MetaCloud;

/// <summary>The number as Meta describes it; words are Meta's own, null where it says nothing.</summary>
/// <param name="Quality">GREEN, YELLOW, RED or UNKNOWN.</param>
/// <param name="Limit">TIER_250 … TIER_UNLIMITED: people a moving day outside the 24-hour window.</param>
/// <param name="Throughput">STANDARD (80 messages a second) or HIGH.</param>
/// <param name="NumberStatus">CONNECTED, PENDING, FLAGGED …</param>
public sealed record MetaNumberFacts(
    string? Phone, string? VerifiedName, string? Quality, string? Limit, string? Throughput, string? NumberStatus, string? NameStatus);

/// <param name="Components">Meta's array as JSON text; read it with <see cref="TemplateContent"/>.</param>
/// <param name="Named">Placeholders have names instead of numbers.</param>
public sealed record MetaTemplate(
    string? ProviderId, string Name, string Language, TemplateStatus Status, TemplateCategory Category, string? Quality,
    string? RejectedReason, bool Named, string Components);

/// <param name="Next">The query of the next page; null at the end.</param>
public sealed record MetaTemplatePage(IReadOnlyList<MetaTemplate> Templates, string? Next);

/// <summary>
/// What we do at Meta beside sending: subscribe, register, ask about the number, keep templates. A failure is a
/// <see cref="ProviderError"/> with Meta's code.
/// </summary>
public sealed class MetaManagement
{
    private const string BasicFields = "display_phone_number,verified_name,quality_rating";
    private const string MoreFields = BasicFields + ",status,name_status,throughput,messaging_limit_tier,whatsapp_business_manager_messaging_limit";
    private const string TemplateFields = "id,name,language,status,category,components,quality_score,rejected_reason,parameter_format";

    private readonly MetaApi _api;
    private readonly IOptions<ChannelOptions> _options;

    internal MetaManagement(MetaApi api, IOptions<ChannelOptions> options)
    {
        _api = api;
        _options = options;
    }

    /// <summary>Has the account's webhooks sent to the app whose token this is. May be repeated.</summary>
    public async Task<Result<Done>> SubscribeAsync(MetaSettings settings, CancellationToken ct) =>
        Succeeded(await CallAsync(settings, settings.BusinessAccountId, HttpMethod.Post, "/subscribed_apps", null, ct), settings);

    /// <param name="pin">Six digits: the number's two-step verification, set by this call where there is none.</param>
    public async Task<Result<Done>> RegisterAsync(MetaSettings settings, string pin, CancellationToken ct) => Succeeded(
        await CallAsync(settings, settings.PhoneNumberId, HttpMethod.Post, "/register", MetaTemplates.Register(pin), ct), settings);

    public async Task<Result<MetaNumberFacts>> NumberAsync(MetaSettings settings, CancellationToken ct)
    {
        var reply = await CallAsync(settings, settings.PhoneNumberId, HttpMethod.Get, $"?fields={MoreFields}", null, ct);
        // An older version of the interface refuses the whole question for one field that it does not know.
        if (reply is ProviderReply.Answer { IsSuccess: false } refused && MetaAnswers.Read(refused, settings.AccessToken).Code == "100")
            reply = await CallAsync(settings, settings.PhoneNumberId, HttpMethod.Get, $"?fields={BasicFields}", null, ct);
        if (Problem(reply, settings) is { } problem)
            return problem;
        var json = ((ProviderReply.Answer)reply).Json;
        return new MetaNumberFacts(
            Word(json, "display_phone_number"), Word(json, "verified_name", 200), Word(json, "quality_rating"),
            Word(json, "whatsapp_business_manager_messaging_limit") ?? Word(json, "messaging_limit_tier"),
            Word(json.Get("throughput"), "level"), Word(json, "status"), Word(json, "name_status"));
    }

    /// <param name="next">What the page before said; null for the first.</param>
    public async Task<Result<MetaTemplatePage>> TemplatesAsync(MetaSettings settings, string? next, CancellationToken ct)
    {
        var reply = await CallAsync(
            settings, settings.BusinessAccountId, HttpMethod.Get, $"/message_templates{next ?? $"?fields={TemplateFields}&limit=50"}", null, ct);
        if (Problem(reply, settings) is { } problem)
            return problem;
        var json = ((ProviderReply.Answer)reply).Json;
        if (json.Get("data").ValueKind != JsonValueKind.Array)
            return new ProviderError("unreadable_answer", "Meta answered without a list of templates.");
        return new MetaTemplatePage(
            [.. json.Get("data").Items().Select(MetaTemplates.Read).OfType<MetaTemplate>()], MetaTemplates.NextQuery(json.Get("paging"), TemplateFields));
    }

    /// <summary>Submits a template for review. What comes back holds the id and the first status.</summary>
    public async Task<Result<(string? Id, TemplateStatus Status, TemplateCategory? Category)>> CreateTemplateAsync(
        MetaSettings settings, JsonObject body, CancellationToken ct)
    {
        var reply = await CallAsync(settings, settings.BusinessAccountId, HttpMethod.Post, "/message_templates", body, ct);
        if (Problem(reply, settings) is { } problem)
            return problem;
        var json = ((ProviderReply.Answer)reply).Json;
        return (Word(json, "id"), json.Text("status") is { } status ? MetaNotices.StatusOf(status) : TemplateStatus.Pending, MetaNotices.CategoryOf(json.Text("category")));
    }

    /// <summary>Deletes one language of a template where its id is known, else all of that name.</summary>
    public async Task<Result<Done>> DeleteTemplateAsync(MetaSettings settings, string name, string? providerId, CancellationToken ct)
    {
        var id = providerId is null ? "" : $"&hsm_id={Uri.EscapeDataString(providerId)}";
        return Succeeded(
            await CallAsync(settings, settings.BusinessAccountId, HttpMethod.Delete, $"/message_templates?name={Uri.EscapeDataString(name)}{id}", null, ct), settings);
    }

    private Task<ProviderReply> CallAsync(MetaSettings settings, string node, HttpMethod method, string path, JsonNode? body, CancellationToken ct) =>
        _api.CallAsync(settings, node, method, path, body, _options.Value.QueryTimeout, ct);

    private static Result<Done> Succeeded(ProviderReply reply, MetaSettings settings) =>
        Problem(reply, settings) is { } problem ? problem
        : ((ProviderReply.Answer)reply).Json.Flag("success") == false ? new ProviderError("refused", "Meta answered without success.")
        : new Done();

    private static ProviderError? Problem(ProviderReply reply, MetaSettings settings) => reply switch
    {
        ProviderReply.Failure failure => new ProviderError(failure.Code, failure.Message),
        ProviderReply.Answer { IsSuccess: true } => null,
        ProviderReply.Answer answer when MetaAnswers.Read(answer, settings.AccessToken) is var error => new ProviderError(error.Code, error.Message),
        _ => throw new InvalidOperationException(),
    };

    private static string? Word(JsonElement json, string name, int longest = 60) =>
        json.Text(name) is { Length: > 0 } text ? text.Length <= longest ? text : text[..longest] : null;
}
