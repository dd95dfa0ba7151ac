using System.Text.Json;
using ChatFlow.Core.Blobs;
using ChatFlow.Core.Channels;
using ChatFlow.Core.Data;
using ChatFlow.Core.Live;
using ChatFlow.Core.Organizations;
using ChatFlow.Core.Security;
using Microsoft.EntityFrameworkCore;

namespace ChatFlow.Core.Inbox.Media;

/// <summary>
/// Fetches one file that has been claimed: asks its provider, counts, hashes and sniffs while it is stored, and records what
/// came of it. A failure is tried again with growing waits, then told to people.
/// </summary>
public sealed class FetchMedia(
    TenantDb tenants, IEnumerable<IMediaSource> sources, ChannelSettingsReader settings, StoreFile store, TimeProvider clock)
{
    /// <summary>Waits before a file that could not be fetched is asked for again; after the last a person must ask.</summary>
    public static readonly IReadOnlyList<TimeSpan> Backoff =
        [TimeSpan.FromSeconds(10), TimeSpan.FromMinutes(1), TimeSpan.FromMinutes(5), TimeSpan.FromMinutes(30), TimeSpan.FromHours(2), TimeSpan.FromHours(6)];

    /// <summary>From the question to the last byte; shorter than the claim's lease.</summary>
    public static readonly TimeSpan Limit = TimeSpan.FromMinutes(4);

    public async Task RunAsync(Guid organizationId, Guid mediaId, CancellationToken ct)
    {
        if (await tenants.RunAsync(organizationId, (db, token) => LoadAsync(db, mediaId, token), ct) is not { } job)
            return;
        var outcome = await FetchAsync(job, ct);
        var kept = await tenants.RunAsync(organizationId, (db, token) => RecordAsync(db, job.File, outcome, token), ct);
        if (!kept)
            await store.DropAsync(job.File.BlobName!, job.File.ThumbnailName!);
    }

    private async Task<Outcome> FetchAsync(Job job, CancellationToken ct)
    {
        var (file, reference) = job;
        var largest = MediaRules.LargestReceived(file.Kind);
        if (file.ByteCount > largest)
            return new Outcome.Refused(MediaProblems.TooLarge);
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(ct);
        limit.CancelAfter(Limit);
        try
        {
            await using var fetch = await OpenAsync(job, limit.Token);
            switch (fetch)
            {
                case MediaFetch.Gone:
                    return new Outcome.Gone(MediaProblems.NotFound);
                case MediaFetch.Refused refused:
                    return new Outcome.Refused(refused.Error.Code);
                case MediaFetch.Failed failed:
                    return new Outcome.Failed(failed.Error.Code, failed.After);
                case MediaFetch.Opened { Length: { } length } when length > largest:
                    return new Outcome.Refused(MediaProblems.TooLarge);
                case MediaFetch.Opened opened:
                    var stored = await store.RunAsync(opened.Content, file.BlobName!, file.ThumbnailName!, file.Kind, largest, limit.Token);
                    return Judge(file, stored, opened, MediaHash.Read(reference.Sha256));
                default:
                    throw new InvalidOperationException("unknown outcome");
            }
        }
        catch (FileTooLargeException)
        {
            return new Outcome.Refused(MediaProblems.TooLarge);
        }
        catch (Exception error) when (!ct.IsCancellationRequested && error is IOException or InvalidDataException or HttpRequestException or OperationCanceledException)
        {
            return new Outcome.Failed(MediaProblems.Interrupted);
        }
        catch (SecretUnreadableException)
        {
            return new Outcome.Failed(MediaProblems.NotConnected);
        }
    }

    private static Outcome Judge(MediaFile file, StoredFile stored, MediaFetch.Opened opened, byte[]? told)
    {
        if (stored.Length == 0)
            return new Outcome.Failed(MediaProblems.Empty);
        if (opened.Length is { } promised && promised != stored.Length)
            return new Outcome.Failed(MediaProblems.Interrupted);
        // What the file's own host tells is nearer to the bytes than what the message told.
        if ((opened.Sha256 ?? told) is { } hash && !hash.AsSpan().SequenceEqual(stored.Sha256))
            return new Outcome.Failed(MediaProblems.Damaged);
        return MediaRules.Problem(file.Kind, stored.Type, file.DeclaredType ?? opened.Type, file.FileName) is { } problem
            ? new Outcome.Refused(problem)
            : new Outcome.Stored(stored);
    }

    // The bytes may have come with the message; then they lie aside already.
    private async Task<MediaFetch> OpenAsync(Job job, CancellationToken ct)
    {
        if (job.Inline is { } inline && await store.OpenAsync(inline, ct) is { } content)
            return new MediaFetch.Opened(content, Length: content.Length);
        return job.Config is { } config && settings.Read(config) is { } ready
            ? await sources.Single(s => s.Type == ready.Type).OpenAsync(ready, job.Reference, ct)
            : new MediaFetch.Failed(new(MediaProblems.NotConnected, ChannelErrorClass.Configuration, "WhatsApp is not connected."));
    }

    private static async Task<Job?> LoadAsync(ChatFlowDb db, Guid mediaId, CancellationToken ct)
    {
        var found = await (from f in db.Set<MediaFile>().AsNoTracking()
                           join m in db.Set<Message>().AsNoTracking() on f.MessageId equals m.Id
                           where f.Id == mediaId && f.State == MediaState.Fetching && f.BlobName != null && f.ThumbnailName != null
                           select new { File = f, m.WhatsappMessageId, m.Metadata }).SingleOrDefaultAsync(ct);
        if (found is null)
            return null;
        using var json = JsonDocument.Parse(found.Metadata);
        var media = json.RootElement.Get("media");
        var inline = media.Text("blob");
        return new Job(
            found.File, new MediaReference(found.WhatsappMessageId, media.Text("id"), media.Text("url"), media.Text("sha256")))
        {
            Config = await db.Set<BotConfig>().AsNoTracking().SingleOrDefaultAsync(ct),
            Inline = BlobName.IsValid(inline) ? inline : null,
        };
    }

    /// <returns>False when the bytes must go: nobody needs them any more.</returns>
    private async Task<bool> RecordAsync(ChatFlowDb db, MediaFile file, Outcome outcome, CancellationToken ct)
    {
        var now = clock.GetUtcNow();
        (MediaState State, string? Code, DateTimeOffset? Next) next = outcome switch
        {
            Outcome.Stored => (MediaState.Stored, null, null),
            Outcome.Gone gone => (MediaState.Gone, gone.Code, null),
            Outcome.Refused refused => (MediaState.Refused, refused.Code, null),
            Outcome.Failed failed when file.Attempts <= Backoff.Count => (MediaState.Waiting, failed.Code, now + Longer(Backoff[file.Attempts - 1], failed.After)),
            Outcome.Failed { Code: MediaProblems.NotFound } => (MediaState.Gone, MediaProblems.NotFound, null),
            Outcome.Failed failed => (MediaState.Refused, failed.Code, null),
            _ => throw new InvalidOperationException("unknown outcome"),
        };
        var stored = (outcome as Outcome.Stored)?.File;
        var contacts = await db.QueryAsync("""
            UPDATE media_files SET state = $3::text, error_code = left($4::text, 100), next_try_at = $5::timestamptz,
                sniffed_type = coalesce($6::text, sniffed_type), byte_count = coalesce($7::bigint, byte_count), sha256 = coalesce($8::bytea, sha256),
                width = coalesce($9::integer, width), height = coalesce($10::integer, height), stored_at = CASE WHEN $3::text = 'stored' THEN $11::timestamptz END,
                blob_name = CASE WHEN $3::text = 'gone' THEN NULL ELSE blob_name END,
                thumbnail_name = CASE WHEN $3::text = 'gone' OR ($3::text = 'stored' AND NOT $12::boolean) THEN NULL ELSE thumbnail_name END
            WHERE organization_id = $1 AND id = $2 AND state = 'fetching'
            RETURNING contact_id
            """, r => r.GetGuid(0), ct, db.OrganizationId, file.Id, Common.EnumText<MediaState>.Of(next.State), next.Code, next.Next, stored?.Type,
            stored?.Length, stored?.Sha256, stored?.Picture?.Width, stored?.Picture?.Height, now, stored?.Picture is not null);
        foreach (var contact in contacts)
            db.Publish(LiveKind.MessageChanged, contact, file.MessageId);
        return contacts.Count > 0 && next.State == MediaState.Stored;
    }

    private static TimeSpan Longer(TimeSpan wait, TimeSpan? asked) => asked > wait ? asked.Value : wait;

    private sealed record Job(MediaFile File, MediaReference Reference)
    {
        public BotConfig? Config { get; init; }

        /// <summary>The blob of bytes that came with the message.</summary>
        public string? Inline { get; init; }
    }

    private abstract record Outcome
    {
        public sealed record Stored(StoredFile File) : Outcome;

        public sealed record Gone(string Code) : Outcome;

        public sealed record Refused(string Code) : Outcome;

        public sealed record Failed(string Code, TimeSpan? After = null) : Outcome;
    }
}
