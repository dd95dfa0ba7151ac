using System.ComponentModel;
using ChatFlow.Core.Common;
using ChatFlow.Core.Contacts;
using ChatFlow.Core.Users;

namespace ChatFlow.Web.Api;

internal static class ContactEndpoints
{
    public static void MapContacts(this RouteGroupBuilder api)
    {
        var contacts = api.MapGroup("/contacts").WithTags("Contacts");
        contacts.MapGet("", ListAsync)
            .WithName("listContacts").WithSummary("List contacts, newest first")
            .Produces<Page<ContactView>>().ProducesProblem(422);
        contacts.MapPost("", CreateAsync)
            .WithName("createContact").WithSummary("Create a contact")
            .WithDescription("A number that somebody has already, in any spelling, is the same person: 409 with the contact's id.")
            .Produces<ContactView>(201).ProducesProblem(409).ProducesProblem(422);
        contacts.MapGet("/{id:guid}", GetAsync)
            .WithName("getContact").WithSummary("Read a contact")
            .Produces<ContactView>().ProducesProblem(404);
        contacts.MapPatch("/{id:guid}", UpdateAsync)
            .WithName("updateContact").WithSummary("Change a contact")
            .WithDescription("Absent members stay as they are, null clears. customFields are merged name by name, tags are replaced.")
            .Produces<ContactView>().ProducesProblem(404).ProducesProblem(409).ProducesProblem(422);
        contacts.MapDelete("/{id:guid}", DeleteAsync)
            .WithName("deleteContact").WithSummary("Delete a contact with its messages")
            .Produces(204).ProducesProblem(404);
    }

    private static async Task<IResult> ListAsync(
        HttpContext http,
        ListContacts list,
        [Description("Part of the name, phone or e-mail.")] string? search,
        [Description("lead, contacted, customer or churned.")] string? status,
        string? tag,
        [Description("A phone number in any usual spelling.")] string? phone,
        [Description("The next of the page before.")] string? cursor,
        [Description("How many, 50 unless said, 200 at most.")] string? limit,
        CancellationToken ct)
    {
        var wanted = ApiQuery.Enum<ContactStatus>(status, "status");
        if (!wanted.IsSuccess)
            return ApiResults.Problem(wanted.Error);
        var size = ApiQuery.Limit(limit);
        if (!size.IsSuccess)
            return ApiResults.Problem(size.Error);
        var request = new ListContactsRequest(new ContactFilter(search, wanted.Value, tag, phone), cursor, size.Value);
        return ApiResults.From(await list.RunAsync(http.User.GetActor(), request, ct));
    }

    private static async Task<IResult> CreateAsync(HttpContext http, CreateContactRequest request, CreateContact create, CancellationToken ct) =>
        ApiResults.From(
            await create.RunAsync(http.User.GetActor(), request, ct),
            contact => TypedResults.Created($"{ApiEndpoints.Prefix}/contacts/{contact.Id}", contact));

    private static async Task<IResult> GetAsync(HttpContext http, Guid id, GetContact get, CancellationToken ct) =>
        ApiResults.From(await get.RunAsync(http.User.GetActor(), id, ct));

    private static async Task<IResult> UpdateAsync(HttpContext http, Guid id, UpdateContactRequest request, UpdateContact update, CancellationToken ct) =>
        ApiResults.From(await update.RunAsync(http.User.GetActor(), id, request, ct));

    private static async Task<IResult> DeleteAsync(HttpContext http, Guid id, DeleteContact delete, CancellationToken ct) =>
        ApiResults.From(await delete.RunAsync(http.User.GetActor(), id, ct), _ => TypedResults.NoContent());
}
