using System.Globalization;
using ChatFlow.Core.Channels.MetaCloud;

namespace ChatFlow.Core.Channels;

/// <summary>The class of an error of which only the code was kept. Numbers of four digits and more, and the low ones, are Meta's.</summary>
public static class ChannelErrorClasses
{
    public static ChannelErrorClass Of(string code) => code switch
    {
        "not_on_whatsapp" or "no_address" => ChannelErrorClass.Unreachable,
        "LICENSE_REQUIRED" or "not_connected" => ChannelErrorClass.Configuration,
        "401" or "403" => ChannelErrorClass.Authentication,
        "404" or "400" or "405" or "422" => ChannelErrorClass.Configuration,
        "413" or "415" => ChannelErrorClass.Media,
        "408" or "429" or "500" or "502" or "503" or "504" or "timeout" or "unreadable_answer" or "interrupted" => ChannelErrorClass.Retry,
        _ when int.TryParse(code, NumberStyles.None, CultureInfo.InvariantCulture, out var number) => MetaErrors.ClassOf(number),
        _ when code.StartsWith("simulated_", StringComparison.Ordinal) => Simulated(code["simulated_".Length..]),
        _ => ChannelErrorClass.Other,
    };

    private static ChannelErrorClass Simulated(string name) =>
        Common.EnumText<ChannelErrorClass>.TryParse(name, out var known) ? known : ChannelErrorClass.Other;
}
