using System.Collections.Frozen;

namespace ChatFlow.Core.Contacts.Phones;

/// <summary>
/// Where a number's owner probably is, as an IANA zone: by country, and by area code where a country spans zones
/// (Brazil, Mexico) or a zone is an island (the Canaries have no area code of their own among mobiles).
/// </summary>
public static class PhoneTimeZone
{
    private static readonly FrozenDictionary<string, string> s_countries = new Dictionary<string, string>
    {
        ["AR"] = "America/Argentina/Buenos_Aires",
        ["BO"] = "America/La_Paz",
        ["BR"] = "America/Sao_Paulo",
        ["CL"] = "America/Santiago",
        ["CO"] = "America/Bogota",
        ["CR"] = "America/Costa_Rica",
        ["CU"] = "America/Havana",
        ["DO"] = "America/Santo_Domingo",
        ["EC"] = "America/Guayaquil",
        ["ES"] = "Europe/Madrid",
        ["GQ"] = "Africa/Malabo",
        ["GT"] = "America/Guatemala",
        ["HN"] = "America/Tegucigalpa",
        ["MX"] = "America/Mexico_City",
        ["NI"] = "America/Managua",
        ["PA"] = "America/Panama",
        ["PE"] = "America/Lima",
        ["PR"] = "America/Puerto_Rico",
        ["PT"] = "Europe/Lisbon",
        ["PY"] = "America/Asuncion",
        ["SV"] = "America/El_Salvador",
        ["UY"] = "America/Montevideo",
        ["VE"] = "America/Caracas",
        ["AD"] = "Europe/Andorra",
        ["AO"] = "Africa/Luanda",
        ["BE"] = "Europe/Brussels",
        ["CH"] = "Europe/Zurich",
        ["DE"] = "Europe/Berlin",
        ["FR"] = "Europe/Paris",
        ["GB"] = "Europe/London",
        ["IE"] = "Europe/Dublin",
        ["IT"] = "Europe/Rome",
        ["MA"] = "Africa/Casablanca",
        ["MZ"] = "Africa/Maputo",
        ["NL"] = "Europe/Amsterdam",
    }.ToFrozenDictionary();

    /// <summary>DDD of Brazil outside the time of Brasília.</summary>
    private static readonly FrozenDictionary<string, string> s_brazil = new Dictionary<string, string>
    {
        ["65"] = "America/Cuiaba",
        ["66"] = "America/Cuiaba",
        ["67"] = "America/Campo_Grande",
        ["68"] = "America/Rio_Branco",
        ["69"] = "America/Porto_Velho",
        ["92"] = "America/Manaus",
        ["95"] = "America/Boa_Vista",
        ["97"] = "America/Manaus",
    }.ToFrozenDictionary();

    /// <summary>Area codes of Mexico outside the time of the capital.</summary>
    private static readonly FrozenDictionary<string, string> s_mexico = new Dictionary<string, string>
    {
        ["664"] = "America/Tijuana",
        ["663"] = "America/Tijuana",
        ["661"] = "America/Tijuana",
        ["665"] = "America/Tijuana",
        ["646"] = "America/Tijuana",
        ["686"] = "America/Tijuana",
        ["653"] = "America/Hermosillo",
        ["662"] = "America/Hermosillo",
        ["644"] = "America/Hermosillo",
        ["631"] = "America/Hermosillo",
        ["622"] = "America/Hermosillo",
        ["642"] = "America/Hermosillo",
        ["667"] = "America/Mazatlan",
        ["668"] = "America/Mazatlan",
        ["669"] = "America/Mazatlan",
        ["687"] = "America/Mazatlan",
        ["612"] = "America/Mazatlan",
        ["613"] = "America/Mazatlan",
        ["615"] = "America/Mazatlan",
        ["624"] = "America/Mazatlan",
        ["311"] = "America/Mazatlan",
        ["998"] = "America/Cancun",
        ["984"] = "America/Cancun",
        ["983"] = "America/Cancun",
        ["987"] = "America/Cancun",
        ["656"] = "America/Ciudad_Juarez",
    }.ToFrozenDictionary();

    /// <summary>The IANA zone, or null where the country has several and the number does not say which.</summary>
    public static string? Guess(string e164)
    {
        var canonical = PhoneBook.Canonical(e164);
        if (PhoneBook.Region(canonical) is not { } region)
            return null;
        var own = region switch
        {
            "BR" when canonical.Length > 5 => s_brazil.GetValueOrDefault(canonical[3..5]),
            "MX" when canonical.Length > 6 => s_mexico.GetValueOrDefault(canonical[3..6]),
            _ => null,
        };
        return own ?? s_countries.GetValueOrDefault(region);
    }
}
