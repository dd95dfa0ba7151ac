using ChatFlow.Core.Contacts.Phones;
using FsCheck;
using FsCheck.Fluent;
using NodaTime;
using Xunit;

namespace ChatFlow.Tests.Contacts.Phones;

public sealed class PhoneBookTests
{
    [Theory]
    [InlineData("+34 600 123 456", null, "+34600123456")]
    [InlineData("0034600123456", null, "+34600123456")]
    [InlineData("600 12 34 56", "ES", "+34600123456")]
    [InlineData("34600123456", "ES", "+34600123456")]
    [InlineData("34600123456", "BR", "+34600123456")]
    [InlineData("34600123456", null, "+34600123456")]
    [InlineData("whatsapp:+573001234567", null, "+573001234567")]
    [InlineData("tel:+57-300-123-4567", null, "+573001234567")]
    [InlineData("573001234567@s.whatsapp.net", "ES", "+573001234567")]
    [InlineData("573001234567:12@s.whatsapp.net", null, "+573001234567")]
    [InlineData("573001234567@c.us", null, "+573001234567")]
    [InlineData("(11) 98765-4321", "BR", "+5511987654321")]
    [InlineData("(11) 98765-4321", "br", "+5511987654321")]
    [InlineData("+55 11 8765-4321", null, "+5511987654321")]
    [InlineData("558890000003", null, "+5588990000003")]
    [InlineData("558890000003", "BR", "+5588990000003")]
    [InlineData("5215512345678", null, "+525512345678")]
    [InlineData("+52 1 55 1234 5678", null, "+525512345678")]
    [InlineData("55 1234 5678", "MX", "+525512345678")]
    [InlineData("5491123456789", null, "+5491123456789")]
    [InlineData("+54 11 2345-6789", null, "+5491123456789")]
    [InlineData("011 15-2345-6789", "AR", "+5491123456789")]
    [InlineData("+1 (305) 555-0100", null, "+13055550100")]
    [InlineData("٠٠٣٤٦٠٠١٢٣٤٥٦", null, "+34600123456")]
    [InlineData("\u202a+34 600 123 456\u202c", null, "+34600123456")] // pasted from a contact card
    public void Any_usual_spelling_is_understood(string text, string? region, string e164)
    {
        Assert.True(PhoneBook.TryParse(text, region, out var parsed));
        Assert.Equal(e164, parsed);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("hola")]
    [InlineData("12")]
    [InlineData("+999 123 456 789")]
    [InlineData("+34 600")]
    [InlineData("1-800-FLOWERS")]
    [InlineData("123456789012345@lid")]
    [InlineData("120363000000000000@g.us")]
    [InlineData("+34600123456+34600123457")]
    [InlineData("status@broadcast")]
    public void Anything_else_is_not_a_phone(string? text) => Assert.False(PhoneBook.TryParse(text, "ES", out _));

    [Theory]
    [InlineData("+558890000003", "+5588990000003")]
    [InlineData("+5588990000003", "+558890000003")]
    [InlineData("+5215512345678", "+525512345678")]
    [InlineData("+541123456789", "+5491123456789")]
    public void Both_spellings_are_one_person(string one, string other)
    {
        Assert.Equal(PhoneBook.Canonical(one), PhoneBook.Canonical(other));
        Assert.Equal(PhoneBook.Spellings(one), PhoneBook.Spellings(other));
        Assert.Contains(one, PhoneBook.Spellings(other));
        Assert.Contains(other, PhoneBook.Spellings(one));
    }

    [Theory]
    [InlineData("+551134567890")] // a fixed line in São Paulo
    [InlineData("+34600123456")]
    [InlineData("+573001234567")]
    public void Other_numbers_have_one_spelling(string e164) => Assert.Equal([e164], PhoneBook.Spellings(e164));

    [Fact]
    public void The_canonical_form_is_stable_and_all_spellings_share_it()
    {
        var numbers =
            from prefix in Gen.Elements("+55", "+521", "+52", "+549", "+54", "+34", "+57", "+1", "+5511", "+551199")
            from digits in Gen.Choose(0, 9).ListOf(10)
            from length in Gen.Choose(6, 10)
            select prefix + string.Concat(digits.Take(length));
        Prop.ForAll(numbers.ToArbitrary(), n =>
        {
            var canonical = PhoneBook.Canonical(n);
            return PhoneBook.Canonical(canonical) == canonical
                && PhoneBook.Spellings(n)[0] == canonical
                && PhoneBook.Spellings(n).All(s => PhoneBook.Canonical(s) == canonical);
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(2_000));
    }

    [Theory]
    [InlineData("+34600123456", "+34 600 12 34 56", "ES")]
    [InlineData("+5511987654321", "+55 11 98765-4321", "BR")]
    [InlineData("+525512345678", "+52 55 1234 5678", "MX")]
    [InlineData("+5491123456789", "+54 9 11 2345-6789", "AR")]
    [InlineData("nada", "nada", null)]
    public void Numbers_are_shown_in_groups(string e164, string shown, string? region) =>
        Assert.Equal((shown, region), (PhoneBook.Format(e164), PhoneBook.Region(e164)));

    [Theory]
    [InlineData("+34600123456", "Europe/Madrid")]
    [InlineData("+5511987654321", "America/Sao_Paulo")]
    [InlineData("+5592987654321", "America/Manaus")]
    [InlineData("+556898765432", "America/Rio_Branco")]
    [InlineData("+526641234567", "America/Tijuana")]
    [InlineData("+5215512345678", "America/Mexico_City")]
    [InlineData("+5491123456789", "America/Argentina/Buenos_Aires")]
    [InlineData("+56912345678", "America/Santiago")]
    [InlineData("+18095550100", "America/Santo_Domingo")]
    [InlineData("+13055550100", null)]
    [InlineData("+", null)]
    public void A_number_tells_where_its_owner_probably_is(string e164, string? zone)
    {
        Assert.Equal(zone, PhoneTimeZone.Guess(e164));
        if (zone is not null)
            Assert.NotNull(DateTimeZoneProviders.Tzdb.GetZoneOrNull(zone));
    }
}
