using System.Text.Json;
using ChatFlow.Core.Common;
using ChatFlow.Core.Contacts;
using ChatFlow.Core.Data;
using ChatFlow.Core.FollowUps.Enums;
using ChatFlow.Core.FollowUps.Sequences;
using ChatFlow.Core.Users;
using Microsoft.EntityFrameworkCore;

namespace ChatFlow.Core.FollowUps.Executions;

/// <param name="Phone">Any usual spelling; an unknown one makes the contact.</param>
/// <param name="IgnoreCooldown">Lets somebody in who was in this sequence a short while ago.</param>
/// <param name="Data">What the texts may insert as <c>trigger.…</c>.</param>
public sealed record EnrolContactRequest(Guid? ContactId = null, string? Phone = null, bool? IgnoreCooldown = null, JsonElement? Data = null);

/// <summary>Puts one contact into a sequence by hand; the first step's wait counts from now.</summary>
public sealed class EnrolContact(TenantDb tenants, FindContact find, EnrolContacts enrol, TimeProvider clock)
{
    public Task<Result<ExecutionView>> RunAsync(Actor actor, Guid sequenceId, EnrolContactRequest request, CancellationToken ct)
    {
        if (!actor.CanWrite)
            return Task.FromResult<Result<ExecutionView>>(new ForbiddenError());
        if (request.Data is { ValueKind: not (JsonValueKind.Object or JsonValueKind.Null or JsonValueKind.Undefined) })
            return Task.FromResult<Result<ExecutionView>>(new ValidationError("event.data", "The data must be an object.", "data"));
        return tenants.RunAsync<Result<ExecutionView>>(actor.OrganizationId, async (db, token) =>
        {
            if (!(await SequenceBook.OfAsync(db, [sequenceId], token)).TryGetValue(sequenceId, out var sequence) || sequence.Row.ArchivedAt is not null)
                return new SequenceUnknown();
            if (!sequence.Row.Enabled)
                return new SequenceOff();
            if (sequence.Steps.Count == 0)
                return SequenceProblems.StepsMissing;
            var contact = await find.RunAsync(db, request.ContactId, request.Phone, token);
            if (!contact.IsSuccess)
                return contact.Error;
            var data = request.Data is { ValueKind: JsonValueKind.Object } given ? given.GetRawText() : "{}";
            var entry = new NewEntry(contact.Value, clock.GetUtcNow(), EntryKey: null, TriggerData: data);
            var started = await enrol.RunAsync(db, sequence, [entry], DecisionReason.Manual, token, request.IgnoreCooldown ?? false);
            return started.Count == 1
                ? (await ExecutionReader.ViewAsync(db, started[0], token))!
                : await WhyNotAsync(db, sequence, entry, clock.GetUtcNow(), token);
        }, ct);
    }

    private static async Task<Error> WhyNotAsync(ChatFlowDb db, LoadedSequence sequence, NewEntry entry, DateTimeOffset now, CancellationToken ct)
    {
        var contact = entry.ContactId;
        if (await db.Set<Contact>().AnyAsync(c => c.Id == contact && c.OptedOutAt != null, ct))
            return new ContactOptedOut();
        var open = await db.Set<FollowUpExecution>().AnyAsync(
            e => e.ContactId == contact && e.SequenceId == sequence.Row.Id && (e.Status == ExecutionStatus.Active || e.Status == ExecutionStatus.Paused), ct);
        if (open)
            return new AlreadyInSequence();
        var organization = await FactsReader.OrganizationAsync(db, ct);
        if (await EnrolContacts.UnmetAsync(db, sequence, entry, organization, now, ct) is { } failing)
            return new ConditionsUnmet(failing);
        var cooling = await EnrolContacts.CoolingAsync(db, sequence, organization, [contact], now.AddDays(-sequence.Policy.ReentryCooldownDays), ct);
        return cooling.Count > 0 ? new SequenceCooldown(sequence.Policy.ReentryCooldownDays) : new NothingToSchedule();
    }
}
