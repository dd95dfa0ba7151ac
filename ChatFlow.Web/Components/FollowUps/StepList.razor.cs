using ChatFlow.Core.FollowUps.Enums;
using Microsoft.AspNetCore.Components;
using NodaTime;

namespace ChatFlow.Web.Components.FollowUps;

/// <summary>The steps in order: dragged in, moved by drag, by the card's menu or with Alt and the arrows.</summary>
public sealed partial class StepList
{
    private sealed record Piece(string Name, int Amount, DelayUnit Unit);

    private static readonly Piece[] s_palette =
    [
        new("PaletteNow", 1, DelayUnit.Hours), new("PaletteReminder", 1, DelayUnit.Days), new("PaletteOffer", 3, DelayUnit.Days),
    ];

    private Piece? _piece;
    private StepForm? _moving;
    private string? _said;
    private IReadOnlyList<Duration> _elapsed = [];
    private int _most;

    [Parameter, EditorRequired]
    public SequenceForm Form { get; set; } = null!;

    [Parameter]
    public bool Simulator { get; set; }

    [Parameter]
    public bool Meta { get; set; }

    [Parameter, EditorRequired]
    public Action Changed { get; set; } = null!;

    [Parameter, EditorRequired]
    public Func<string, string?> Problem { get; set; } = null!;

    private bool _holding => _piece is not null || _moving is not null;

    protected override void OnParametersSet() => Measure();

    private void Grab(Piece piece) => (_piece, _moving) = (piece, null);

    private void Grab(StepForm step) => (_piece, _moving) = (null, step);

    private void Release() => (_piece, _moving) = (null, null);

    // The end of one drag may be told after the start of the next.
    private void Release(object held)
    {
        if (ReferenceEquals(held, _piece) || ReferenceEquals(held, _moving))
            Release();
    }

    private void Drop(int place)
    {
        var (piece, moving) = (_piece, _moving);
        Release();
        if (piece is not null)
            Insert(place, Make(piece));
        else if (moving is not null && Form.Steps.IndexOf(moving) is var from and >= 0)
            Move(from, from < place ? place - 1 : place);
    }

    private StepForm Make(Piece piece) => new()
    {
        DelayAmount = piece.Amount,
        DelayUnit = piece.Unit,
        Text = L[$"{piece.Name}Text"],
        // Only a text with a variable has one: it goes to whoever has no name.
        Fallback = L[$"{piece.Name}Fallback"] is { ResourceNotFound: false } fallback ? fallback.Value : null,
    };

    private void Insert(int place, StepForm step)
    {
        Form.Steps.Insert(place, step);
        Say(place);
    }

    private void Move(int from, int to)
    {
        if (to < 0 || to >= Form.Steps.Count || to == from)
            return;
        var step = Form.Steps[from];
        Form.Steps.RemoveAt(from);
        Form.Steps.Insert(to, step);
        Say(to);
    }

    private void Remove(int place)
    {
        Form.Steps.RemoveAt(place);
        Measure();
        Changed();
    }

    private void Say(int place)
    {
        _said = L["Moved", place + 1, Form.Steps.Count];
        Measure();
        Changed();
    }

    private void Measure()
    {
        _elapsed = Form.Elapsed(Simulator);
        _most = Form.PolicyOn(Simulator).MaxSteps;
    }
}
