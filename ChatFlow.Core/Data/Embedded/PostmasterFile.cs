using System.Globalization;

namespace ChatFlow.Core.Data.Embedded;

/// <summary>
/// What a running server says of itself in <c>postmaster.pid</c>. The file survives its server when that is killed, and
/// its process number may by then be a zombie's or someone else's: only <see cref="IsAliveAsync"/> tells.
/// </summary>
internal sealed record PostmasterFile(string DataFolder, int Pid, int Port, string SocketFolder, bool IsReady)
{
    private const string Name = "postmaster.pid";

    internal static PostmasterFile? Read(string dataFolder)
    {
        string[] lines;
        try
        {
            lines = File.ReadAllLines(Path.Combine(dataFolder, Name));
        }
        catch (IOException)
        {
            return null;
        }

        return lines.Length > 0 && int.TryParse(lines[0], CultureInfo.InvariantCulture, out var pid)
            ? new PostmasterFile(
                dataFolder,
                Math.Abs(pid),
                lines.Length > 3 && int.TryParse(lines[3], CultureInfo.InvariantCulture, out var port) ? port : 0,
                lines.Length > 4 ? lines[4] : "",
                lines.Length > 7 && lines[7].StartsWith("ready", StringComparison.Ordinal))
            : null;
    }

    /// <summary>Whether that process lives and is a PostgreSQL over this very folder.</summary>
    internal async Task<bool> IsAliveAsync(CancellationToken ct)
    {
        if (!OperatingSystem.IsLinux())
        {
            var (exitCode, command) = await Subprocess.RunAsync("ps", ["-p", $"{Pid}", "-o", "command="], ct);
            return exitCode == 0 && command.Contains(DataFolder, StringComparison.Ordinal);
        }

        try
        {
            // "123 (postgres) S …": the state stands behind the last parenthesis; Z and X are dead and not yet buried.
            var stat = await File.ReadAllTextAsync($"/proc/{Pid}/stat", ct);
            if (stat[stat.LastIndexOf(')') + 2] is 'Z' or 'X') return false;
            var command = (await File.ReadAllTextAsync($"/proc/{Pid}/cmdline", ct)).Split('\0');
            return command.Contains(DataFolder);
        }
        catch (IOException)
        {
            return false;
        }
    }

    /// <summary>Removes what a dead server left behind, so that PostgreSQL does not mistake another process for it.</summary>
    internal void RemoveLeftovers(string socketFolder)
    {
        File.Delete(Path.Combine(DataFolder, Name));
        if (!Directory.Exists(socketFolder)) return;
        foreach (var leftover in Directory.EnumerateFiles(socketFolder, ".s.PGSQL.*")) File.Delete(leftover);
    }
}
