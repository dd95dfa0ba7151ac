using System.Text.Json;
using ChatFlow.Core.FollowUps.Enums;
using ChatFlow.Core.FollowUps.Executions;
using ChatFlow.Core.FollowUps.Sequences;
using ChatFlow.Core.FollowUps.Templating;

namespace ChatFlow.Core.FollowUps.Dispatching;

/// <summary>A step's words for one run; the fallback where a variable has no value.</summary>
internal static class RunText
{
    public static RenderedText Of(FollowUpStep step, FollowUpExecution run, LoadedSequence sequence, OrganizationFacts organization, ContactFacts facts)
    {
        using var custom = JsonDocument.Parse(facts.Contact.CustomFields);
        using var trigger = JsonDocument.Parse(run.TriggerData);
        var values = new TemplateValues
        {
            Name = facts.Contact.Name,
            Phone = facts.Contact.Phone,
            Email = facts.Contact.Email,
            CustomFields = custom.RootElement,
            Trigger = trigger.RootElement,
            BusinessName = organization.BusinessName,
            Culture = System.Globalization.CultureInfo.GetCultureInfo(organization.Language),
            Zone = facts.Zone,
        };
        var text = Of(sequence, step.MessageTemplate, values);
        return text.Problem is DecisionReason.MissingVariable && step.FallbackText is { Length: > 0 } fallback ? Of(sequence, fallback, values) : text;
    }

    private static RenderedText Of(LoadedSequence sequence, string template, TemplateValues values) =>
        sequence.Template(template).Match(t => t.Render(values), _ => new RenderedText(null, DecisionReason.InvalidTemplate));
}
