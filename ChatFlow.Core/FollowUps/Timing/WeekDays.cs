namespace ChatFlow.Core.FollowUps.Timing;

/// <summary>A set of days of the week. Bit n is ISO day n + 1 (Monday first).</summary>
[Flags]
public enum WeekDays
{
    None = 0,
    Monday = 1,
    Tuesday = 2,
    Wednesday = 4,
    Thursday = 8,
    Friday = 16,
    Saturday = 32,
    Sunday = 64,
    MondayToFriday = Monday | Tuesday | Wednesday | Thursday | Friday,
    MondayToSaturday = MondayToFriday | Saturday,
    All = MondayToSaturday | Sunday,
}
