using System.ComponentModel;
using System.Globalization;
using ChatFlow.Core.Common;
using ChatFlow.Core.Statistics;
using ChatFlow.Core.Users;

namespace ChatFlow.Web.Api;

internal static class StatisticsEndpoints
{
    public static void MapStatistics(this RouteGroupBuilder api) =>
        api.MapGet("/statistics", ReadAsync).WithTags("Statistics")
            .WithName("readStatistics").WithSummary("Read what happened in a period")
            .WithDescription($"Days begin in the organization's time zone. At most {StatisticsPeriod.LongestDays} days.")
            .Produces<StatisticsView>().ProducesProblem(422);

    private static async Task<IResult> ReadAsync(
        HttpContext http,
        ReadStatistics read,
        [Description("First day, such as 2026-01-01; 30 days in all when absent.")] string? from,
        [Description("Last day, included; today when absent.")] string? to,
        CancellationToken ct)
    {
        var first = Day(from, "from");
        if (!first.IsSuccess)
            return ApiResults.Problem(first.Error);
        var last = Day(to, "to");
        return last.IsSuccess
            ? ApiResults.From(await read.RunAsync(http.User.GetActor(), new ReadStatisticsRequest(first.Value, last.Value), ct))
            : ApiResults.Problem(last.Error);
    }

    // A time is understood too, as the day that it names.
    private static Result<DateOnly?> Day(string? text, string field)
    {
        if (string.IsNullOrEmpty(text))
            return (DateOnly?)null;
        if (DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day))
            return (DateOnly?)day;
        return DateTimeOffset.TryParse(text.Replace(' ', '+'), CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var time)
            ? (DateOnly?)DateOnly.FromDateTime(time.DateTime)
            : new ValidationError("query.day", "Must be a day, such as 2026-01-31.", field);
    }
}
