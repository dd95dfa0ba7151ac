using System.CommandLine;
using ChatFlow.Core.Data;

namespace ChatFlow.Web.Commands;

/// <summary><c>migrate</c>: roles, schema, Hangfire's schema and grants, as the owner.</summary>
internal static class MigrateCommand
{
    public static Command Create(CommandContext context)
    {
        var command = new Command("migrate", "Brings the database to this version. Needs ConnectionStrings__Owner, or neither string for the embedded database.");
        command.SetAction(async (_, ct) =>
        {
            var builder = context.Builder();
            var folder = DataFolder.Open(builder.Configuration);
            await using var database = await CommandContext.OpenAsync(builder, folder, ct);
            await database.MigrateAsync(ct);
            if (await database.ProblemAsync(ct) is { } problem)
                throw new CommandFailedException(problem);
            await context.AnswerAsync(new { Migrated = true, database.IsEmbedded });
            return 0;
        });
        return command;
    }
}
