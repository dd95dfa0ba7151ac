using Bunit;
using ChatFlow.Core.FollowUps.Enums;
using ChatFlow.Tests.Components.Shared;
using ChatFlow.Web.Components.FollowUps;
using Microsoft.AspNetCore.Components.Web;
using MudBlazor;
using Xunit;

namespace ChatFlow.Tests.Components.FollowUps;

public sealed class StepListTests : SharedContext
{
    private readonly SequenceForm _form = new();

    [Fact]
    public void A_piece_that_is_dragged_in_becomes_a_step_at_the_place_where_it_is_dropped()
    {
        _form.Steps.Add(new StepForm { Text = "Primero" });
        var list = Show();

        list.Find("[data-piece=PaletteReminder]").DragStart();
        list.Find("[role=listitem]").Drop();

        Assert.Equal(2, _form.Steps.Count);
        Assert.Equal("Primero", _form.Steps[1].Text);
        Assert.NotEmpty(_form.Steps[0].Text);
    }

    [Fact]
    public void A_step_is_moved_by_drag_and_from_the_keyboard()
    {
        _form.Steps.AddRange([new StepForm { Text = "A" }, new StepForm { Text = "B" }, new StepForm { Text = "C" }]);
        var list = Show();

        list.FindAll("[data-testid=handle]")[0].DragStart();
        list.Find("[data-testid=steps]").Drop();
        Assert.Equal("BCA", string.Concat(_form.Steps.Select(s => s.Text)));

        list.FindAll("article")[2].KeyDown(new KeyboardEventArgs { Key = "ArrowUp", AltKey = true });
        Assert.Equal("BAC", string.Concat(_form.Steps.Select(s => s.Text)));
        Assert.Equal("Paso 2 de 3", list.Find("[role=status]").TextContent);
    }

    [Fact]
    public void A_step_says_what_is_wrong_with_its_text_and_when_it_leaves()
    {
        _form.LiftLimits = true;
        _form.Trigger.AfterAmount = 0;
        _form.Steps.AddRange([
            new StepForm { Text = "Hola", DelayAmount = 1, DelayUnit = DelayUnit.Minutes },
            new StepForm { Text = "Hola {{ nadie_lo_conoce }}", DelayAmount = 2, DelayUnit = DelayUnit.Minutes },
        ]);

        var cards = Show(simulator: true).FindAll("article");

        Assert.Contains("Sale 1 min después de empezar", cards[0].TextContent, StringComparison.Ordinal);
        Assert.Contains("Sale 3 min después de empezar", cards[1].TextContent, StringComparison.Ordinal);
        Assert.Single(cards[1].QuerySelectorAll("[role=alert]"));
        Assert.Empty(cards[0].QuerySelectorAll("[role=alert]"));
    }

    [Fact]
    public void Limits_can_be_lifted_on_the_simulator_only()
    {
        IRenderedComponent<PaceCard> Pace(bool simulator) => Render<PaceCard>(p => p.Add(c => c.Form, _form).Add(c => c.Simulator, simulator).Add(c => c.Changed, () => { }));

        Assert.Single(Pace(true).FindAll("[data-testid=lift-limits]"));
        Assert.Empty(Pace(false).FindAll("[data-testid=lift-limits]"));
    }

    private IRenderedComponent<StepList> Show(bool simulator = false)
    {
        Render<MudPopoverProvider>();
        return Render<StepList>(p => p
            .Add(c => c.Form, _form).Add(c => c.Simulator, simulator).Add(c => c.Changed, () => { }).Add(c => c.Problem, _ => null));
    }
}
