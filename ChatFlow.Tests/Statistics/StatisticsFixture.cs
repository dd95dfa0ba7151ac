using ChatFlow.Core.Data;
using ChatFlow.Core.Live;
using ChatFlow.Core.Statistics;
using ChatFlow.Core.Users;
using ChatFlow.Tests.Support;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;
using Xunit;

namespace ChatFlow.Tests.Statistics;

/// <summary>A business in Mexico City on a Monday at noon there, and what it did in the days before; and a neighbour.</summary>
public sealed class StatisticsFixture : IAsyncLifetime
{
    public static readonly Guid Ana = new("00000000-0000-0000-0000-00000000000a");
    public static readonly Guid Beto = new("00000000-0000-0000-0000-00000000000b");
    public static readonly Guid Sequence = new("00000000-0000-0000-0000-0000000000c1");
    private static readonly Guid s_business = new("00000000-0000-0000-0000-000000000001");
    private static readonly Guid s_neighbour = new("00000000-0000-0000-0000-000000000002");

    private TestDatabase _database = null!;
    private ServiceProvider _services = null!;

    public Actor Viewer { get; } = new(s_business, null, UserRole.Viewer);

    public Actor Neighbour { get; } = new(s_neighbour, null, UserRole.Admin);

    public T Get<T>()
        where T : notnull => _services.GetRequiredService<T>();

    public async ValueTask InitializeAsync()
    {
        _database = await TestDatabase.CreateAsync(TestContext.Current.CancellationToken);
        var services = new ServiceCollection();
        services.AddLogging();
        services.AddSingleton<TimeProvider>(new FakeTimeProvider(new DateTimeOffset(2026, 5, 4, 18, 0, 0, TimeSpan.Zero)));
        services.AddSingleton<LiveBus>();
        services.AddData(_database.AppConnection);
        services.AddStatistics();
        _services = services.BuildServiceProvider(validateScopes: true);
        await _database.ExecuteAsync(Arrange, TestContext.Current.CancellationToken);
    }

    public async ValueTask DisposeAsync()
    {
        await _services.DisposeAsync();
        await _database.DisposeAsync();
    }

