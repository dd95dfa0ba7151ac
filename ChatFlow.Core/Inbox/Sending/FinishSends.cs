using ChatFlow.Core.Channels;
using ChatFlow.Core.Common;
using ChatFlow.Core.Contacts.Phones;
using ChatFlow.Core.Data;
using ChatFlow.Core.Inbox.Receiving;
using ChatFlow.Core.Live;

namespace ChatFlow.Core.Inbox.Sending;

/// <summary>
/// Records how sends ended, many in one transaction: accepted ones are sent (unless a webhook was faster), provably unsent
/// ones wait and try again, a refused token pauses the channel and keeps what waits.
/// </summary>
public sealed class FinishSends(TenantDb tenants, ApplyStatuses statuses, IEnumerable<ISendReaction> reactions, TimeProvider clock)
{
    /// <summary>Waits before a message that provably did not leave is tried again; after the last it has failed.</summary>
    public static readonly IReadOnlyList<TimeSpan> Backoff =
        [TimeSpan.FromSeconds(5), TimeSpan.FromSeconds(30), TimeSpan.FromMinutes(2), TimeSpan.FromMinutes(10), TimeSpan.FromHours(1)];

    public Task RunAsync(Guid organizationId, IReadOnlyList<(Guid MessageId, SendOutcome Outcome)> sends, CancellationToken ct) =>
        tenants.RunAsync(organizationId, (db, token) => RecordAsync(db, sends, token), ct);

    private async Task RecordAsync(ChatFlowDb db, IReadOnlyList<(Guid MessageId, SendOutcome Outcome)> sends, CancellationToken ct)
    {
        var now = clock.GetUtcNow();
        var providerIds = sends.Select(s => s.Outcome).OfType<SendOutcome.Accepted>().Select(a => a.ProviderMessageId).ToArray();
        if (providerIds.Length > 0)
        {
            // An echo that overtook this answer may stand as "typed on the phone", or at another message with the same words.
            var accepted = sends.Where(s => s.Outcome is SendOutcome.Accepted).Select(s => s.MessageId).ToArray();
            await db.ExecuteAsync("""
                WITH mine AS (SELECT * FROM unnest($2::text[], $3::uuid[]) AS a (provider_id, id)),
                given_back AS (
                    UPDATE messages m SET whatsapp_message_id = NULL FROM mine
                    WHERE m.organization_id = $1 AND m.whatsapp_message_id = mine.provider_id AND m.id <> mine.id AND m.sender <> 'phone')
                DELETE FROM messages m USING mine
                WHERE m.organization_id = $1 AND m.whatsapp_message_id = mine.provider_id AND m.id <> mine.id AND m.sender = 'phone'
                """, ct, db.OrganizationId, providerIds, accepted);
        }

        var rows = await UpdateAsync(db, sends, now, ct);
        if (providerIds.Length > 0)
            await statuses.UnparkAsync(db, providerIds, ct);
        await LearnAddressesAsync(db, sends, ct);
        await PauseAsync(db, sends, ct);
        await HoldContactsAsync(db, sends, ct);

        var byId = sends.ToDictionary(s => s.MessageId, s => s.Outcome);
        var finished = rows.Select(r => new FinishedSend(r.Id, r.Contact, r.Sender, byId[r.Id], r.WillRetry, now)).ToList();
        foreach (var one in finished)
            db.Publish(LiveKind.MessageChanged, one.ContactId, one.MessageId);
        foreach (var reaction in reactions)
            await reaction.FinishedAsync(db, finished, ct);
    }

    private static Task<IReadOnlyList<(Guid Id, Guid Contact, MessageSender Sender, bool WillRetry)>> UpdateAsync(
        ChatFlowDb db, IReadOnlyList<(Guid MessageId, SendOutcome Outcome)> sends, DateTimeOffset now, CancellationToken ct)
    {
        var errors = sends.Select(s => ErrorOf(s.Outcome)).ToList();
        return db.QueryAsync("""
            UPDATE messages m SET
                status = CASE WHEN m.status NOT IN ('pending', 'unknown') THEN m.status
                    WHEN n.retry AND (m.attempt <= cardinality($9::int[]) OR n.scope = 'number' AND m.created_at > $2 - interval '1 day') THEN 'pending' ELSE n.status END,
                whatsapp_message_id = coalesce(n.provider_id, m.whatsapp_message_id),
                sent_at = CASE WHEN n.status = 'sent' THEN coalesce(m.sent_at, $2) ELSE m.sent_at END,
                sending_since = NULL,
                dispatch_at = CASE WHEN m.status NOT IN ('pending', 'unknown') THEN NULL WHEN n.paused THEN $2
                    WHEN n.scope = 'number' AND m.created_at > $2 - interval '1 day' THEN $2 + make_interval(secs => greatest(n.after, 1))
                    WHEN n.retry AND m.attempt <= cardinality($9::int[]) THEN $2 + make_interval(secs => greatest(
                        CASE n.scope WHEN 'contact' THEN power(4, m.attempt)::int ELSE ($9::int[])[m.attempt] END, n.after)) END,
                attempt = CASE WHEN n.scope = 'number' THEN greatest(m.attempt - 1, 0) ELSE m.attempt END,
                error_code = CASE WHEN n.status = 'sent' THEN NULL ELSE n.code END,
                error_message = CASE WHEN n.status = 'sent' THEN NULL ELSE n.message END
            FROM unnest($3::uuid[], $4::text[], $5::text[], $6::boolean[], $7::text[], $8::text[], $10::int[], $11::boolean[], $12::text[])
                AS n (id, status, provider_id, retry, code, message, after, paused, scope)
            WHERE m.organization_id = $1 AND m.id = n.id
            RETURNING m.id, m.contact_id, m.sender, m.dispatch_at IS NOT NULL
            """,
            r => (r.GetGuid(0), r.GetGuid(1), EnumText<MessageSender>.Parse(r.GetString(2)), r.GetBoolean(3)), ct, db.OrganizationId, now,
            sends.Select(s => s.MessageId).ToArray(), sends.Select(s => EnumText<MessageStatus>.Of(StatusOf(s.Outcome))).ToArray(),
            sends.Select(s => (s.Outcome as SendOutcome.Accepted)?.ProviderMessageId).ToArray(),
            sends.Select(s => s.Outcome is SendOutcome.Retryable).ToArray(), errors.ConvertAll(e => e?.Code).ToArray(),
            errors.ConvertAll(e => e?.Message).ToArray(), Backoff.Select(b => (int)b.TotalSeconds).ToArray(),
            sends.Select(s => s.Outcome is SendOutcome.Retryable { After: { } after } ? (int)Math.Ceiling(after.TotalSeconds) : 0).ToArray(),
            sends.Select(s => Pauses(s.Outcome)).ToArray(),
            sends.Select(s => s.Outcome is SendOutcome.Retryable retryable ? EnumText<RetryScope>.Of(retryable.Scope) : null).ToArray());
    }

