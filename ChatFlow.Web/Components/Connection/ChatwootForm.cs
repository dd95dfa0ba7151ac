using ChatFlow.Core.Chatwoot.Settings;

namespace ChatFlow.Web.Components.Connection;

/// <summary>The page's copy of the mirror's settings; two that hold the same are equal. Empty secrets keep what is stored.</summary>
public sealed record ChatwootForm
{
    public bool Enabled { get; set; }
    public string BaseUrl { get; set; } = "";
    public string AccountId { get; set; } = "";
    public string InboxId { get; set; } = "";
    public string AccessToken { get; set; } = "";
    public string SigningSecret { get; set; } = "";
    public bool ForgetSecret { get; set; }
    public bool SendAutoReplies { get; set; }

    /// <summary>Records print their members; this one holds secrets.</summary>
    public override string ToString() => nameof(ChatwootForm);

    public static ChatwootForm Of(ChatwootView view) => new()
    {
        Enabled = view.Enabled,
        BaseUrl = view.BaseUrl ?? "",
        AccountId = view.AccountId ?? "",
        InboxId = view.InboxId ?? "",
        SendAutoReplies = view.SendAutoReplies,
    };

    public PutChatwootRequest ToRequest() => new(
        BaseUrl, AccountId, InboxId, Secret(AccessToken), Secret(SigningSecret), Enabled, SendAutoReplies, ForgetSecret && SigningSecret.Length == 0);

    private static string? Secret(string text) => text.Length == 0 ? null : text;
}
