using System.CommandLine;

namespace ChatFlow.Web.Commands;

/// <summary><c>doctor</c>: looks at what ChatFlow stands on and says what to mend.</summary>
internal static class DoctorCommand
{
    public static Command Create(CommandContext context)
    {
        var command = new Command("doctor", "Checks this installation and says what to fix; exit 1 if something is.");
        command.SetAction(async (parsed, ct) =>
        {
            var findings = await new Examination(context).RunAsync(ct);
            foreach (var finding in findings)
                await parsed.InvocationConfiguration.Error.WriteLineAsync($"{(finding.Ok ? "ok  " : "FIX ")} {finding.Name}: {finding.Detail}");
            var healthy = findings.All(finding => finding.Ok);
            await context.AnswerAsync(new { Ok = healthy, Checks = findings });
            return healthy ? 0 : 1;
        });
        return command;
    }
}
