using Xunit;

namespace ChatFlow.Tests.Support;

/// <summary>The folder of specifications and samples that may lie beside the project; tests skip what needs it when it does not.</summary>
public static class Shared
{
    /// <summary>The path below it, or the running test is skipped.</summary>
    public static string PathOrSkip(params string[] parts)
    {
        if (Find(parts) is { } path)
            return path;
        Assert.Skip("The shared folder with the samples is not beside this project.");
        return "";
    }

    /// <summary>The path below it, or null.</summary>
    public static string? Find(params string[] parts)
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            var path = Path.Combine([folder.FullName, "shared", .. parts]);
            if (Path.Exists(path))
                return path;
        }

        return null;
    }
}
