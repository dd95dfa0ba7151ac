using PhoneNumbers;

namespace ChatFlow.Web.Components.Shared;

/// <summary>Phone numbers as people write them.</summary>
public static class PhoneNumberText
{
    /// <param name="phone">E.164, with or without its plus.</param>
    /// <param name="homeRegion">ISO country whose numbers are shown in national form; none: all international.</param>
    /// <returns>The number in groups; what was given, when it is no number.</returns>
    public static string Of(string? phone, string? homeRegion = null)
    {
        if (string.IsNullOrWhiteSpace(phone))
            return "";

        try
        {
            var util = PhoneNumberUtil.GetInstance();
            var number = util.Parse(phone.StartsWith('+') ? phone : "+" + phone, null);
            var national = homeRegion is not null && util.GetRegionCodeForNumber(number) == homeRegion;
            return util.Format(number, national ? PhoneNumberFormat.NATIONAL : PhoneNumberFormat.INTERNATIONAL);
        }
        catch (NumberParseException)
        {
            return phone;
        }
    }
}
