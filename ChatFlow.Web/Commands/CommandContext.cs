using System.Text.Encodings.Web;
using System.Text.Json;
using ChatFlow.Core.Common;
using ChatFlow.Core.Data;
using ChatFlow.Core.Data.Embedded;
using ChatFlow.Web.Hosting;
using Microsoft.Extensions.Logging.Console;

namespace ChatFlow.Web.Commands;

/// <summary>What every command works with: the settings it was given, ChatFlow's services, and where its answer goes.</summary>
internal sealed class CommandContext(string[] settings, TextWriter output)
{
    private static readonly JsonSerializerOptions s_json = new(JsonSerializerDefaults.Web) { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>
    /// Runs work against a database that is ready, with ChatFlow's services but nothing that works in the background.
    /// Beside a running server it uses that one's database; alone it starts the embedded one and stops it again.
    /// </summary>
    public async Task RunAsync(Func<IServiceProvider, CancellationToken, Task> work, CancellationToken ct)
    {
        var builder = Builder();
        var folder = DataFolder.Open(builder.Configuration);
        await using var database = await OpenAsync(builder, folder, ct);
        await database.PrepareAsync(always: false, ct);
        builder.Services.AddChatFlow(builder.Configuration, database, folder);
        await using var app = builder.Build();
        await work(app.Services, ct);
    }

    /// <summary>The configuration, with logs on standard error.</summary>
    public WebApplicationBuilder Builder()
    {
        var builder = Site.Builder(settings);
        builder.Services.Configure<ConsoleLoggerOptions>(console => console.LogToStandardErrorThreshold = LogLevel.Trace);
        return builder;
    }

    public static async Task<ChatFlowDatabase> OpenAsync(WebApplicationBuilder builder, DataFolder folder, CancellationToken ct)
    {
        using var loggers = LoggerFactory.Create(logging => logging
            .AddConfiguration(builder.Configuration.GetSection("Logging"))
            .AddConsole(console => console.LogToStandardErrorThreshold = LogLevel.Trace));
        return await ChatFlowDatabase.OpenAsync(builder.Configuration, folder, EmbeddedPostgresRole.Command, loggers.CreateLogger("ChatFlow.Database"), ct);
    }

    /// <summary>The one JSON object of standard output.</summary>
    public Task AnswerAsync(object answer) => output.WriteLineAsync(JsonSerializer.Serialize(answer, s_json));

    /// <exception cref="CommandFailedException">The result is a failure.</exception>
    public static T Require<T>(Result<T> result) => result.Match(value => value, failure => throw new CommandFailedException(failure.Message));
}
