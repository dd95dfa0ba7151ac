using System.Globalization;
using ChatFlow.Web.Components.Shared;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Localization;
using Xunit;

namespace ChatFlow.Tests.Components.Shared;

public sealed class RelativeWordsTests : SharedContext
{
    [Theory]
    [InlineData("2026-03-10T11:59:40-03:00", "ahora")]
    [InlineData("2026-03-10T11:55:00-03:00", "hace 5 min")]
    [InlineData("2026-03-10T09:30:00-03:00", "hace 2 h")]
    [InlineData("2026-03-10T12:14:30-03:00", "en 15 min")]
    [InlineData("2026-03-10T15:00:00-03:00", "en 3 h")]
    [InlineData("2026-01-02T10:00:00-03:00", "2 ene")]
    [InlineData("2025-12-31T10:00:00-03:00", "31/12/2025")]
    public void A_moment_is_relative_within_a_day_and_a_short_date_after_it(string at, string words)
    {
        CultureInfo.CurrentCulture = CultureInfo.GetCultureInfo("es-AR");
        var now = DateTimeOffset.Parse("2026-03-10T12:00:00-03:00", CultureInfo.InvariantCulture);

        Assert.Equal(words, RelativeWords.Of(DateTimeOffset.Parse(at, CultureInfo.InvariantCulture), now, Texts));
    }

    [Theory]
    [InlineData("2026-03-09T23:30:00-03:00", "ayer ")]
    [InlineData("2026-03-11T09:00:00-03:00", "mañana ")]
    public void The_day_before_and_after_are_named_with_the_hour(string at, string start)
    {
        var now = DateTimeOffset.Parse("2026-03-10T12:00:00-03:00", CultureInfo.InvariantCulture);

        Assert.StartsWith(start, RelativeWords.Of(DateTimeOffset.Parse(at, CultureInfo.InvariantCulture), now, Texts), StringComparison.Ordinal);
    }

    private IStringLocalizer<SharedTexts> Texts => Services.GetRequiredService<IStringLocalizer<SharedTexts>>();
}
