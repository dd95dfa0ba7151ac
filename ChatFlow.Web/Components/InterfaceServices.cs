using ChatFlow.Web.Components.Contacts;
using ChatFlow.Web.Components.Layout;
using ChatFlow.Web.Components.Localization;
using ChatFlow.Web.Components.Shared;
using Microsoft.AspNetCore.Diagnostics;
using Microsoft.AspNetCore.Localization;
using Microsoft.Extensions.DependencyInjection.Extensions;
using MudBlazor;
using MudBlazor.Services;

namespace ChatFlow.Web.Components;

/// <summary>Registers and maps the pages: components, languages, theme, static files.</summary>
public static class InterfaceServices
{
    public static IServiceCollection AddInterface(this IServiceCollection services)
    {
        services.AddRazorComponents()
            .AddInteractiveServerComponents(circuits =>
            {
                circuits.DisconnectedCircuitMaxRetained = 200;
                circuits.DisconnectedCircuitRetentionPeriod = TimeSpan.FromMinutes(3);
                circuits.JSInteropDefaultCallTimeout = TimeSpan.FromSeconds(20);
                circuits.MaxBufferedUnacknowledgedRenderBatches = 10;
            })
            .AddHubOptions(hub => hub.MaximumReceiveMessageSize = 128 * 1024);
        services.AddCascadingAuthenticationState();
        services.AddAuthorization();
        services.AddHttpContextAccessor();
        services.AddLocalization();
        services.AddMudServices(mud =>
        {
            mud.SnackbarConfiguration.PositionClass = Defaults.Classes.Position.BottomCenter;
            mud.SnackbarConfiguration.PreventDuplicates = true;
            mud.SnackbarConfiguration.MaxDisplayedSnackbars = 3;
            mud.SnackbarConfiguration.VisibleStateDuration = 6000;
            mud.SnackbarConfiguration.ShowTransitionDuration = 150;
            mud.SnackbarConfiguration.HideTransitionDuration = 150;
            mud.SnackbarConfiguration.SnackbarVariant = Variant.Text;
        });
        services.Replace(ServiceDescriptor.Transient<MudLocalizer, TranslatedMudLocalizer>());
        services.TryAddSingleton(TimeProvider.System);
        services.AddScoped<ChannelState>();
        services.AddScoped<ContactImportRun>();
        services.AddExceptionHandler<ProgramExceptionHandler>();
        services.Configure<RequestLocalizationOptions>(options =>
        {
            options.DefaultRequestCulture = new RequestCulture("es-419", InterfaceCulture.Spanish);
            options.SupportedCultures = InterfaceCulture.Formats;
            options.SupportedUICultures = [.. InterfaceCulture.Languages.Select(language => System.Globalization.CultureInfo.GetCultureInfo(language.Code))];
            options.RequestCultureProviders = [new InterfaceCulture()];
        });
        return services;
    }

    /// <summary>Before authentication: pages that authentication itself answers speak the person's language too.</summary>
    public static WebApplication UseInterface(this WebApplication app)
    {
        app.UseRequestLocalization();
        if (!app.Environment.IsDevelopment())
            app.UseExceptionHandler("/error", createScopeForErrors: true);
        app.UseStatusCodePagesWithReExecute("/not-found", createScopeForStatusCodePages: true);
        app.Use((context, next) =>
        {
            if (!PageRequest.Is(context) && context.Features.Get<IStatusCodePagesFeature>() is { } pages)
                pages.Enabled = false;
            return next(context);
        });
        return app;
    }

    /// <summary>After authentication, authorization and antiforgery.</summary>
    public static WebApplication MapInterface(this WebApplication app)
    {
        app.MapStaticAssets().AllowAnonymous();
        app.MapRazorComponents<App>().AddInteractiveServerRenderMode();
        app.MapGet("/", () => TypedResults.LocalRedirect("/inbox"));
        app.MapCulture();
        app.MapContactFiles();
        return app;
    }
}
