using System.Globalization;
using ChatFlow.Core.Chatwoot.Api;
using ChatFlow.Core.Common;
using ChatFlow.Core.Data;
using ChatFlow.Core.Live;
using ChatFlow.Core.Organizations;
using ChatFlow.Core.Security;
using ChatFlow.Core.Users;
using Microsoft.EntityFrameworkCore;

namespace ChatFlow.Core.Chatwoot.Settings;

/// <summary>
/// Sets the mirror up and tries it in the same step: makes or takes the inbox, whose webhook then leads to us. What does not
/// work is told at its field and nothing is switched on. Calls are made outside any transaction; the webhook's key is stored
/// first, so that an interrupted attempt finds its own inbox again.
/// </summary>
public sealed class PutChatwoot
{
    private readonly TenantDb _tenants;
    private readonly MirrorSecrets _secrets;
    private readonly OutboundGuard _guard;
    private readonly ChatwootInboxes _inboxes;
    private readonly GetChatwoot _get;
    private readonly ChatwootSignal _signal;
    private readonly TimeProvider _clock;

    internal PutChatwoot(
        TenantDb tenants, MirrorSecrets secrets, OutboundGuard guard, ChatwootInboxes inboxes, GetChatwoot get, ChatwootSignal signal, TimeProvider clock) =>
        (_tenants, _secrets, _guard, _inboxes, _get, _signal, _clock) = (tenants, secrets, guard, inboxes, get, signal, clock);

    /// <param name="publicUrl">Where this installation is reached, ending in a slash.</param>
    public async Task<Result<ChatwootView>> RunAsync(Actor actor, PutChatwootRequest request, Uri publicUrl, CancellationToken ct)
    {
        if (!actor.CanAdminister)
            return new ForbiddenError();
        if (request.Check() is { } problem)
            return problem;
        var allowed = await _guard.CheckUrlAsync(request.BaseUrl!, "baseUrl", ct);
        if (!allowed.IsSuccess)
            return allowed.Error;
        var url = allowed.Value.GetLeftPart(UriPartial.Path).TrimEnd('/');
        var prepared = await _tenants.RunAsync(actor.OrganizationId, (db, token) => PrepareAsync(db, request, url, token), ct);
        if (!prepared.IsSuccess)
            return prepared.Error;
        var (access, key, isSame) = prepared.Value;

        var inboxId = access.InboxId;
        if (request.Enabled)
        {
            var inbox = await InboxAsync(access, request, isSame, GetChatwoot.Webhook(publicUrl, key), actor, ct);
            if (!inbox.IsSuccess)
                return inbox.Error;
            inboxId = inbox.Value;
        }

        await _tenants.RunAsync(actor.OrganizationId, (db, token) => StoreAsync(db, actor, request, url, inboxId, token), ct);
        return await _get.RunAsync(actor, publicUrl, ct);
    }

    private async Task<Result<(ChatwootAccess Access, string Key, bool IsSame)>> PrepareAsync(ChatFlowDb db, PutChatwootRequest request, string url, CancellationToken ct)
    {
        var config = await db.Set<BotConfig>().AsNoTracking().SingleAsync(ct);
        var mirror = await db.Set<ChatwootMirror>().SingleOrDefaultAsync(ct);
        var token = TextRules.Clean(request.AccessToken) ?? (mirror is null ? null : _secrets.Token(mirror));
        if (token is null)
            return new ChatwootTokenMissing();
        if (mirror is null)
        {
            var key = Tokens.New();
            mirror = new ChatwootMirror
            {
                OrganizationId = db.OrganizationId,
                BaseUrl = url,
                WebhookKeyHash = Tokens.Hash(key),
                WebhookKey = _secrets.Encrypt("webhook_key", db.OrganizationId, key)!,
            };
            db.Add(mirror);
            await db.SaveChangesAsync(ct);
        }

        var isSame = mirror.BaseUrl == url && config.ChatwootAccountId == request.AccountId!.Trim();
        var inbox = TextRules.Clean(request.InboxId) ?? (isSame ? config.ChatwootInboxId : null);
        return (new ChatwootAccess(url, Number(request.AccountId), Number(inbox), token), _secrets.WebhookKey(mirror), isSame);
    }

