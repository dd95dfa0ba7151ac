using Bunit;
using ChatFlow.Web.Components.Shared;
using Xunit;

namespace ChatFlow.Tests.Components.Shared;

public sealed class PhoneTextTests : SharedContext
{
    [Theory]
    [InlineData("+5491122334455", "+54 9 11 2233-4455")]
    [InlineData("5215512345678", "+52 55 1234 5678")]
    [InlineData(null, "")]
    public void A_phone_is_grouped_as_people_write_it(string? phone, string words) =>
        Assert.Equal(words, Render<PhoneText>(p => p.Add(x => x.Phone, phone)).Find("span").TextContent);
}
