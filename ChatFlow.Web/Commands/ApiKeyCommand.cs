using System.CommandLine;
using ChatFlow.Core.Data;
using ChatFlow.Core.Users;

namespace ChatFlow.Web.Commands;

/// <summary><c>api-key create</c>: a key of the REST interface, shown this once.</summary>
internal static class ApiKeyCommand
{
    public static Command Create(CommandContext context)
    {
        var organization = new Option<string>("--organization") { Required = true, Description = "The organization's slug." };
        var name = new Option<string>("--name") { Required = true, Description = "What the key is for." };
        var create = new Command("create", "Makes an API key and prints it.") { organization, name };
        create.SetAction(async (parsed, ct) =>
        {
            var slug = parsed.GetRequiredValue(organization).Trim();
            await context.RunAsync(
                async (services, stop) =>
                {
                    var id = await services.GetRequiredService<Gate>().FindOrganizationAsync(slug, stop)
                        ?? throw new CommandFailedException($"There is no organization '{slug}'. 'organization create' makes one.");
                    var issued = CommandContext.Require(await services.GetRequiredService<ManageApiKeys>()
                        .CreateAsync(Actor.System(id), parsed.GetRequiredValue(name), stop));
                    await context.AnswerAsync(new { issued.Key, issued.Id, issued.Name, Organization = slug });
                },
                ct);
            return 0;
        });
        return new Command("api-key", "Keys of the REST interface.") { create };
    }
}
