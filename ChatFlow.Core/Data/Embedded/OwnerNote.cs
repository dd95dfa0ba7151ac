using System.Text.Json;

namespace ChatFlow.Core.Data.Embedded;

/// <summary>
/// Who holds the cluster's lock and what for: written by the holder, read by those who come second. A killed holder leaves
/// it behind, so it counts only while the lock is held.
/// </summary>
internal sealed record OwnerNote(int Pid, EmbeddedPostgresRole Role)
{
    internal static OwnerNote? Read(string path)
    {
        try
        {
            return JsonSerializer.Deserialize<OwnerNote>(File.ReadAllBytes(path));
        }
        catch (Exception unreadable) when (unreadable is IOException or JsonException)
        {
            return null;
        }
    }

    internal static void Write(string path, EmbeddedPostgresRole role)
    {
        var temporary = path + ".new";
        File.WriteAllBytes(temporary, JsonSerializer.SerializeToUtf8Bytes(new OwnerNote(Environment.ProcessId, role)));
        File.Move(temporary, path, overwrite: true);
    }
}
