using ChatFlow.Core.Bot;
using NodaTime;
using NodaTime.Text;
using Xunit;

namespace ChatFlow.Tests.Bot;

public sealed class BusinessHoursTests
{
    private static readonly DateTimeZone s_bogota = DateTimeZoneProviders.Tzdb["America/Bogota"];

    // 2026-03-02 is a Monday.
    [Theory]
    [InlineData("Lun-Vie 9:00-18:00; Sáb 9:00-13:00", "2026-03-02T09:00", true)]
    [InlineData("Lun-Vie 9:00-18:00; Sáb 9:00-13:00", "2026-03-02T08:59", false)]
    [InlineData("Lun-Vie 9:00-18:00; Sáb 9:00-13:00", "2026-03-02T18:00", false)]
    [InlineData("Lun-Vie 9:00-18:00; Sáb 9:00-13:00", "2026-03-07T12:59", true)]
    [InlineData("Lun-Vie 9:00-18:00; Sáb 9:00-13:00", "2026-03-07T13:30", false)]
    [InlineData("Lun-Vie 9:00-18:00; Sáb 9:00-13:00", "2026-03-08T10:00", false)]
    [InlineData("Lunes a viernes de 9 a 18 hs, sábados de 9 a 13 hs", "2026-03-06T17:00", true)]
    [InlineData("Lunes a viernes de 9 a 18 hs, sábados de 9 a 13 hs", "2026-03-07T17:00", false)]
    [InlineData("Lun, Mié y Vie 10:00-14:00", "2026-03-04T11:00", true)]
    [InlineData("Lun, Mié y Vie 10:00-14:00", "2026-03-03T11:00", false)]
    [InlineData("Lun-Vie 9:00-13:00 y 15:00-19:00", "2026-03-02T14:00", false)]
    [InlineData("Lun-Vie 9:00-13:00 y 15:00-19:00", "2026-03-02T15:30", true)]
    [InlineData("Mon-Fri 9am-5:30pm", "2026-03-02T17:15", true)]
    [InlineData("Mon-Fri 9am-5:30pm", "2026-03-02T17:30", false)]
    [InlineData("Mon to Sat, 1-5 pm. Sunday closed", "2026-03-02T14:00", true)]
    [InlineData("Mon to Sat, 1-5 pm. Sunday closed", "2026-03-02T02:00", false)]
    [InlineData("Weekdays 8 a.m. to 6 p.m.", "2026-03-02T17:00", true)]
    [InlineData("Daily 9-18", "2026-03-08T10:00", true)]
    [InlineData("Seg-Sex 9h-18h; Sáb 9h30-13h", "2026-03-07T09:15", false)]
    [InlineData("Segunda a sexta das 9h às 18h", "2026-03-05T10:00", true)]
    [InlineData("segunda-feira a sexta-feira, 9h às 18h", "2026-03-05T10:00", true)]
    [InlineData("Ter-Sáb 9h-19h", "2026-03-02T10:00", false)]
    [InlineData("Vie-Sáb 18:00-02:00", "2026-03-08T01:59", true)]
    [InlineData("Vie-Sáb 18:00-02:00", "2026-03-08T02:00", false)]
    [InlineData("Vie-Sáb 18:00-02:00", "2026-03-06T01:00", false)]
    [InlineData("Sáb-Lun 10-12", "2026-03-08T11:00", true)]
    [InlineData("24/7", "2026-03-08T03:00", true)]
    [InlineData("Lun-Dom 24 horas", "2026-03-08T03:00", true)]
    [InlineData("9:00-18:00", "2026-03-08T10:00", true)]
    [InlineData("Lun–Vie 9:00 – 18:00", "2026-03-02T10:00", true)]
    [InlineData("Lun-Vie 9:00-24:00", "2026-03-02T23:59", true)]
    public void Knows_when_the_business_is_open(string text, string local, bool open)
    {
        var instant = LocalDateTimePattern.CreateWithInvariantCulture("uuuu-MM-dd'T'HH:mm").Parse(local).Value.InZoneLeniently(s_bogota).ToInstant();

        Assert.True(BusinessHours.TryParse(text, out var hours));
        Assert.Equal(open, hours.IsOpen(instant, s_bogota));
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("Consultar por WhatsApp")]
    [InlineData("Lun-Vie")]
    [InlineData("Lun-Vie 9:00")]
    [InlineData("Lun-Vie 9:00-18:00 excepto feriados")]
    [InlineData("Lun-Vie 25:00-26:00")]
    [InlineData("Lun-Vie 9:75-18:00")]
    [InlineData("Lun-Vie 9:00-9:00")]
    [InlineData("Lun-Vie 9:00-18:00; Sáb")]
    [InlineData("Lun-Vie 9:00-18:00; Vie cerrado")]
    [InlineData("cerrado")]
    [InlineData("de 9 a partir de las 10")]
    public void What_it_cannot_read_for_certain_counts_as_open(string? text)
    {
        Assert.False(BusinessHours.TryParse(text, out _));
        Assert.True(BusinessHours.IsOpen(text, Instant.FromUtc(2026, 3, 8, 3, 0), s_bogota));
    }

    [Fact]
    public void Counts_by_the_clocks_of_the_business()
    {
        var instant = Instant.FromUtc(2026, 3, 2, 14, 30);

        Assert.True(BusinessHours.IsOpen("Lun-Vie 9:00-18:00", instant, s_bogota));
        Assert.False(BusinessHours.IsOpen("Lun-Vie 9:00-18:00", instant, DateTimeZoneProviders.Tzdb["America/Los_Angeles"]));
    }
}
