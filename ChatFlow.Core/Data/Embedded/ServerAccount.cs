using System.Globalization;
using System.Runtime.InteropServices;

namespace ChatFlow.Core.Data.Embedded;

/// <summary>
/// The user that PostgreSQL runs as: ourselves, or nobody when we are root, which PostgreSQL refuses.
/// On Linux <c>setpriv</c> changes the user and ties the server's life to ours; <c>setsid</c> keeps the terminal's
/// Ctrl+C away from it, so that it stops after us and not before.
/// </summary>
internal sealed class ServerAccount
{
    private readonly (int User, int Group)? _other;
    private readonly bool _hasSetpriv;
    private readonly bool _hasSetsid;

    private ServerAccount((int User, int Group)? other, bool hasSetpriv, bool hasSetsid)
    {
        _other = other;
        _hasSetpriv = hasSetpriv;
        _hasSetsid = hasSetsid;
    }

    /// <summary>True when the server runs as another user, who must be able to reach its programs and its folders.</summary>
    internal bool IsOther => _other is not null;

    internal static async Task<ServerAccount> ResolveAsync(CancellationToken ct)
    {
        var hasSetpriv = OperatingSystem.IsLinux() && Subprocess.OnPath("setpriv") is not null;
        var hasSetsid = OperatingSystem.IsLinux() && Subprocess.OnPath("setsid") is not null;
        if (!Environment.IsPrivilegedProcess) return new ServerAccount(null, hasSetpriv, hasSetsid);
        if (!hasSetpriv)
            throw new EmbeddedPostgresException(
                "PostgreSQL refuses to run as root. Run ChatFlow as an ordinary user, or install setpriv (package util-linux), or set ConnectionStrings__Owner to a PostgreSQL of your own.");

        return new ServerAccount((await IdAsync("-u", ct), await IdAsync("-g", ct)), hasSetpriv, hasSetsid);
    }

    /// <summary>The whole command line that runs <paramref name="program"/> as this user.</summary>
    internal IReadOnlyList<string> CommandLine(string program, IEnumerable<string> arguments, bool endWithUs)
    {
        var line = new List<string>();
        if (endWithUs && _hasSetsid) line.Add("setsid");
        if (_hasSetpriv)
        {
            line.Add("setpriv");
            if (_other is var (user, group)) line.AddRange([$"--reuid={user}", $"--regid={group}", "--clear-groups"]);
            if (endWithUs) line.Add("--pdeathsig=INT");
            line.Add("--no-new-privs");
        }

        line.Add(program);
        line.AddRange(arguments);
        return line;
    }

    internal void Own(string path)
    {
        if (_other is var (user, group) && Libc.Chown(path, user, group) != 0)
            throw new EmbeddedPostgresException($"Cannot give {path} to the user that PostgreSQL runs as (error {Marshal.GetLastPInvokeError()}).");
    }

    /// <summary>The first folder on the way to <paramref name="path"/> that this user may not pass through, or null.</summary>
    internal string? BlockedAt(string path)
    {
        if (!IsOther || OperatingSystem.IsWindows()) return null;
        for (var folder = Directory.GetParent(path); folder is not null; folder = folder.Parent)
        {
            if (folder.Exists && !folder.UnixFileMode.HasFlag(UnixFileMode.OtherExecute)) return folder.FullName;
        }

        return null;
    }

    private static async Task<int> IdAsync(string which, CancellationToken ct)
    {
        var (exitCode, output) = await Subprocess.RunAsync("id", [which, "nobody"], ct);
        return exitCode == 0 && int.TryParse(output, CultureInfo.InvariantCulture, out var id)
            ? id
            : throw new EmbeddedPostgresException("PostgreSQL refuses to run as root, and there is no user 'nobody' to run it as. Run ChatFlow as an ordinary user.");
    }
}
