using ChatFlow.Web.Commands;
using Xunit;

namespace ChatFlow.Tests.Commands;

public sealed class SettingArgumentsTests
{
    [Theory]
    [InlineData("migrate", "migrate", "")]
    [InlineData("migrate --ConnectionStrings:Owner=x", "migrate", "--ConnectionStrings:Owner=x")]
    [InlineData("migrate --ConnectionStrings:Owner x --environment Development", "migrate", "--ConnectionStrings:Owner x --environment Development")]
    [InlineData("api-key create --organization a --name b", "api-key create --organization a --name b", "")]
    [InlineData("api-key --urls=http://x create --nmae b", "api-key create --nmae b", "--urls=http://x")]
    public void Settings_are_told_from_a_commands_own_words(string line, string words, string settings)
    {
        var split = SettingArguments.Split(line.Split(' '));
        Assert.Equal(words, string.Join(' ', split.Words));
        Assert.Equal(settings, string.Join(' ', split.Settings));
    }
}
