using ChatFlow.Core.Channels;
using ChatFlow.Core.Common;

namespace ChatFlow.Tests.Channels;

/// <summary>Neutral events as one line each, so that a table of cases reads like the contract.</summary>
internal static class Described
{
    public static string Of(ParsedWebhook parsed) =>
        parsed.Unreadable is { } reason ? $"unreadable: {reason}" : string.Join(" | ", parsed.Events.Select(e => Of(e.Event)));

    public static string Routed(ParsedWebhook parsed) =>
        parsed.Unreadable is { } reason ? $"unreadable: {reason}" : string.Join(" | ", parsed.Events.Select(e => $"[{e.Route}] {Of(e.Event)}"));

    public static string Of(InboundEvent e) => e switch
    {
        MessageReceived m => $"in {Of(m.From)} {Quoted(m.Name)}{EnumText<MessageType>.Of(m.MessageType)} {m.ProviderMessageId} \"{m.Text}\"{Reply(m.ReplyToProviderId)}",
        MessageEchoed m => $"out {Of(m.To)} {EnumText<MessageType>.Of(m.MessageType)} {m.ProviderMessageId} \"{m.Text}\"{Reply(m.ReplyToProviderId)}",
        StatusChanged s => $"status {s.ProviderMessageId} {EnumText<MessageStatus>.Of(s.Status)}{Of(s.Error)}{(s.CorrelationId is { } c ? $" ours={c}" : "")}",
        MessageEdited m => $"edit {m.ProviderMessageId} \"{m.Text}\"",
        MessageDeleted m => $"delete {m.ProviderMessageId}",
        ReactionChanged r => $"reaction {r.TargetProviderId} {r.Emoji ?? "none"} {(r.FromContact ? "theirs" : "ours")}",
        ContactNamed n => $"name {Of(n.Contact)} {n.Name}",
        IdentityMoved i => $"moved {Of(i.From)} to {Of(i.To)}",
        ConnectionChanged c => $"connection {EnumText<ConnectionStatus>.Of(c.Status)} {c.Reason ?? "-"} {c.Phone ?? "-"}",
        MarketingPreferenceChanged p => $"marketing {Of(p.Contact)} {(p.Stopped ? "stop" : "resume")}",
        TemplateChanged t => $"template {t.Name} {t.Language}{Word(t.Status)}{Word(t.Category)}{(t.Quality is { } q ? $" quality={q}" : "")}{(t.Reason is { } r ? $" \"{r}\"" : "")}",
        ChannelNoticed n => $"notice {EnumText<ChannelNoticeKind>.Of(n.Kind)} {n.Code} {EnumText<ChannelNoticeEffect>.Of(n.Effect)}{(n.Detail is { } d ? $" \"{d}\"" : "")}{(n.Limit is { } l ? $" limit={l}" : "")}{(n.Quality is { } q ? $" quality={q}" : "")}",
        Ignored i => $"ignored: {i.Reason}",
        _ => throw new InvalidOperationException(e.GetType().Name),
    };

    private static string Word<T>(T? value)
        where T : struct, Enum => value is { } one ? " " + EnumText<T>.Of(one) : "";

    private static string Of(ContactAddress a) => string.Join('/', new[]
    {
        a.Phone,
        a.WhatsAppId is { } id && "+" + id != a.Phone ? "wa:" + id : null,
        a.Lid is { } lid ? "lid:" + lid : null,
        a.Bsuid is { } bsuid ? "bsuid:" + bsuid : null,
    }.OfType<string>());

    private static string Of(ChannelError? error) => error is null ? "" : $" {error.Code} {EnumText<ChannelErrorClass>.Of(error.Class)}";

    private static string Quoted(string? name) => name is null ? "" : $"'{name}' ";

    private static string Reply(string? id) => id is null ? "" : $" re {id}";
}
