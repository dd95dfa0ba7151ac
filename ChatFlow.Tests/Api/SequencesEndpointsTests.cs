using Xunit;

namespace ChatFlow.Tests.Api;

public sealed class SequencesEndpointsTests(ApiHost host) : IClassFixture<ApiHost>
{
    private static object Definition(string name = "Retomar") => new
    {
        name,
        triggerType = "custom",
        triggerConfig = new { @event = "cotizar" },
        steps = new[] { new { delayAmount = 1, delayUnit = "hours", messageTemplate = "Hola, ¿seguimos?" } },
    };

    [Fact]
    public async Task A_sequence_is_made_replaced_listed_and_deleted()
    {
        var (created, sequence) = await host.First.SendAsync("/api/v1/sequences", Definition());
        var path = $"/api/v1/sequences/{sequence["id"]}";
        var (replaced, changed) = await host.First.CallAsync(HttpMethod.Put, path, Definition("Otra"));
        var (_, list) = await host.First.ReadAsync("/api/v1/sequences");
        var (deleted, _) = await host.First.CallAsync(HttpMethod.Delete, path);
        var (gone, _) = await host.First.ReadAsync(path);

        Assert.Equal((201, 200, 204, 404), (created, replaced, deleted, gone));
        Assert.Equal(("Otra", 2), ((string?)changed["name"], (int)changed["version"]!));
        Assert.Equal((string?)sequence["steps"]![0]!["id"], (string?)changed["steps"]![0]!["id"]);
        Assert.Contains(list["items"]!.AsArray(), s => (string?)s!["id"] == (string?)sequence["id"]);
    }

    [Fact]
    public async Task What_would_not_work_names_its_field_and_another_organization_sees_nothing()
    {
        var (status, problem) = await host.First.SendAsync("/api/v1/sequences", new { name = "x", triggerType = "time_based" });
        var (_, sequence) = await host.First.SendAsync("/api/v1/sequences", Definition());
        var (foreign, _) = await host.Second.ReadAsync($"/api/v1/sequences/{sequence["id"]}/executions");

        Assert.Equal(422, status);
        Assert.NotNull(problem["errors"]!["triggerType"]);
        Assert.Equal(404, foreign);
    }

    [Fact]
    public async Task An_event_starts_an_execution_that_can_be_paused_and_shows_its_log()
    {
        var (_, sequence) = await host.First.SendAsync("/api/v1/sequences", Definition());
        var (told, recorded) = await host.First.SendAsync("/api/v1/events", new { type = "cotizar", phone = "+52 55 8765 4321", key = "Q1", data = new { total = 10 } });
        var (_, runs) = await host.First.ReadAsync($"/api/v1/sequences/{sequence["id"]}/executions");
        var run = Assert.Single(runs["items"]!.AsArray())!;
        var (paused, after) = await host.First.CallAsync(HttpMethod.Patch, $"/api/v1/executions/{run["id"]}", new { action = "pause" });
        var (wrong, _) = await host.First.CallAsync(HttpMethod.Patch, $"/api/v1/executions/{run["id"]}", new { action = "explode" });

        Assert.Equal((202, 200, 422), (told, paused, wrong));
        Assert.Contains(recorded["executionsStarted"]!.AsArray(), id => (string?)id == (string?)run["id"]);
        Assert.Equal(("active", "paused", "manual"), ((string?)run["status"], (string?)after["status"], (string?)after["pauseReason"]));
        Assert.Equal(["enrolled", "paused"], after["decisions"]!.AsArray().Select(d => (string?)d!["kind"]));
    }
}
