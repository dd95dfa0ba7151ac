using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Microsoft.Extensions.Logging;

namespace ChatFlow.Core.Data.Embedded;

/// <summary>The folders of one embedded database, and what is done to them before a server runs on them.</summary>
internal sealed class PostgresCluster
{
    internal const string Superuser = "postgres";

    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute;

    /// <summary>A Unix socket's whole path may have 107 bytes on Linux and 103 on macOS; its name takes up to 15.</summary>
    private const int LongestSocketFolder = 88;

    private static readonly TimeSpan s_poll = TimeSpan.FromMilliseconds(50);
    private readonly EmbeddedPostgresOptions _options;

    internal PostgresCluster(EmbeddedPostgresOptions options)
    {
        _options = options;
        Folder = options.DataFolder.Subfolder("postgres");
        Data = Path.Combine(Folder, "data");
        Socket = SocketFolder(options.DataFolder.Path);
        Password = options.DataFolder.ReadOrCreateSecret(
            "postgres-superuser", () => Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(32)));
    }

    internal string Folder { get; }

    internal string Data { get; }

    internal string Socket { get; }

    internal string Password { get; }

    /// <summary>
    /// Makes the database if there is none, and starts a server on it. Only the holder of the cluster's lock may call it:
    /// it ends a server that a killed ChatFlow left running.
    /// </summary>
    internal async Task<PostgresProcess> StartAsync(int port, ILogger logger, CancellationToken ct)
    {
        var account = await ServerAccount.ResolveAsync(ct);
        if (account.BlockedAt(Data) is { } blocked)
            throw new EmbeddedPostgresException(
                $"As root, PostgreSQL runs as the user nobody, who may not pass through {blocked}. Set {DataFolder.ConfigurationKey} to a folder outside of it, or run ChatFlow as an ordinary user.");

        await EndLeftoverAsync(logger, ct);
        var install = _options.BinariesFolder ?? Path.Combine(Folder, "binaries");
        Directory.CreateDirectory(install);
        var binaries = await PostgresBinaries.FindOrInstallAsync(install, MajorOfData(), account, logger, ct);
        MakeFor(account, Socket);
        if (!Directory.Exists(Data)) await InitialiseAsync(binaries, account, ct);

        var arguments = new List<string> { "-D", Data, "-k", Socket, "-p", port.ToString(CultureInfo.InvariantCulture) };
        arguments.AddRange(_options.ServerArguments());
        logger.LogInformation("Starting PostgreSQL {Major} from {Folder} over {Data}", binaries.Major, binaries.Folder, Data);
        return await PostgresProcess.StartAsync(account.CommandLine(binaries.Postgres, arguments, endWithUs: true), Data, logger, ct);
    }

    private static string SocketFolder(string dataFolder)
    {
        var inside = Path.Combine(dataFolder, "run");
        if (Encoding.UTF8.GetByteCount(inside) <= LongestSocketFolder) return inside;
        var hash = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(dataFolder)));
        return $"/tmp/chatflow-{hash[..16]}";
    }

    private int? MajorOfData()
    {
        var file = Path.Combine(Data, "PG_VERSION");
        return File.Exists(file) ? int.Parse(File.ReadAllText(file), CultureInfo.InvariantCulture) : null;
    }

    private async Task EndLeftoverAsync(ILogger logger, CancellationToken ct)
    {
        if (PostmasterFile.Read(Data) is not { } left) return;
        if (await left.IsAliveAsync(ct))
        {
            logger.LogWarning("A PostgreSQL without its ChatFlow still runs over {Data} (process {Pid}); ending it", Data, left.Pid);
            _ = Libc.Kill(left.Pid, Libc.SigInt);
            while (await left.IsAliveAsync(ct)) await Task.Delay(s_poll, ct);
        }

        left.RemoveLeftovers(Socket);
    }

    /// <summary>Done beside the final place and renamed at the end, so that an interrupted one is simply done again.</summary>
    private async Task InitialiseAsync(PostgresBinaries binaries, ServerAccount account, CancellationToken ct)
    {
        var unfinished = Data + ".new";
        if (Directory.Exists(unfinished)) Directory.Delete(unfinished, recursive: true);
        MakeFor(account, unfinished);

        var passwordFile = Path.Combine(Socket, "password");
        try
        {
            await File.WriteAllTextAsync(passwordFile, Password, ct);
            account.Own(passwordFile);
            var arguments = new List<string>
            {
                "-D", unfinished, "-U", Superuser, "--pwfile", passwordFile, "--auth=scram-sha-256", "--encoding=UTF8",
                // Accents must count as letters (search, lower()); the C locale knows none, and macOS has no C.UTF-8.
                OperatingSystem.IsMacOS() ? "--locale=en_US.UTF-8" : "--locale=C.UTF-8",
            };
            if (!_options.Durable) arguments.Add("--no-sync");
            var line = account.CommandLine(binaries.Initdb, arguments, endWithUs: false);
            var (exitCode, output) = await Subprocess.RunAsync(line[0], line.Skip(1), ct);
            if (exitCode != 0) throw new EmbeddedPostgresException($"PostgreSQL's initdb failed: {output}");
        }
        finally
        {
            File.Delete(passwordFile);
        }

        Directory.Move(unfinished, Data);
    }

    private static void MakeFor(ServerAccount account, string path)
    {
        var folder = Directory.CreateDirectory(path);
        if (folder.LinkTarget is not null) throw new EmbeddedPostgresException($"{path} is a link, which someone else may have laid there. Remove it.");
        // Fails where the folder is someone else's: nobody but us may offer a socket under this name.
        if (!OperatingSystem.IsWindows()) File.SetUnixFileMode(path, OwnerOnly);
        account.Own(path);
    }
}
