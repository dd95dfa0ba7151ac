using System.Text.Json;
using System.Text.Json.Serialization;

namespace ChatFlow.Core.Contacts;

/// <summary>A contact as the REST interface and the pages show it.</summary>
/// <param name="Phone">E.164 with <c>+</c>; null for people whose number is hidden.</param>
/// <param name="CustomFields">By name; any JSON value.</param>
/// <param name="TimeZone">IANA name, or null: the organization's.</param>
/// <param name="OptedOutAt">Asked for silence: nothing but answers from people.</param>
/// <param name="MarketingOptedOutAt">Stopped marketing inside WhatsApp.</param>
/// <param name="Username">Of somebody whose number may be hidden; it changes.</param>
public sealed record ContactView(
    Guid Id,
    string? Phone,
    string? Name,
    string? Email,
    ContactStatus Status,
    IReadOnlyDictionary<string, JsonElement> CustomFields,
    IReadOnlyList<string> Tags,
    int LeadScore,
    int MessagesReceived,
    int MessagesSent,
    DateTimeOffset? LastContactAt,
    DateTimeOffset? LastInboundAt,
    int FollowupCount,
    DateTimeOffset? LastFollowupAt,
    DateTimeOffset? OptedOutAt,
    DateTimeOffset? MarketingOptedOutAt,
    string? TimeZone,
    string? Language,
    DateTimeOffset? CreatedAt,
    DateTimeOffset? UpdatedAt,
    string? Username = null)
{
    /// <summary>The name, else the public name that stands for a hidden number.</summary>
    [JsonIgnore]
    public string? KnownAs => string.IsNullOrWhiteSpace(Name) && Username is not null ? "@" + Username : Name;

    public static ContactView Of(Contact c) => new(
        c.Id, c.Phone, c.Name, c.Email, c.Status, ContactFields.Read(c.CustomFields), c.Tags, c.LeadScore, c.MessagesReceived, c.MessagesSent,
        c.LastContactAt, c.LastInboundAt, c.FollowupCount, c.LastFollowupAt, c.OptedOutAt, c.MarketingOptedOutAt, c.TimeZone, c.Language,
        c.CreatedAt, c.UpdatedAt, c.Username);
}
