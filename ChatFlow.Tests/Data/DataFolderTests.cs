using ChatFlow.Core.Data;
using ChatFlow.Tests.Support;
using Microsoft.Extensions.Configuration;
using Xunit;

namespace ChatFlow.Tests.Data;

public sealed class DataFolderTests : IDisposable
{
    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute;
    private readonly string _path = TestFolders.New("folder");

    public void Dispose() => TestFolders.Delete(_path);

    [Fact]
    public void The_configured_folder_can_be_passed_through_and_its_keys_are_the_owners_alone()
    {
        var configuration = new ConfigurationBuilder()
            .AddInMemoryCollection([KeyValuePair.Create<string, string?>(DataFolder.ConfigurationKey, _path)])
            .Build();

        var folder = DataFolder.Open(configuration);
        folder.ReadOrCreateSecret("one", () => "secret");

        Assert.Equal(_path, folder.Path);
        Assert.Equal(OwnerOnly | UnixFileMode.GroupExecute | UnixFileMode.OtherExecute, ModeOf(folder.Path));
        Assert.Equal(OwnerOnly, ModeOf(folder.Keys));
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, ModeOf(Path.Combine(folder.Keys, "one")));
    }

    [Fact]
    public void A_secret_is_made_once_and_read_afterwards()
    {
        var folder = DataFolder.Open(_path);

        Assert.Null(folder.ReadSecret("one"));
        Assert.Equal("first", folder.ReadOrCreateSecret("one", () => "first"));
        Assert.Equal("first", DataFolder.Open(_path).ReadOrCreateSecret("one", () => "second"));
        Assert.Equal("first", folder.ReadSecret("one"));
    }

    [Fact]
    public async Task All_who_make_a_secret_at_once_get_the_same_one_and_leave_nothing_else_behind()
    {
        var folder = DataFolder.Open(_path);
        using var together = new Barrier(8);

        var secrets = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => Task.Factory.StartNew(
            () => folder.ReadOrCreateSecret("one", () =>
            {
                together.SignalAndWait(TestContext.Current.CancellationToken);
                return Guid.NewGuid().ToString();
            }),
            TestContext.Current.CancellationToken,
            TaskCreationOptions.LongRunning,
            TaskScheduler.Default)));

        Assert.Single(secrets.Distinct());
        Assert.Single(Directory.GetFiles(folder.Keys));
    }

    [Fact]
    public void A_folder_reached_through_a_link_is_known_by_its_real_name()
    {
        var real = Directory.CreateDirectory(Path.Combine(_path, "real"));
        var link = Directory.CreateSymbolicLink(Path.Combine(_path, "link"), real.FullName);

        Assert.Equal(DataFolder.Open(real.FullName).Path, DataFolder.Open(link.FullName + "/").Path);
    }

    private static UnixFileMode ModeOf(string path) =>
        OperatingSystem.IsWindows() ? throw new PlatformNotSupportedException("Windows has no such modes.") : File.GetUnixFileMode(path);
}
