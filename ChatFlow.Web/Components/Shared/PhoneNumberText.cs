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
            var number = util.Parse(WithoutMobileOne(phone.StartsWith('+') ? phone : "+" + phone), null);
            var national = homeRegion is not null && util.GetRegionCodeForNumber(number) == homeRegion;
            return util.Format(number, national ? PhoneNumberFormat.NATIONAL : PhoneNumberFormat.INTERNATIONAL);
        }
        catch (NumberParseException)
        {
            return phone;
        }
    }

    /// <summary>WhatsApp keeps the 1 that Mexican mobiles had until 2019; nobody writes it any more.</summary>
    private static string WithoutMobileOne(string phone) =>
        phone.Length == 14 && phone.StartsWith("+521", StringComparison.Ordinal) ? "+52" + phone[4..] : phone;
}
