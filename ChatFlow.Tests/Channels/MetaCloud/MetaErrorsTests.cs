using ChatFlow.Core.Channels;
using ChatFlow.Core.Channels.MetaCloud;
using Xunit;

namespace ChatFlow.Tests.Channels.MetaCloud;

public class MetaErrorsTests
{
    [Theory]
    [InlineData(ChannelErrorClass.Authentication, 0, 190, 3, 10, 200, 299, 131005)]
    [InlineData(ChannelErrorClass.Retry, 4, 80007, 130429, 131056, 131000, 131016, 131057, 135000)]
    [InlineData(ChannelErrorClass.Configuration, 100, 131008, 131009, 131021, 131030, 131037, 131045, 133010)]
    [InlineData(ChannelErrorClass.Account, 368, 131031, 131042, 131044)]
    [InlineData(ChannelErrorClass.NotNow, 131048, 131049, 130472, 131064, 133016)]
    [InlineData(ChannelErrorClass.Unreachable, 131026, 130497, 131062, 131063)]
    [InlineData(ChannelErrorClass.NeedsTemplate, 131047)]
    [InlineData(ChannelErrorClass.OptedOut, 131050)]
    [InlineData(ChannelErrorClass.Media, 131052, 131053)]
    [InlineData(ChannelErrorClass.Template, 132000, 132001, 132005, 132007, 132008, 132012, 132015, 132016, 132068, 132069)]
    [InlineData(ChannelErrorClass.Other, 131051, 137000, 999999, -1)]
    public void Every_code_of_the_table_has_its_class(ChannelErrorClass expected, params int[] codes) =>
        Assert.All(codes, code => Assert.Equal(expected, MetaErrors.ClassOf(code)));
}
