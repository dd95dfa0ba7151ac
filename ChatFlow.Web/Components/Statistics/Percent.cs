using System.Globalization;

namespace ChatFlow.Web.Components.Statistics;

internal static class Percent
{
    /// <summary>The share as whole per cent; a dash where there is nothing to have a share of.</summary>
    public static string Of(int part, int whole) =>
        whole == 0 ? "–" : ((double)part / whole).ToString("P0", CultureInfo.CurrentCulture);
}
