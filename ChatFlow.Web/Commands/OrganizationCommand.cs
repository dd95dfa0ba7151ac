using System.CommandLine;
using ChatFlow.Core.Users;

namespace ChatFlow.Web.Commands;

/// <summary><c>organization create</c>: an organization and its first admin.</summary>
internal static class OrganizationCommand
{
    public static Command Create(CommandContext context)
    {
        var name = new Option<string>("--name") { Required = true, Description = "What people see." };
        var slug = new Option<string>("--slug") { Required = true, Description = "Small letters, digits and hyphens; unique in this installation." };
        var email = new Option<string>("--admin-email") { Required = true, Description = "Signs in with it." };
        var password = new Option<string>("--admin-password") { Required = true, Description = "At least eight characters." };
        var zone = new Option<string>("--time-zone") { DefaultValueFactory = _ => "America/Mexico_City", Description = "IANA name." };
        var country = new Option<string>("--country") { DefaultValueFactory = _ => "MX", Description = "Two letters: how phones without a country code are read." };
        var language = new Option<string>("--language") { DefaultValueFactory = _ => "es", Description = "es, en or pt." };
        language.AcceptOnlyFromAmong("es", "en", "pt");
        var create = new Command("create", "Makes an organization and its first admin.") { name, slug, email, password, zone, country, language };
        create.SetAction(async (parsed, ct) =>
        {
            var request = new OpenOrganizationRequest(
                parsed.GetRequiredValue(name), parsed.GetRequiredValue(slug), parsed.GetRequiredValue(email), parsed.GetRequiredValue(password),
                ChosenByOperator: true)
            {
                TimeZone = ZoneOf(parsed.GetRequiredValue(zone)),
                Country = CountryOf(parsed.GetRequiredValue(country)),
                Language = parsed.GetRequiredValue(language),
            };
            await context.RunAsync(
                async (services, stop) =>
                {
                    var opened = CommandContext.Require(await services.GetRequiredService<OpenOrganization>().RunAsync(request, stop));
                    await context.AnswerAsync(new
                    {
                        Id = opened.OrganizationId,
                        opened.Slug,
                        Name = request.Name.Trim(),
                        AdminId = opened.AdminId,
                        AdminEmail = request.AdminEmail.Trim(),
                    });
                },
                ct);
            return 0;
        });
        return new Command("organization", "Organizations of this installation.") { create };
    }

    private static string ZoneOf(string zone) => TimeZoneInfo.TryFindSystemTimeZoneById(zone, out _) && zone.Contains('/', StringComparison.Ordinal)
        ? zone
        : throw new CommandFailedException($"'{zone}' is no IANA time zone such as America/Bogota.");

    private static string CountryOf(string country) => country is [>= 'A' and <= 'Z', >= 'A' and <= 'Z']
        ? country
        : throw new CommandFailedException($"'{country}' is no country code such as CO.");
}
