using System.Text.Json;
using ChatFlow.Core.FollowUps.Enums;
using ChatFlow.Core.FollowUps.Sequences;
using ChatFlow.Core.FollowUps.Timing;

namespace ChatFlow.Web.Components.FollowUps;

/// <summary>A step while it is edited.</summary>
public sealed class StepForm
{
    /// <summary>Who it is on the page, also before it has an id.</summary>
    public Guid Key { get; } = Guid.NewGuid();
    public Guid? Id { get; set; }
    public int DelayAmount { get; set; } = 1;
    public DelayUnit DelayUnit { get; set; } = DelayUnit.Days;
    public string Text { get; set; } = "";
    public string? Fallback { get; set; }
    public string? ImageUrl { get; set; }

    /// <summary>Written over the REST interface; the page shows what they ask and keeps them.</summary>
    public JsonElement? SendConditions { get; set; }

    public StepDelay Delay => new(DelayAmount, DelayUnit);

    public StepForm Copy() => new() { DelayAmount = DelayAmount, DelayUnit = DelayUnit, Text = Text, Fallback = Fallback, ImageUrl = ImageUrl, SendConditions = SendConditions };

    public static StepForm Of(StepView step) => new()
    {
        Id = step.Id,
        DelayAmount = step.DelayAmount,
        DelayUnit = step.DelayUnit,
        Text = step.MessageTemplate,
        Fallback = step.FallbackText,
        ImageUrl = step.ImageUrl,
        SendConditions = step.SendConditions,
    };

    public StepInput ToInput() => new(Text, DelayAmount, DelayUnit, Id, FallbackText: Fallback, ImageUrl: ImageUrl, SendConditions: SendConditions);
}
