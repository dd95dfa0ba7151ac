using System.Text.Json;
using System.Text.Json.Nodes;
using ChatFlow.Core.Channels;
using ChatFlow.Core.Common;

namespace ChatFlow.Core.Chatwoot.Api;

/// <param name="Identifier">Ours, by which the contact is found whatever becomes of the phone.</param>
/// <param name="Phone">E.164 with +; null for people without a visible number.</param>
internal sealed record ChatwootPerson(string Identifier, string? Phone, string? Name, string? Lid, string? Bsuid);

/// <param name="SourceId">The link between contact and inbox, which a conversation needs.</param>
internal sealed record ChatwootContact(long Id, string SourceId);

/// <summary>Finds or makes a contact and its link to our inbox. Searching is fuzzy there, so what comes is compared exactly.</summary>
internal sealed class ChatwootContacts(ChatwootApi api)
{
    public async Task<Result<ChatwootContact>> EnsureAsync(ChatwootAccess access, ChatwootPerson person, CancellationToken ct)
    {
        var found = await FindAsync(access, person, ct);
        if (!found.IsSuccess)
            return found.Error;
        if (found.Value is { } known)
            return await LinkAsync(access, known, ct);
        var made = await CreateAsync(access, person, ct);
        if (made.IsSuccess || made.Error is not ChatwootProblem { Kind: ProblemKind.Invalid } problem)
            return made;
        // Taken meanwhile, by another sender or by an attempt of ours whose answer was lost.
        var again = await FindAsync(access, person, ct);
        if (!again.IsSuccess)
            return again.Error;
        if (again.Value is { } raced)
            return await LinkAsync(access, raced, ct);
        // A number that Chatwoot does not take must not keep the person out.
        return person.Phone is not null && problem.Names("phone_number") ? await CreateAsync(access, person with { Phone = null }, ct) : made;
    }

    private async Task<Result<JsonElement?>> FindAsync(ChatwootAccess access, ChatwootPerson person, CancellationToken ct)
    {
        foreach (var query in new[] { person.Identifier, person.Phone?.TrimStart('+') }.OfType<string>())
        {
            var answer = await api.GetAsync(access, $"/contacts/search?q={Uri.EscapeDataString(query)}", ct);
            if (!answer.IsSuccess)
                return answer.Error;
            var exact = ChatwootInboxes.Payload(answer.Value).Where(c => c.Text("identifier") == person.Identifier
                || (person.Phone is not null && c.Text("phone_number") == person.Phone)).ToList();
            if (exact.Count > 0)
                return (JsonElement?)exact.OrderByDescending(c => c.Text("identifier") == person.Identifier).First();
        }

        return (JsonElement?)null;
    }

    private async Task<Result<ChatwootContact>> LinkAsync(ChatwootAccess access, JsonElement contact, CancellationToken ct)
    {
        if (contact.Long("id") is not { } id)
            return Unreadable;
        var link = contact.Get("contact_inboxes").Items().FirstOrDefault(l => l.Get("inbox").Long("id") == access.InboxId);
        if (link.Text("source_id") is { } known)
            return new ChatwootContact(id, known);
        var made = await api.PostAsync(access, $"/contacts/{id}/contact_inboxes", new JsonObject { ["inbox_id"] = access.InboxId }, ct);
        if (!made.IsSuccess)
            return made.Error;
        return made.Value.Text("source_id") is { } source ? new ChatwootContact(id, source) : Unreadable;
    }

    private async Task<Result<ChatwootContact>> CreateAsync(ChatwootAccess access, ChatwootPerson person, CancellationToken ct)
    {
        var body = new JsonObject { ["inbox_id"] = access.InboxId, ["name"] = person.Name ?? person.Phone ?? "WhatsApp", ["identifier"] = person.Identifier };
        if (person.Phone is not null)
            body["phone_number"] = person.Phone;
        if (MessageDetails.Of(("lid", person.Lid), ("bsuid", person.Bsuid)) is { } hidden)
            body["custom_attributes"] = hidden;
        var made = await api.PostAsync(access, "/contacts", body, ct);
        if (!made.IsSuccess)
            return made.Error;
        var payload = made.Value.Get("payload");
        return payload.Get("contact").Long("id") is { } id && payload.Get("contact_inbox").Text("source_id") is { } source
            ? new ChatwootContact(id, source)
            : Unreadable;
    }

    private static ChatwootProblem Unreadable => new(ProblemKind.Unreachable, "chatwoot.unreadable", "The answer holds no contact.");
}
