using System.Diagnostics;
using ChatFlow.Tests.Support;
using Microsoft.Playwright;
using Xunit;

[assembly: AssemblyFixture(typeof(ChromiumLifetime))]

namespace ChatFlow.Tests.Support;

/// <summary>
/// One Chromium for the whole test run, started by the first test that asks. The machine's own if it has one; else it is
/// installed, by apt as root, or by Playwright.
/// </summary>
public static class Chromium
{
    private static readonly Lazy<Task<(IPlaywright Playwright, IBrowser Browser)>> s_browser = new(StartAsync);

    /// <summary>Open a context of your own on it (<c>NewContextAsync</c>) and close that again; never close the browser.</summary>
    public static async Task<IBrowser> BrowserAsync() => (await s_browser.Value).Browser;

    /// <summary>Finds or installs the browser. Without a path in it, Playwright uses the one that it installed itself.</summary>
    public static async Task<BrowserTypeLaunchOptions> LaunchOptionsAsync()
    {
        var path = Find();
        if (path is null && await InstallWithAptAsync()) path = Find();
        if (path is null && Microsoft.Playwright.Program.Main(["install", "chromium"]) != 0)
            throw new InvalidOperationException("The browser tests need Chromium: install it (Debian and Ubuntu: apt install chromium) or let Playwright reach its download.");

        return new BrowserTypeLaunchOptions
        {
            ExecutablePath = path,
            Args =
            [
                "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
                "--disable-background-networking", "--disable-component-update", "--disable-sync",
                // A container's shared memory is often too small for a page.
                "--disable-dev-shm-usage",
            ],
        };
    }

    internal static async Task StopAsync()
    {
        if (!s_browser.IsValueCreated) return;
        var (playwright, browser) = await s_browser.Value;
        await browser.CloseAsync();
        playwright.Dispose();
    }

    private static async Task<(IPlaywright Playwright, IBrowser Browser)> StartAsync()
    {
        var options = await LaunchOptionsAsync();
        var playwright = await Playwright.CreateAsync();
        return (playwright, await playwright.Chromium.LaunchAsync(options));
    }

    private static string? Find()
    {
        var onPath = (Environment.GetEnvironmentVariable("PATH") ?? "")
            .Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries)
            .SelectMany(folder => new[] { "chromium", "google-chrome", "google-chrome-stable", "chromium-browser" }.Select(name => Path.Combine(folder, name)));
        string[] places =
        [
            "/usr/bin/chromium", "/usr/bin/google-chrome", .. onPath,
            "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome", "/Applications/Chromium.app/Contents/MacOS/Chromium",
            @"C:\Program Files\Google\Chrome\Application\chrome.exe",
        ];
        return places.FirstOrDefault(IsBrowser);
    }

    /// <summary>Ubuntu's <c>chromium-browser</c> is a script that only says to install a snap; asking the version tells.</summary>
    private static bool IsBrowser(string path)
    {
        if (!File.Exists(path)) return false;
        if (OperatingSystem.IsWindows()) return true;
        using var process = Process.Start(new ProcessStartInfo(path, ["--version"]) { RedirectStandardOutput = true, RedirectStandardError = true })!;
        process.ErrorDataReceived += (_, _) => { };
        process.BeginErrorReadLine();
        var version = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return process.ExitCode == 0 && version.Contains("Chrom", StringComparison.Ordinal);
    }

    private static async Task<bool> InstallWithAptAsync()
    {
        if (!OperatingSystem.IsLinux() || !Environment.IsPrivilegedProcess || !File.Exists("/usr/bin/apt-get")) return false;
        return await AptAsync("update") && await AptAsync("install", "-y", "chromium");
    }

    private static async Task<bool> AptAsync(params string[] arguments)
    {
        // Its output is nobody's business here; standard input must not wait for an answer.
        var start = new ProcessStartInfo("/usr/bin/apt-get", ["-qq", .. arguments])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        start.Environment["DEBIAN_FRONTEND"] = "noninteractive";
        using var process = Process.Start(start)!;
        process.StandardInput.Close();
        var reading = Task.WhenAll(process.StandardOutput.ReadToEndAsync(), process.StandardError.ReadToEndAsync());
        await process.WaitForExitAsync();
        await reading;
        return process.ExitCode == 0;
    }
}

/// <summary>Closes <see cref="Chromium"/> when the run ends.</summary>
public sealed class ChromiumLifetime : IAsyncDisposable
{
    public async ValueTask DisposeAsync() => await Chromium.StopAsync();
}
