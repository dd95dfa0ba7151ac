using ChatFlow.Core.Data;
using ChatFlow.Core.Data.Embedded;
using ChatFlow.Web.Api;
using ChatFlow.Web.Components;
using ChatFlow.Web.Components.Account;
using ChatFlow.Web.JobHost;
using ChatFlow.Web.Live;
using ChatFlow.Web.Media;
using ChatFlow.Web.Security;
using ChatFlow.Web.Webhooks;

namespace ChatFlow.Web.Hosting;

/// <summary>The site itself: what runs when no command is given.</summary>
internal static class Site
{
    /// <summary>Serves until it is told to stop.</summary>
    public static async Task RunAsync(string[] settings)
    {
        var builder = Builder(settings);
        // Only Development finds the web root beside the project by itself; 'dotnet run' serves in any environment.
        builder.WebHost.UseStaticWebAssets();
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.AddServerHeader = false);

        // A registration that is missing fails the start wherever we look, and only its page wherever people work.
        builder.Host.UseDefaultServiceProvider((context, options) =>
            options.ValidateOnBuild = options.ValidateScopes = !context.HostingEnvironment.IsProduction());

        using var loggers = LoggerFactory.Create(logging => logging.AddConfiguration(builder.Configuration.GetSection("Logging")).AddConsole());
        var folder = DataFolder.Open(builder.Configuration);
        await using var database = await ChatFlowDatabase.OpenAsync(
            builder.Configuration, folder, EmbeddedPostgresRole.Serving, loggers.CreateLogger("ChatFlow.Database"), CancellationToken.None);
        await database.PrepareAsync(always: true, CancellationToken.None);
        builder.Services.AddChatFlow(builder.Configuration, database, folder);

        await using var app = builder.Build();
        app.UseChatFlow();
        var demo = await Demonstration.PrepareAsync(app, CancellationToken.None);
        await app.StartAsync();
        Demonstration.Announce(app, demo);
        await app.WaitForShutdownAsync();
    }

    /// <summary>Configuration and services of a site or a command; the settings are command-line arguments.</summary>
    public static WebApplicationBuilder Builder(string[] settings)
    {
        var here = File.Exists("appsettings.json");
        return WebApplication.CreateBuilder(new WebApplicationOptions
        {
            Args = settings,
            // Started from another folder, the settings lie beside the program.
            ContentRootPath = here || settings.Any(s => s.StartsWith("--contentRoot", StringComparison.OrdinalIgnoreCase)) ? null : AppContext.BaseDirectory,
        });
    }

    private static void UseChatFlow(this WebApplication app)
    {
        app.UseWebSecurity();
        app.UseInterface();
        app.UseApi();
        app.UseAuthentication();
        app.UseAuthorization();
        app.UseAntiforgery();
        app.UseMetrics();
        app.MapApi();
        app.MapMedia();
        app.MapWebhooks();
        app.MapHealth();
        app.MapLiveHub();
        app.MapJobDashboard();
        app.MapAccount();
        app.MapInterface();
    }
}
