namespace ChatFlow.Core.Data.Embedded;

/// <summary>
/// An exclusive lock between processes (and within one). The operating system gives it back when its holder dies,
/// so it never goes stale; the file itself stays and means nothing.
/// </summary>
internal sealed class FileLock : IDisposable
{
    private static readonly TimeSpan s_retry = TimeSpan.FromMilliseconds(50);
    private readonly FileStream _file;

    private FileLock(FileStream file) => _file = file;

    internal static FileLock? TryTake(string path)
    {
        try
        {
            return new FileLock(new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None));
        }
        catch (IOException) when (Directory.Exists(Path.GetDirectoryName(path)))
        {
            return null;
        }
    }

    internal static async Task<FileLock> TakeAsync(string path, CancellationToken ct)
    {
        while (true)
        {
            if (TryTake(path) is { } taken) return taken;
            await Task.Delay(s_retry, ct);
        }
    }

    public void Dispose() => _file.Dispose();
}
