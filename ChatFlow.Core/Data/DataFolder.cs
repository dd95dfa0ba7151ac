using System.Runtime.InteropServices;
using System.Text;
using ChatFlow.Core.Data.Embedded;
using Microsoft.Extensions.Configuration;

namespace ChatFlow.Core.Data;

/// <summary>
/// The one folder of this installation on disk: the embedded database, and the keys that nobody configured.
/// The folder can be passed through by others (mode 711: as root the database runs as another user), never listed;
/// the keys are its owner's alone (mode 700).
/// </summary>
public sealed class DataFolder
{
    public const string ConfigurationKey = "ChatFlow:DataFolder";

    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute;
    private const UnixFileMode PassThrough = OwnerOnly | UnixFileMode.GroupExecute | UnixFileMode.OtherExecute;

    private DataFolder(string path)
    {
        Path = path;
        Keys = System.IO.Path.Combine(path, "keys");
    }

    public string Path { get; }

    /// <summary>Where the keys lie: readable by the owner of the installation alone.</summary>
    public string Keys { get; }

    /// <summary><c>/var/lib/chatflow</c> as root, else <c>chatflow</c> in the user's application data.</summary>
    /// <exception cref="InvalidOperationException">The user has no home folder, so the folder must be configured.</exception>
    public static string DefaultPath
    {
        get
        {
            if (!OperatingSystem.IsWindows() && Environment.IsPrivilegedProcess) return "/var/lib/chatflow";
            var applicationData = Environment.GetFolderPath(
                Environment.SpecialFolder.LocalApplicationData, Environment.SpecialFolderOption.DoNotVerify);
            return applicationData.Length > 0
                ? System.IO.Path.Combine(applicationData, "chatflow")
                : throw new InvalidOperationException($"This user has no home folder: set {ConfigurationKey} to the folder for ChatFlow's data.");
        }
    }

    /// <summary>Opens the configured folder (or the default one), making it and its keys folder where missing.</summary>
    public static DataFolder Open(IConfiguration configuration) =>
        Open(configuration[ConfigurationKey] is { Length: > 0 } configured ? configured : DefaultPath);

    /// <inheritdoc cref="Open(IConfiguration)"/>
    public static DataFolder Open(string path)
    {
        try
        {
            Make(path, PassThrough);
        }
        catch (UnauthorizedAccessException) when (Directory.Exists(path))
        {
            // A mounted folder of someone else's keeps its mode; what matters is that the keys below can be made.
        }

        var folder = new DataFolder(WithoutLinks(System.IO.Path.TrimEndingDirectorySeparator(System.IO.Path.GetFullPath(path))));
        Make(folder.Keys, OwnerOnly);
        return folder;
    }

    /// <summary>A folder below this one that others can pass through but not list, made where missing.</summary>
    public string Subfolder(string name)
    {
        var path = System.IO.Path.Combine(Path, name);
        Make(path, PassThrough);
        return path;
    }

    /// <summary>The secret of that name, or null when it was never made.</summary>
    public string? ReadSecret(string name)
    {
        var path = System.IO.Path.Combine(Keys, name);
        return File.Exists(path) ? File.ReadAllText(path) : null;
    }

    /// <summary>
    /// The secret of that name; the first one to ask makes it. When two processes ask at once both get the same one:
    /// the file appears under its name complete or not at all, and whoever comes second reads the winner's.
    /// </summary>
    public string ReadOrCreateSecret(string name, Func<string> make)
    {
        if (ReadSecret(name) is { } existing) return existing;

        var path = System.IO.Path.Combine(Keys, name);
        var temporary = $"{path}.{Guid.NewGuid():N}";
        try
        {
            WriteForOwnerOnly(temporary, make());
            if (OperatingSystem.IsWindows()) MoveOnWindows(temporary, path);
            else if (Libc.Link(temporary, path) != 0 && !File.Exists(path))
                throw new IOException($"Cannot store the key '{name}' in {Keys} (error {Marshal.GetLastPInvokeError()}).");
        }
        finally
        {
            File.Delete(temporary);
        }

        return File.ReadAllText(path);
    }

    private static void MoveOnWindows(string temporary, string path)
    {
        try
        {
            File.Move(temporary, path, overwrite: false);
        }
        catch (IOException) when (File.Exists(path))
        {
            // Another process was first; its secret is the one.
        }
    }

    private static void WriteForOwnerOnly(string path, string content)
    {
        var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write, Share = FileShare.None };
        if (!OperatingSystem.IsWindows()) options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        using var file = new FileStream(path, options);
        file.Write(Encoding.UTF8.GetBytes(content));
        file.Flush(flushToDisk: true);
    }

    /// <summary>One folder has one name, so that a running server can be told by the path on its command line.</summary>
    private static string WithoutLinks(string path)
    {
        if (System.IO.Path.GetDirectoryName(path) is not { } parent) return path;
        var direct = System.IO.Path.Combine(WithoutLinks(parent), System.IO.Path.GetFileName(path));
        return new DirectoryInfo(direct).ResolveLinkTarget(returnFinalTarget: true) is { } target ? WithoutLinks(target.FullName) : direct;
    }

    private static void Make(string path, UnixFileMode mode)
    {
        Directory.CreateDirectory(path);
        if (!OperatingSystem.IsWindows()) File.SetUnixFileMode(path, mode);
    }
}
