using ChatFlow.Core.Data;

namespace ChatFlow.Tests.Support;

/// <summary>Temporary folders with short paths (a Unix socket's path is limited), removed by whoever made them.</summary>
public static class TestFolders
{
    /// <summary>Where a PostgreSQL that npm had to bring is kept: where the application itself would look for it.</summary>
    public static string Binaries => Path.Combine(DataFolder.DefaultPath, "postgres", "binaries");

    public static string New(string purpose) =>
        Path.Combine(Path.GetTempPath(), $"chatflow-{purpose}-{Environment.ProcessId}-{Guid.NewGuid().ToString("N")[..6]}");

    public static void Delete(string path)
    {
        if (Directory.Exists(path)) Directory.Delete(path, recursive: true);
    }
}
