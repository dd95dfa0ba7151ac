using System.Net;
using ChatFlow.Tests.Support;
using Xunit;

namespace ChatFlow.Tests.Hosting;

public sealed class SiteTests(TestAppFixture fixture) : IClassFixture<TestAppFixture>
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("/health/live", HttpStatusCode.OK)]
    [InlineData("/health/ready", HttpStatusCode.OK)]
    [InlineData("/metrics", HttpStatusCode.OK)]
    [InlineData("/openapi/v1.json", HttpStatusCode.OK)]
    [InlineData("/account/login", HttpStatusCode.OK)]
    [InlineData("/operator/jobs", HttpStatusCode.Unauthorized)]
    [InlineData("/hubs/live", HttpStatusCode.Unauthorized)]
    [InlineData("/api/v1/contacts", HttpStatusCode.Unauthorized)]
    public async Task A_stranger_gets(string path, HttpStatusCode expected)
    {
        using var http = fixture.App.Http();
        using var answer = await http.GetAsync(path, Stop);
        Assert.Equal(expected, answer.StatusCode);
    }

    [Fact]
    public async Task Metrics_are_not_told_through_a_proxy()
    {
        using var http = fixture.App.Http();
        http.DefaultRequestHeaders.Add("X-Forwarded-For", "203.0.113.7");
        using var answer = await http.GetAsync("/metrics", Stop);
        Assert.NotEqual(HttpStatusCode.OK, answer.StatusCode);
    }

    [Fact]
    public async Task An_admin_of_an_organization_is_no_operator()
    {
        var organization = await fixture.App.OpenAsync(Stop);
        using var http = await fixture.App.SignedInAsync(organization, Stop);
        using var answer = await http.GetAsync("/operator/jobs", Stop);
        Assert.Equal(HttpStatusCode.Forbidden, answer.StatusCode);
    }

    [Fact]
    public async Task An_operator_sees_the_jobs()
    {
        await using var app = await TestApp.StartAsync(Stop, settings: new Dictionary<string, string> { ["Operators"] = "admin1@example.com" });
        var organization = await app.OpenAsync(Stop);
        using var http = await app.SignedInAsync(organization, Stop);
        using var answer = await http.GetAsync("/operator/jobs", Stop);
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
    }
}
