using System.Text.Json;
using ChatFlow.Core.Common;
using ChatFlow.Core.Contacts;
using ChatFlow.Core.Data;
using ChatFlow.Core.FollowUps.Executions;
using ChatFlow.Core.FollowUps.Triggers;
using ChatFlow.Core.Live;
using ChatFlow.Core.Users;
using NodaTime;

namespace ChatFlow.Core.FollowUps.Events;

/// <param name="Type"><c>abandoned_cart</c>, <c>quote_sent</c>, <c>conversion</c> … or a name of the business's own.</param>
/// <param name="Phone">Any usual spelling; an unknown one makes the contact.</param>
/// <param name="Key">The cart, quote, meeting or form it is about; one open run for each.</param>
/// <param name="OccurredAt">Now unless said.</param>
/// <param name="Data">What conditions and texts may use; of a conversion <c>value</c> and <c>currency</c>.</param>
public sealed record RecordEventRequest(
    string? Type, Guid? ContactId = null, string? Phone = null, string? Key = null, DateTimeOffset? OccurredAt = null, JsonElement? Data = null);

/// <param name="ExecutionsEnded">Runs that it withdrew or that it converted.</param>
/// <param name="ConversionId">The conversion that it counts as, if it does.</param>
/// <param name="CreditedExecutionId">The run whose message came last before it.</param>
public sealed record RecordedEvent(
    Guid Id, Guid ContactId, string Type, string? Key, DateTimeOffset OccurredAt, IReadOnlyList<Guid> ExecutionsStarted,
    IReadOnlyList<Guid> ExecutionsEnded, Guid? ConversionId, Guid? CreditedExecutionId);

/// <summary>
/// Something happened to a contact outside the conversation. It is kept, ends what it withdraws, counts as a conversion and
/// starts sequences, all in one transaction. Old news starts nothing.
/// </summary>
public sealed class RecordEvent(TenantDb tenants, FindContact find, CreditConversion credit, EventReactions reactions, TimeProvider clock)
{
    private static readonly TimeSpan s_oldest = TimeSpan.FromHours(24);
    private static readonly TimeSpan s_skew = TimeSpan.FromMinutes(5);
    private const int LongestType = 100;
    private const int LongestKey = 255;
    private const int LongestData = 16 * 1024;

    public Task<Result<RecordedEvent>> RunAsync(Actor actor, RecordEventRequest request, CancellationToken ct)
    {
        if (!actor.CanWrite)
            return Task.FromResult<Result<RecordedEvent>>(new ForbiddenError());
        var now = StoredTime.Now(clock);
        if (Problem(request, now) is { } problem)
            return Task.FromResult<Result<RecordedEvent>>(problem);
        return tenants.RunAsync(actor.OrganizationId, (db, token) => RecordAsync(db, request, now, token), ct);
    }

    private async Task<Result<RecordedEvent>> RecordAsync(ChatFlowDb db, RecordEventRequest request, DateTimeOffset now, CancellationToken ct)
    {
        var contact = await find.RunAsync(db, request.ContactId, request.Phone, ct);
        if (!contact.IsSuccess)
            return contact.Error;
        var data = request.Data is { ValueKind: JsonValueKind.Object } given ? given : s_empty;
        var stored = new ContactEvent
        {
            Id = Ids.New(clock),
            ContactId = contact.Value,
            Type = request.Type!.Trim(),
            Key = TextRules.Clean(request.Key),
            OccurredAt = request.OccurredAt is { } at ? StoredTime.Of(at) : now,
            CreatedAt = now,
            Data = data.GetRawText(),
        };
        db.Add(stored);
        await db.SaveChangesAsync(ct);
        db.Publish(LiveKind.ContactChanged, contact.Value);

        var happened = new TriggerEvent(stored.Type, stored.Key, Instant.FromDateTimeOffset(stored.OccurredAt), data);
        var withdrawn = await reactions.CancelAsync(db, contact.Value, happened, ct);
        var conversion = await credit.RunAsync(db, stored, data, ct);
        var started = now - stored.OccurredAt < s_oldest ? await reactions.StartAsync(db, stored, happened, ct) : [];
        return new RecordedEvent(
            stored.Id, stored.ContactId, stored.Type, stored.Key, stored.OccurredAt, started, [.. withdrawn, .. conversion.Ended],
            conversion.ConversionId, conversion.Credited);
    }

    private static ValidationError? Problem(RecordEventRequest request, DateTimeOffset now) =>
        TextRules.Require(request.Type, LongestType, "type") ?? TextRules.Check(request.Key, LongestKey, "key")
        ?? request switch
        {
            { OccurredAt: { } at } when at > now + s_skew => new ValidationError("event.future", "occurredAt lies in the future.", "occurredAt"),
            { OccurredAt: { } at } when at < DateTimeOffset.UnixEpoch => new ValidationError("event.past", "occurredAt is not a time of an event.", "occurredAt"),
            { Data.ValueKind: not (JsonValueKind.Object or JsonValueKind.Null or JsonValueKind.Undefined) } =>
                new ValidationError("event.data", "The data must be an object.", "data"),
            { Data: { ValueKind: JsonValueKind.Object } data } when data.GetRawText().Length > LongestData =>
                new ValidationError("event.data_long", "The data holds at most 16 KB.", "data"),
            { Data: { ValueKind: JsonValueKind.Object } data } => ConversionValue.Problem(data),
            _ => null,
        };

    private static readonly JsonElement s_empty = JsonDocument.Parse("{}").RootElement;
}
