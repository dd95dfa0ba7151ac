using ChatFlow.Core.Demo;

namespace ChatFlow.Web.Hosting;

/// <summary>The first run in Development: an organization to look at, and a line that says where and how to sign in.</summary>
internal static class Demonstration
{
    /// <returns>Null outside Development, and where it could not be made; that is no reason not to serve.</returns>
    public static async Task<DemoAccess?> PrepareAsync(WebApplication app, CancellationToken ct)
    {
        if (!app.Environment.IsDevelopment())
            return null;
        var made = await app.Services.GetRequiredService<CreateDemo>().RunAsync(ct);
        if (made.IsSuccess)
            return made.Value;
        app.Logger.LogWarning("The demonstration was not made: {Reason}", made.Error.Message);
        return null;
    }

    /// <summary>To be called once the site listens.</summary>
    public static void Announce(WebApplication app, DemoAccess? access)
    {
        if (access is not null)
            Console.WriteLine($"\n  ChatFlow: {app.Urls.FirstOrDefault()}\n  {access.Email}  {access.Password ?? "(the password is in the data folder that made it)"}\n");
    }
}