    // The provider may know the person under another spelling of the number (Brazil's ninth digit): it is theirs too.
    private static async Task LearnAddressesAsync(ChatFlowDb db, IReadOnlyList<(Guid MessageId, SendOutcome Outcome)> sends, CancellationToken ct)
    {
        var news = sends.Select(s => (s.MessageId, Address: (s.Outcome as SendOutcome.Accepted)?.WhatsAppId))
            .Where(s => s.Address is { Length: >= 5 and <= 15 } digits && !digits.AsSpan().ContainsAnyExceptInRange('0', '9')).ToList();
        if (news.Count == 0)
            return;
        await db.ExecuteAsync("""
            INSERT INTO contact_identities AS i (organization_id, kind, value, contact_id, address)
            SELECT DISTINCT ON (n.value) $1, 'phone', n.value, m.contact_id, n.address
            FROM unnest($2::uuid[], $3::text[], $4::text[]) AS n (id, value, address) JOIN messages m ON m.organization_id = $1 AND m.id = n.id
            ORDER BY n.value
            ON CONFLICT (organization_id, kind, value) DO UPDATE SET address = excluded.address WHERE i.contact_id = excluded.contact_id
            """, ct, db.OrganizationId, news.ConvertAll(n => n.MessageId).ToArray(),
            news.ConvertAll(n => PhoneBook.Canonical(n.Address!)).ToArray(), news.ConvertAll(n => n.Address!).ToArray());
    }

    // Too many to one person: what else waits for them goes after it, in its order.
    private static async Task HoldContactsAsync(ChatFlowDb db, IReadOnlyList<(Guid MessageId, SendOutcome Outcome)> sends, CancellationToken ct)
    {
        var held = sends.Where(s => s.Outcome is SendOutcome.Retryable { Scope: RetryScope.Contact }).Select(s => s.MessageId).ToArray();
        if (held.Length == 0)
            return;
        await db.ExecuteAsync("""
            UPDATE messages w SET dispatch_at = m.dispatch_at FROM messages m
            WHERE m.organization_id = $1 AND m.id = ANY ($2) AND w.organization_id = $1 AND w.contact_id = m.contact_id
                AND w.id <> m.id AND w.direction = 'outbound' AND w.dispatch_at < m.dispatch_at
            """, ct, db.OrganizationId, held);
    }

    private static async Task PauseAsync(ChatFlowDb db, IReadOnlyList<(Guid MessageId, SendOutcome Outcome)> sends, CancellationToken ct)
    {
        if (sends.Select(s => s.Outcome).FirstOrDefault(Pauses) is SendOutcome.Refused refused)
            await ChannelPause.RunAsync(db, refused.Error.Code, ct);
    }

    // A refused token and a blocked or unpaid account refuse everything: what waits is kept until the connection is mended.
    private static bool Pauses(SendOutcome outcome) => outcome is SendOutcome.Refused { Error.Class: ChannelErrorClass.Authentication or ChannelErrorClass.Account };

    private static ChannelError? ErrorOf(SendOutcome outcome) => outcome switch
    {
        SendOutcome.Accepted => null,
        SendOutcome.Refused refused => refused.Error,
        SendOutcome.Retryable retryable => retryable.Error,
        SendOutcome.Unknown unknown => unknown.Error,
        _ => throw new InvalidOperationException("unknown outcome"),
    };

    private static MessageStatus StatusOf(SendOutcome outcome) => outcome switch
    {
        SendOutcome.Accepted => MessageStatus.Sent,
        SendOutcome.Unknown => MessageStatus.Unknown,
        SendOutcome.Refused when Pauses(outcome) => MessageStatus.Pending,
        SendOutcome.Refused or SendOutcome.Retryable => MessageStatus.Failed,
        _ => throw new InvalidOperationException("unknown outcome"),
    };
}
