using System.CommandLine;
using ChatFlow.Core.Demo;

namespace ChatFlow.Web.Commands;

/// <summary><c>demo</c>: the demonstration organization, made once; prints its login every time.</summary>
internal static class DemoCommand
{
    public static Command Create(CommandContext context)
    {
        var command = new Command("demo", "Makes an organization to try ChatFlow with, on the simulator, and prints its login.");
        command.SetAction(async (_, ct) =>
        {
            await context.RunAsync(
                async (services, stop) =>
                {
                    var access = CommandContext.Require(await services.GetRequiredService<CreateDemo>().RunAsync(stop));
                    await context.AnswerAsync(new { CreateDemo.Slug, access.Email, access.Password, access.Created });
                },
                ct);
            return 0;
        });
        return command;
    }
}
