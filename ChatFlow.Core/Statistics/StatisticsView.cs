namespace ChatFlow.Core.Statistics;

/// <summary>What happened in a period, as the REST interface and the page show it.</summary>
/// <param name="From">First day, in the organization's zone.</param>
/// <param name="To">Last day, included.</param>
/// <param name="TimeZone">IANA name of the zone in which days begin.</param>
/// <param name="ConversationsStarted">People who were written to, or wrote, for the first time.</param>
/// <param name="FirstResponseSeconds">Median, from the first message of a person who waits to our answer (the bot's or a person's); null when nobody was answered.</param>
/// <param name="Answered">How many waits the median is of.</param>
/// <param name="Days">Every day of the period, oldest first.</param>
/// <param name="Sequences">Those that did anything in the period, most runs first.</param>
public sealed record StatisticsView(
    DateOnly From,
    DateOnly To,
    string TimeZone,
    int ConversationsStarted,
    MessageCounts Messages,
    double? FirstResponseSeconds,
    int Answered,
    FollowUpCounts FollowUps,
    ConversionCounts Conversions,
    IReadOnlyList<DayCounts> Days,
    IReadOnlyList<SequenceCounts> Sequences);

/// <param name="Sent">By sender; <c>person</c> holds what was typed on the phone too. Failed ones do not count.</param>
/// <param name="ByStatus">Every outbound message by its status: pending, sent, delivered, read, failed, unknown.</param>
public sealed record MessageCounts(int Received, SentCounts Sent, IReadOnlyDictionary<string, int> ByStatus);

/// <param name="Other">By a program over the REST interface.</param>
public sealed record SentCounts(int Bot, int Person, int FollowUp, int Other)
{
    public int Total => Bot + Person + FollowUp + Other;
}

/// <param name="Sent">Messages of sequences.</param>
/// <param name="Replied">Those that somebody answered.</param>
/// <param name="Started">Runs that began in the period.</param>
/// <param name="Active">Those of them that still go on or are paused.</param>
/// <param name="Completed">Those of them that ended with a reply or a conversion.</param>
/// <param name="ByExit">Those of them that ended, by the reason: replied, converted, no_response …</param>
public sealed record FollowUpCounts(int Sent, int Replied, int Started, int Active, int Completed, IReadOnlyDictionary<string, int> ByExit);

/// <param name="Credited">Those that a sequence brought.</param>
public sealed record ConversionCounts(int Count, int Credited, IReadOnlyList<ConversionValue> Values);

/// <param name="Currency">ISO 4217, or null where a conversion came with none.</param>
/// <param name="Credited">The part of <paramref name="Value"/> that sequences brought.</param>
public sealed record ConversionValue(string? Currency, decimal Value, decimal Credited);

public sealed record DayCounts(DateOnly Day, int ConversationsStarted, int Received, int Bot, int Person, int FollowUp, int Other, int Conversions);

/// <param name="Started">Runs that began in the period; <paramref name="Replied"/> and <paramref name="Converted"/> are of those.</param>
/// <param name="Sent">Messages sent in the period.</param>
/// <param name="Values">Of the conversions in the period that are credited to it.</param>
public sealed record SequenceCounts(
    Guid Id, string Name, int Started, int Sent, int Replied, int Converted, IReadOnlyList<ConversionValue> Values);
