using ChatFlow.Core.FollowUps.Executions;
using ChatFlow.Core.FollowUps.Planning;
using ChatFlow.Core.FollowUps.Sequences;
using NodaTime;

namespace ChatFlow.Core.FollowUps.Dispatching;

/// <summary>What the planner decides from, made of the rows that were read under the contact's lock.</summary>
internal static class RunInput
{
    public static PlannerInput Of(
        FollowUpExecution run, RunPast past, LoadedSequence sequence, OrganizationFacts organization, ContactFacts facts, DateTimeOffset now)
    {
        var started = Instant.FromDateTimeOffset(run.StartedAt ?? now);
        var contact = facts.Contact;
        var lastManual = EnrolContacts.LastManual(facts, run.AnchorMessageId);
        return new PlannerInput
        {
            Now = Instant.FromDateTimeOffset(now),
            ExecutionId = run.Id,
            Status = run.Status,
            PauseReason = run.PauseReason,
            StartedAt = started,
            CurrentStep = run.CurrentStep,
            PlannedAt = Instant.FromDateTimeOffset(run.NextScheduledAt ?? now),
            SentByThisRun = run.TotalMessagesSent,
            Steps = past.Remaining(sequence),
            Policy = sequence.Policy,
            Zone = facts.Zone,
            Channel = organization.Channel,
            ChannelUsable = !organization.SendingPaused && !(organization.AutomationHeldUntil > now),
            ServiceWindowOpen = Contacts.ServiceWindow.IsOpen(contact.LastInboundAt, contact.WindowRefusedAt, now),
            SequenceEnabled = sequence.Row.Enabled,
            SequenceDeleted = sequence.Row.ArchivedAt is not null,
            ExitOnReply = sequence.Row.ExitOnReply,
            ContactOptedOut = contact.OptedOutAt is not null,
            MarketingStopped = contact.MarketingOptedOutAt is not null,
            ContactUnreachable = contact.IsUnreachable,
            HeldUntil = contact.MarketingHeldUntil is { } held && organization.Channel is Channels.ChannelType.MetaApi ? Instant.FromDateTimeOffset(held) : null,
            HeldByPerson = lastManual > (past.ResumedAt is { } resumed ? Instant.Max(started, resumed) : started),
            RepliedSinceStart = contact.LastInboundAt is { } reply && Instant.FromDateTimeOffset(reply) > started,
            Converted = run.Converted,
            AutomatedSends = facts.AutomatedSends,
            LastManualSend = lastManual,
            Unanswered = facts.Unanswered,
            Unread = facts.Unread,
        };
    }
}