    // Ana waits 120 s, with a second message in between; a follow-up answers nobody, so that Beto waits 240 s.
    private static string Arrange => $"""
        INSERT INTO organizations (id, name, slug, time_zone) VALUES
            ('{s_business}', 'Business', 'business', 'America/Mexico_City'), ('{s_neighbour}', 'Neighbour', 'neighbour', 'UTC');
        INSERT INTO contacts (id, organization_id, phone, created_at) VALUES
            ('{Ana}', '{s_business}', '+525510000001', '2026-05-01T12:00Z'), ('{Beto}', '{s_business}', '+525510000002', '2026-05-02T12:00Z');
        INSERT INTO conversations (id, organization_id, contact_id, last_message_at, created_at) VALUES
            (uuid_generate_v4(), '{s_business}', '{Ana}', '2026-05-04T16:02Z', '2026-05-01T12:00Z'),
            (uuid_generate_v4(), '{s_business}', '{Beto}', '2026-05-04T17:04Z', '2026-03-01T12:00Z');
        INSERT INTO messages (id, organization_id, contact_id, direction, message_content, status, sender, created_at, occurred_at) VALUES
            (uuid_generate_v4(), '{s_business}', '{Ana}', 'inbound', 'late at night', 'read', 'contact', '2026-05-04T05:30Z', '2026-05-04T05:30Z'),
            (uuid_generate_v4(), '{s_business}', '{Ana}', 'outbound', 'refused', 'failed', 'bot', '2026-05-04T05:31Z', '2026-05-04T05:31Z'),
            (uuid_generate_v4(), '{s_business}', '{Beto}', 'inbound', 'hello', 'read', 'contact', '2026-05-04T17:00Z', '2026-05-04T17:00Z'),
            ('00000000-0000-0000-0000-0000000000f1', '{s_business}', '{Beto}', 'outbound', 'still there?', 'read', 'follow_up', '2026-05-04T17:01Z', '2026-05-04T17:01Z'),
            (uuid_generate_v4(), '{s_business}', '{Beto}', 'outbound', 'here I am', 'delivered', 'phone', '2026-05-04T17:04Z', '2026-05-04T17:04Z'),
            (uuid_generate_v4(), '{s_business}', '{Ana}', 'outbound', 'from before', 'sent', 'person', '2026-05-03T20:00Z', '2026-05-03T20:00Z'),
            (uuid_generate_v4(), '{s_business}', '{Ana}', 'outbound', 'good night', 'sent', 'bot', '2026-05-04T05:32Z', '2026-05-04T05:32Z'),
            (uuid_generate_v4(), '{s_business}', '{Ana}', 'inbound', 'long ago', 'read', 'contact', '2026-01-01T12:00Z', '2026-01-01T12:00Z');
        INSERT INTO follow_up_sequences (id, organization_id, name, trigger_type) VALUES ('{Sequence}', '{s_business}', 'Carts', 'abandoned_cart');
        INSERT INTO follow_up_messages (id, organization_id, sequence_id, step_order, delay_amount, delay_unit, message_template)
            VALUES ('00000000-0000-0000-0000-0000000000d1', '{s_business}', '{Sequence}', 1, 1, 'hours', 'still there?');
        INSERT INTO follow_up_executions (id, organization_id, sequence_id, contact_id, status, exit_reason, started_at, converted, total_messages_sent) VALUES
            ('00000000-0000-0000-0000-0000000000e1', '{s_business}', '{Sequence}', '{Beto}', 'completed', 'replied', '2026-05-04T16:00Z', true, 1),
            ('00000000-0000-0000-0000-0000000000e2', '{s_business}', '{Sequence}', '{Ana}', 'active', NULL, '2026-05-04T16:30Z', false, 0);
        INSERT INTO follow_up_message_logs (id, organization_id, execution_id, message_id, step_number, message_sent, contact_id, sent_message_id, contact_responded)
            VALUES (uuid_generate_v4(), '{s_business}', '00000000-0000-0000-0000-0000000000e1', '00000000-0000-0000-0000-0000000000d1', 1, '', '{Beto}',
            '00000000-0000-0000-0000-0000000000f1', true);
        INSERT INTO follow_up_decisions (id, organization_id, execution_id, at, step, kind, reason, until) VALUES
            (uuid_generate_v4(), '{s_business}', '00000000-0000-0000-0000-0000000000e1', '2026-05-04T16:00Z', 1, 'enrolled', 'trigger_matched', NULL),
            (uuid_generate_v4(), '{s_business}', '00000000-0000-0000-0000-0000000000e1', '2026-05-04T16:10Z', 1, 'moved', 'quiet_hours', '2026-05-04T17:00Z');
        INSERT INTO contact_events (id, organization_id, contact_id, type, key, occurred_at, created_at) VALUES
            ('00000000-0000-0000-0000-0000000000b1', '{s_business}', '{Beto}', 'conversion', 'order 7', '2026-05-04T17:30Z', '2026-05-04T17:30Z'),
            ('00000000-0000-0000-0000-0000000000b2', '{s_business}', '{Ana}', 'conversion', NULL, '2026-05-04T17:40Z', '2026-05-04T17:40Z');
        INSERT INTO conversions (id, organization_id, contact_id, event_id, sequence_id, execution_id, occurred_at, value, currency) VALUES
            (uuid_generate_v4(), '{s_business}', '{Beto}', '00000000-0000-0000-0000-0000000000b1', '{Sequence}', '00000000-0000-0000-0000-0000000000e1', '2026-05-04T17:30Z', 250.50, 'MXN'),
            (uuid_generate_v4(), '{s_business}', '{Ana}', '00000000-0000-0000-0000-0000000000b2', NULL, NULL, '2026-05-04T17:40Z', 100, 'MXN');
        """;
}
