using Bunit;
using ChatFlow.Core.Statistics;
using ChatFlow.Tests.Components.Shared;
using ChatFlow.Web.Components.Statistics;
using Xunit;

namespace ChatFlow.Tests.Components.Statistics;

public sealed class StatisticsComponentsTests : SharedContext
{
    [Fact]
    public void Shares_leave_out_what_did_not_happen()
    {
        var shares = Render<Shares>(p => p.Add(x => x.Nothing, "nada").Add(x => x.Rows, [new("Leídos", 3, false), new("Fallaron", 1, true), new("Otros", 0, false)]));

        Assert.Equal(2, shares.FindAll("tr").Count);
        Assert.Contains("75", shares.FindAll("tr")[0].TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public void Nothing_is_said_in_words() =>
        Assert.Equal("nada", Render<Shares>(p => p.Add(x => x.Nothing, "nada").Add(x => x.Rows, [new("Leídos", 0, false)])).Find("p").TextContent);

    [Fact]
    public void The_chart_has_a_table_beside_it_newest_day_first()
    {
        var day = new DateOnly(2026, 5, 3);

        var chart = Render<MessagesByDay>(p => p.Add(x => x.Days, [new(day, 0, 12, 3, 2, 1, 1, 0), new(day.AddDays(1), 0, 5, 0, 0, 0, 0, 0)]));

        Assert.Equal(["5", "0", "0", "0", "0", "0"], chart.FindAll("tbody tr")[0].QuerySelectorAll("td").Select(c => c.TextContent));
        Assert.Equal(["12", "3", "3", "1", "0", "0"], chart.FindAll("tbody tr")[1].QuerySelectorAll("td").Select(c => c.TextContent));
    }

    [Fact]
    public void A_sequence_shows_what_became_of_its_runs()
    {
        var table = Render<SequencesTable>(p => p.Add(x => x.Sequences, [new(Guid.NewGuid(), "Carritos", 4, 9, 2, 1, [new("MXN", 1250.5m, 1250.5m), new("USD", 20, 20)])]));

        var cells = table.FindAll("tbody td").Select(c => c.TextContent).ToList();
        Assert.Equal(["4", "9"], cells[..2]);
        Assert.StartsWith("2 50", cells[2], StringComparison.Ordinal);
        Assert.Equal("1,250.50 MXN · 20 USD", cells[4]);
    }
}
