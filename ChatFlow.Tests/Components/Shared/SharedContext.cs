using System.Globalization;
using Bunit;
using Microsoft.Extensions.DependencyInjection;
using MudBlazor;
using MudBlazor.Services;

namespace ChatFlow.Tests.Components.Shared;

/// <summary>A rendering context in Spanish with what the shared components need.</summary>
public abstract class SharedContext : BunitContext
{
    protected SharedContext()
    {
        CultureInfo.CurrentCulture = CultureInfo.GetCultureInfo("es-419");
        CultureInfo.CurrentUICulture = CultureInfo.GetCultureInfo("es");
        JSInterop.Mode = JSRuntimeMode.Loose;
        Services.AddMudServices();
        Services.AddLocalization();
        Services.AddSingleton(TimeProvider.System);
    }
}
