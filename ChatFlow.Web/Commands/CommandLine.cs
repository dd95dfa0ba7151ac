using System.CommandLine;
using ChatFlow.Core.Data.Embedded;
using ChatFlow.Web.Hosting;

namespace ChatFlow.Web.Commands;

/// <summary>
/// The command line: no command serves the site. Standard output holds one JSON object and nothing else, logs and
/// sentences for people go to standard error. Exit 0, or 1 with the reason.
/// </summary>
public static class CommandLine
{
    public static async Task<int> RunAsync(string[] args, TextWriter output, TextWriter error)
    {
        ArgumentNullException.ThrowIfNull(args);
        ArgumentNullException.ThrowIfNull(error);
        try
        {
            // Without a command every argument is a setting, such as --urls=….
            if (args.Length == 0 || (args[0].StartsWith("--", StringComparison.Ordinal) && args[0] is not ("--help" or "--version")))
            {
                await Site.RunAsync(args);
                return 0;
            }

            return await CommandAsync(args, output, error);
        }
        catch (Exception failure) when (failure is StartupException or EmbeddedPostgresException)
        {
            await error.WriteLineAsync(failure.Message);
            return 1;
        }
        catch (UnauthorizedAccessException denied)
        {
            await error.WriteLineAsync($"{denied.Message} Set ChatFlow__DataFolder to a folder that this user may write to.");
            return 1;
        }
    }

    private static async Task<int> CommandAsync(string[] args, TextWriter output, TextWriter error)
    {
        var (words, settings) = SettingArguments.Split(args);
        try
        {
            return await Root(new CommandContext(settings, output)).Parse(words).InvokeAsync(new InvocationConfiguration
            {
                EnableDefaultExceptionHandler = false,
                Output = error,
                Error = error,
            });
        }
        catch (CommandFailedException failure)
        {
            await error.WriteLineAsync(failure.Message);
        }
        catch (OperationCanceledException)
        {
            await error.WriteLineAsync("Stopped before it was done.");
        }
        catch (Exception bug) when (bug is not (StartupException or EmbeddedPostgresException or UnauthorizedAccessException))
        {
            await error.WriteLineAsync($"This should not have happened: {bug}");
        }

        return 1;
    }

    private static RootCommand Root(CommandContext context) => new("ChatFlow: WhatsApp for businesses. Without a command it serves the site.")
    {
        MigrateCommand.Create(context),
        DemoCommand.Create(context),
        OrganizationCommand.Create(context),
        ApiKeyCommand.Create(context),
        DoctorCommand.Create(context),
    };
}
