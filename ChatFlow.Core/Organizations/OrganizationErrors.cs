using ChatFlow.Core.Common;

namespace ChatFlow.Core.Organizations;

public sealed record ConnectionTypeMissing()
    : ValidationError("connection.type_missing", "Say which: evolution_api, meta_api or simulator.", "type");

public sealed record ConnectionSettingsMissing(string Name)
    : ValidationError("connection.settings_missing", $"The settings of this type are missing ({Name}).", Name);

public sealed record SecretInvalid(string Name)
    : ValidationError("connection.secret_invalid", "It holds spaces or characters that no key or token has.", Name);

public sealed record PhoneNumberIdInvalid()
    : ValidationError("connection.phone_number_id", "The phone number id consists of digits; it is not the phone number itself.", "meta.phoneNumberId");

public sealed record PairingPhoneInvalid()
    : ValidationError("connection.pairing_phone", "Write the number with its country code, as +52 55 1234 5678.", "phone");

public sealed record PacingNumberInvalid(string Name, int Least, int Most)
    : ValidationError("connection.pacing_number", $"Between {Least} and {Most}.", Name);

public sealed record ChannelTaken(string Name)
    : ConflictError("connection.taken", "Another organization of this installation holds this number or instance.", Name);

public sealed record TimeZoneInvalid()
    : ValidationError("time_zone.invalid", "This is not an IANA time zone, such as America/Mexico_City.", "timeZone");

public sealed record CountryInvalid()
    : ValidationError("country.invalid", "This is not an ISO 3166 country code, such as MX.", "country");

public sealed record LanguageInvalid()
    : ValidationError("language.invalid", "The language is es, en or pt.", "language");

public sealed record CurrencyInvalid()
    : ValidationError("currency.invalid", "The currency is three letters, such as USD.", "currency");
