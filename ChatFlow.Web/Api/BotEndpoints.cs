using ChatFlow.Core.Bot;
using ChatFlow.Core.Common;
using ChatFlow.Core.Users;

namespace ChatFlow.Web.Api;

internal static class BotEndpoints
{
    public static void MapBot(this RouteGroupBuilder api)
    {
        var bot = api.MapGroup("/bot").WithTags("Bot");
        bot.MapGet("", GetAsync)
            .WithName("getBot").WithSummary("The bot's settings")
            .WithDescription("Without the engines' keys: openaiApiKeySet and flowiseApiKeySet tell whether one is stored.")
            .Produces<BotSettings>();
        bot.MapPut("", PutAsync)
            .WithName("putBot").WithSummary("Change the bot")
            .WithDescription("Absent members stay as they are; null clears a text. An omitted key is kept, an empty one removed.")
            .Produces<BotSettings>().ProducesProblem(422);
        bot.MapGet("/logs", ListLogsAsync)
            .WithName("listBotLogs").WithSummary("What the bot did, newest first")
            .WithDescription("One entry a turn, with its reason and its times; never what was said.")
            .Produces<Page<BotLogView>>().ProducesProblem(422);
    }

    private static async Task<IResult> GetAsync(HttpContext http, GetBot get, CancellationToken ct) =>
        ApiResults.From(await get.RunAsync(http.User.GetActor(), ct));

    private static async Task<IResult> PutAsync(HttpContext http, PutBotRequest request, PutBot put, CancellationToken ct) =>
        ApiResults.From(await put.RunAsync(http.User.GetActor(), request, ct));

    private static async Task<IResult> ListLogsAsync(HttpContext http, ListBotLogs list, string? cursor, string? limit, CancellationToken ct)
    {
        var size = ApiQuery.Limit(limit);
        return size.IsSuccess ? ApiResults.From(await list.RunAsync(http.User.GetActor(), cursor, size.Value, ct)) : ApiResults.Problem(size.Error);
    }
}
