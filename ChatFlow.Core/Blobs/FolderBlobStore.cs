using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace ChatFlow.Core.Blobs;

/// <summary>
/// Blobs as files that only this user can read, spread over 256 folders. A file is written under a passing name, flushed
/// to the disk and moved to its own, so that a crash leaves no half blob.
/// </summary>
public sealed class FolderBlobStore(string folder) : IBlobStore
{
    private const int BufferSize = 128 * 1024;
    private const string Passing = ".part";

    private readonly string _folder = Path.GetFullPath(folder);

    public async Task PutAsync(string name, Stream content, CancellationToken ct)
    {
        var path = PathOf(name);
        var parent = Path.GetDirectoryName(path)!;
        Make(parent);
        var passing = $"{path}.{Guid.NewGuid():N}{Passing}";
        try
        {
            await using (var file = new FileStream(passing, Writing()))
            {
                await content.CopyToAsync(file, BufferSize, ct).ConfigureAwait(false);
                file.Flush(flushToDisk: true);
            }

            File.Move(passing, path, overwrite: true);
        }
        catch
        {
            File.Delete(passing);
            throw;
        }

        Folders.Flush(parent);
    }

    public Task<Stream?> OpenAsync(string name, CancellationToken ct)
    {
        try
        {
            return Task.FromResult<Stream?>(new FileStream(
                PathOf(name), FileMode.Open, FileAccess.Read, FileShare.Read | FileShare.Delete, BufferSize, FileOptions.Asynchronous | FileOptions.SequentialScan));
        }
        catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException)
        {
            return Task.FromResult<Stream?>(null);
        }
    }

    public Task DeleteAsync(string name, CancellationToken ct)
    {
        try
        {
            File.Delete(PathOf(name));
        }
        catch (DirectoryNotFoundException)
        {
            // never written
        }

        return Task.CompletedTask;
    }

    private string PathOf(string name) => BlobName.IsValid(name)
        ? Path.Combine(_folder, name[..2], name)
        : throw new ArgumentException("This is not the name of a blob.", nameof(name));

    private static void Make(string path)
    {
        if (OperatingSystem.IsWindows())
            Directory.CreateDirectory(path);
        else
            Directory.CreateDirectory(path, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
    }

    private static FileStreamOptions Writing()
    {
        var options = new FileStreamOptions
        {
            Mode = FileMode.CreateNew,
            Access = FileAccess.Write,
            Share = FileShare.None,
            BufferSize = BufferSize,
            Options = FileOptions.Asynchronous,
        };
        if (!OperatingSystem.IsWindows())
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        return options;
    }

    /// <summary>A new name in a folder is on the disk only when the folder is; .NET opens no folders.</summary>
    private static class Folders
    {
        public static void Flush(string path)
        {
            if (OperatingSystem.IsWindows())
                return;
            using var handle = new SafeFileHandle(Open(path, 0), ownsHandle: true);
            if (!handle.IsInvalid)
                _ = FSync(handle);
        }

        [DllImport("libc", EntryPoint = "open", CharSet = CharSet.Ansi, BestFitMapping = false, ThrowOnUnmappableChar = true)]
        [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
        private static extern int Open([MarshalAs(UnmanagedType.LPUTF8Str)] string path, int flags);

        [DllImport("libc", EntryPoint = "fsync")]
        [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
        private static extern int FSync(SafeFileHandle file);
    }
}
