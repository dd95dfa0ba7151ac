using ChatFlow.Core.Channels;
using ChatFlow.Tests.Support;
using Xunit;

namespace ChatFlow.Tests.Inbox.Receiving;

/// <summary>
/// Every shared sample of a webhook through the real <c>ApplyWebhooks</c> on a real database, each twice and in parallel:
/// what is there afterwards is what the index beside the samples asks of a correct receiver.
/// </summary>
public sealed partial class SampleStateTests(ReceivingHost host) : IClassFixture<ReceivingHost>
{
    private static readonly DateTimeOffset s_now = new(2026, 11, 22, 12, 0, 0, TimeSpan.Zero);

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("evolution", ChannelType.EvolutionApi, Evolution)]
    [InlineData("meta", ChannelType.MetaApi, Meta)]
    public async Task Every_sample_leaves_what_the_index_says(string folder, ChannelType type, string table)
    {
        var files = Directory.GetFiles(Shared.PathOrSkip("contracts", "samples", folder), "*.json")
            .Where(file => !Path.GetFileName(file).StartsWith("response", StringComparison.Ordinal)).Order(StringComparer.Ordinal).ToArray();
        Assert.NotEmpty(files);
        var actual = new List<string>();
        foreach (var file in files)
            actual.Add($"{Path.GetFileName(file)[..3]}\n{await StateAfterAsync(type, File.ReadAllBytes(file))}");
        var expected = table.ReplaceLineEndings("\n").Split("\n\n");
        Assert.Equal(expected, actual);
    }

    /// <summary>What a sample speaks of is there before: a message that it changes, a contact whom it names.</summary>
    private async Task<string> StateAfterAsync(ChannelType type, byte[] body)
    {
        var parsed = WebhookParsers.Parse(type, body, s_now);
        var organization = await host.OpenAsync(type, Stop, parsed.Events.Select(e => e.Route).FirstOrDefault());
        Guid? contact = null;
        foreach (var routed in parsed.Events)
        {
            var (address, message) = Needs(routed.Event);
            if (address is not null || message is not null)
                contact ??= await host.KnowAsync(organization, address ?? new ContactAddress("+15550009999"), Stop);
            if (message is { } needed)
                await host.HaveAsync(organization, contact!.Value, needed.Id, needed.Direction, Stop);
        }

        await host.ReceiveAsync(organization, type, Stop, body);
        return await host.DescribeAsync(organization, Stop);
    }

    private static (ContactAddress? Address, (string Id, MessageDirection Direction)? Message) Needs(InboundEvent e) => e switch
    {
        StatusChanged s => (null, (s.ProviderMessageId, MessageDirection.Outbound)),
        ReactionChanged r => (null, (r.TargetProviderId, MessageDirection.Outbound)),
        MessageEdited m => (null, (m.ProviderMessageId, MessageDirection.Inbound)),
        MessageDeleted m => (null, (m.ProviderMessageId, MessageDirection.Inbound)),
        ContactNamed n => (n.Contact, null),
        IdentityMoved i => (i.From, null),
        MarketingPreferenceChanged p => (p.Contact, null),
        _ => (null, null),
    };
}