    private async Task<Result<long>> InboxAsync(
        ChatwootAccess access, PutChatwootRequest request, bool isSame, string webhookUrl, Actor actor, CancellationToken ct)
    {
        if (access.InboxId > 0)
        {
            var adopted = await _inboxes.AdoptAsync(access, access.InboxId, webhookUrl, ct);
            // One that was not asked for by its number and is gone may be made anew.
            if (adopted.IsSuccess || adopted.Error is not ChatwootProblem { Kind: ProblemKind.NotFound } || !isSame || TextRules.Clean(request.InboxId) is not null)
                return adopted.IsSuccess ? adopted : Explain(adopted.Error, asked: true);
        }

        var name = await _tenants.RunAsync(actor.OrganizationId, (db, token) =>
            db.Set<Organization>().Where(o => o.Id == actor.OrganizationId).Select(o => o.Name).SingleAsync(token), ct);
        var made = await _inboxes.CreateAsync(access, $"WhatsApp {name}", webhookUrl, ct);
        return made.IsSuccess ? made : Explain(made.Error, asked: false);
    }

    private static Error Explain(Error error, bool asked) => error switch
    {
        ChatwootProblem { Kind: ProblemKind.Refused } => new ChatwootTokenRefused(),
        ChatwootProblem { Kind: ProblemKind.Forbidden } => new ChatwootTokenWeak(),
        ChatwootProblem { Kind: ProblemKind.NotFound } => asked ? new ChatwootInboxUnknown() : new ChatwootAccountUnknown(),
        ChatwootProblem { Kind: ProblemKind.Unreachable } problem => new ChatwootUnreachable(problem.Message),
        ChatwootProblem problem => new ChatwootUnusable(problem.Message),
        _ => error,
    };

    private async Task StoreAsync(ChatFlowDb db, Actor actor, PutChatwootRequest request, string url, long inboxId, CancellationToken ct)
    {
        var config = await db.Set<BotConfig>().SingleAsync(ct);
        var mirror = await db.Set<ChatwootMirror>().SingleAsync(ct);
        var account = request.AccountId!.Trim();
        var inbox = inboxId > 0 ? inboxId.ToString(CultureInfo.InvariantCulture) : null;
        // Ids that were learnt elsewhere count no more.
        if ((mirror.BaseUrl, config.ChatwootAccountId, config.ChatwootInboxId) != (url, account, inbox))
            mirror.Version++;
        mirror.BaseUrl = url;
        config.ChatwootAccountId = account;
        config.ChatwootInboxId = inbox;
        mirror.AccessToken = _secrets.Encrypt("access_token", db.OrganizationId, TextRules.Clean(request.AccessToken)) ?? mirror.AccessToken;
        mirror.SigningSecret = request.ForgetSigningSecret
            ? null
            : _secrets.Encrypt("signing_secret", db.OrganizationId, TextRules.Clean(request.SigningSecret)) ?? mirror.SigningSecret;
        mirror.SendAutoReplies = request.SendAutoReplies;
        mirror.Enabled = request.Enabled;
        Clear(mirror);
        db.Add(AuditEntry.Of(actor, _clock, "chatwoot.changed", request.Enabled ? "on" : "off"));
        await db.SaveChangesAsync(ct);
        await WakeConversationsAsync(db, ct);
        db.Publish(LiveKind.ConnectionChanged);
        db.AfterCommit(_signal.Wake);
    }

    internal static void Clear(ChatwootMirror mirror)
    {
        mirror.State = MirrorState.Working;
        mirror.Failures = 0;
        mirror.RetryAt = null;
        mirror.ErrorCode = null;
        mirror.ErrorMessage = null;
        mirror.ErrorAt = null;
    }

    internal static Task WakeConversationsAsync(ChatFlowDb db, CancellationToken ct) => db.ExecuteAsync(
        "UPDATE chatwoot_conversations SET retry_at = NULL, failures = 0 WHERE organization_id = $1 AND retry_at IS NOT NULL", ct, db.OrganizationId);

    private static long Number(string? text) => long.TryParse(text?.Trim(), NumberStyles.None, CultureInfo.InvariantCulture, out var id) ? id : 0;
}
