using ChatFlow.Core.Users;
using Xunit;

namespace ChatFlow.Tests.Users;

public class PasswordRulesTests
{
    [Theory]
    [InlineData("tres gatos azules")]
    [InlineData("correct horse battery")]
    [InlineData("x9$Lm2!qRt")]
    [InlineData("839201746250")]
    [InlineData("ñandú-corre-lejos")]
    [InlineData("contraseñas que riman")]
    public void Accepted(string password) => Assert.Null(PasswordRules.Check(password, "ana@example.com"));

    [Theory]
    [InlineData(null, "password_too_short")]
    [InlineData("", "password_too_short")]
    [InlineData("x9$Lm2!qR", "password_too_short")]
    [InlineData("password123", "password_too_common")]
    [InlineData("P@$$w0rd2026!", "password_too_common")]
    [InlineData("Contraseña1", "password_too_common")]
    [InlineData("qwertyuiop", "password_too_common")]
    [InlineData("1234567890", "password_too_common")]
    [InlineData("0987654321", "password_too_common")]
    [InlineData("aaaaaaaaaaaa", "password_too_common")]
    [InlineData("1111111111", "password_too_common")]
    [InlineData("ChatFlow2026", "password_too_common")]
    [InlineData("ana.lopez-99!!", "password_too_common")]
    public void Refused(string? password, string code) => Assert.Equal(code, PasswordRules.Check(password, "ana.lopez@example.com")?.Code);

    [Fact]
    public void A_megabyte_is_not_hashed() => Assert.Equal("password_too_long", PasswordRules.Check(new string('x', 1_000_000), "a@example.com")?.Code);

    [Theory]
    [InlineData("ana@example.com", true)]
    [InlineData("  ana@example.com ", true)]
    [InlineData("ana+x@sub.example.co", true)]
    [InlineData("ana@localhost", false)]
    [InlineData("Ana <ana@example.com>", false)]
    [InlineData("ana@example.com, eva@example.com", false)]
    [InlineData("ana@exam ple.com", false)]
    [InlineData("ana@example.com\r\nBcc: x@example.com", false)]
    [InlineData("@example.com", false)]
    [InlineData("ana", false)]
    [InlineData("", false)]
    [InlineData(null, false)]
    public void Addresses(string? text, bool valid) => Assert.Equal(valid, Emails.TryRead(text, out _));
}
