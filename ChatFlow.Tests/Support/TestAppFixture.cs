using Xunit;

namespace ChatFlow.Tests.Support;

/// <summary>One <see cref="TestApp"/> for the tests of a class; each opens organizations of its own.</summary>
public sealed class TestAppFixture : IAsyncLifetime
{
    public TestApp App { get; private set; } = null!;

    public async ValueTask InitializeAsync() => App = await TestApp.StartAsync(TestContext.Current.CancellationToken);

    public ValueTask DisposeAsync() => App.DisposeAsync();
}
