using Microsoft.Extensions.DependencyInjection;

namespace ChatFlow.Core.Demo;

public static class DemoServices
{
    /// <summary>Needs Users, Organizations, Bot and a <see cref="Data.DataFolder"/>.</summary>
    public static IServiceCollection AddDemo(this IServiceCollection services) => services.AddSingleton<CreateDemo>();
}
