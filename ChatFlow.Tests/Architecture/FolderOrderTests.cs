using ArchUnitNET.Domain;
using ArchUnitNET.Loader;
using ChatFlow.Core.Data;
using Xunit;

namespace ChatFlow.Tests.Architecture;

/// <summary>A folder of Core uses what stands above it, never what stands below.</summary>
public sealed class FolderOrderTests
{
    private const string Root = "ChatFlow.Core.";

    // A business and those who act for it know each other: they share a place.
    private static readonly string[][] s_order =
    [
        ["Common"], ["Live"], ["Security"], ["Blobs"], ["Channels"], ["Ai"], ["Data"], ["Organizations", "Users"], ["Contacts"], ["Inbox"], ["Bot"],
        ["FollowUps"], ["Chatwoot"], ["Statistics"], ["Jobs"], ["Demo"],
    ];

    private static readonly System.Reflection.Assembly s_core = typeof(ChatFlowDb).Assembly;

    [Fact]
    public void No_folder_uses_one_below_it()
    {
        var architecture = new ArchLoader().LoadAssemblies(s_core).Build();
        var wrong = from type in architecture.Types
                    from dependency in type.Dependencies
                    let own = FolderOf(type)
                    let used = FolderOf(dependency.Target)
                    where own >= 0 && used > own
                    select $"{type.FullName} -> {dependency.Target.FullName}";
        Assert.Equal("", string.Join('\n', wrong.Distinct().Order()));
    }

    [Fact]
    public void Every_folder_has_its_place() => Assert.Empty(
        s_core.GetTypes().Select(t => t.Namespace).OfType<string>().Where(n => n.StartsWith(Root, StringComparison.Ordinal))
            .Select(n => n[Root.Length..].Split('.')[0]).Distinct().Except(s_order.SelectMany(folders => folders)));

    [Fact]
    public void Core_does_not_know_the_web() =>
        Assert.DoesNotContain("ChatFlow.Web", s_core.GetReferencedAssemblies().Select(a => a.Name));

    private static int FolderOf(IType type)
    {
        var name = type.Namespace?.FullName ?? "";
        return name.StartsWith(Root, StringComparison.Ordinal) ? Array.FindIndex(s_order, folders => folders.Contains(name[Root.Length..].Split('.')[0])) : -1;
    }
}
