using Xunit;

namespace ChatFlow.Tests.Ai;

/// <summary>Bodies captured from providers, kept beside the repository; the tests that use them are skipped without them.</summary>
internal static class Samples
{
    public static string Read(string name)
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            var path = Path.Combine(folder.FullName, "shared", "contracts", "samples", name);
            if (File.Exists(path))
                return File.ReadAllText(path);
        }

        Assert.Skip("The captured samples are not beside this checkout.");
        return "";
    }
}
