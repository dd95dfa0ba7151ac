using System.ComponentModel;
using ChatFlow.Core.Common;
using ChatFlow.Core.Inbox;
using ChatFlow.Core.Users;

namespace ChatFlow.Web.Api;

/// <param name="Phone">Any usual spelling; one that nobody has makes the contact.</param>
/// <param name="ImageUrl">An https address that WhatsApp can fetch; the text is its caption.</param>
/// <param name="Template">An approved template, needed by Meta outside the 24-hour window.</param>
/// <param name="Interactive">Buttons or a list under the text.</param>
internal sealed record PostMessageRequest(
    Guid? ContactId = null, string? Phone = null, string? Text = null, string? ImageUrl = null, PostedTemplate? Template = null,
    PostedInteractive? Interactive = null);

internal static class MessageEndpoints
{
    public static void MapMessages(this RouteGroupBuilder api)
    {
        api.MapPost("/messages", SendAsync).WithTags("Messages")
            .WithName("sendMessage").WithSummary("Send a message")
            .WithDescription("Accepted as pending; how it went is told by its status. An unknown phone makes the contact.")
            .Produces<MessageView>(202).ProducesProblem(404).ProducesProblem(409).ProducesProblem(422);
        api.MapGet("/messages/{id:guid}", GetAsync).WithTags("Messages")
            .WithName("getMessage").WithSummary("Read a message")
            .Produces<MessageView>().ProducesProblem(404);
        api.MapGet("/contacts/{id:guid}/messages", ListAsync).WithTags("Messages")
            .WithName("listMessages").WithSummary("List a contact's messages, newest first")
            .Produces<Page<MessageView>>().ProducesProblem(404).ProducesProblem(422);
    }

    private static async Task<IResult> SendAsync(HttpContext http, PostMessageRequest request, SendMessage send, CancellationToken ct)
    {
        var actor = http.User.GetActor();
        var sent = await send.RunAsync(
            actor,
            new SendMessageRequest(
                request.ContactId, request.Phone, request.Text, request.ImageUrl, request.Template?.ToOutbound(), null, request.Interactive?.ToOutbound()),
            ct);
        return ApiResults.From(sent, message => TypedResults.Accepted($"{ApiEndpoints.Prefix}/messages/{message.Id}", message));
    }

    private static async Task<IResult> GetAsync(HttpContext http, Guid id, ReadMessage read, CancellationToken ct) =>
        ApiResults.From(await read.RunAsync(http.User.GetActor(), id, ct));

    private static async Task<IResult> ListAsync(
        HttpContext http,
        Guid id,
        ReadMessages read,
        [Description("The next of the page before.")] string? cursor,
        [Description("How many, 50 unless said, 200 at most.")] string? limit,
        CancellationToken ct)
    {
        var size = ApiQuery.Limit(limit);
        return size.IsSuccess
            ? ApiResults.From(await read.RunAsync(http.User.GetActor(), new ReadMessagesRequest(id, cursor, size.Value), ct))
            : ApiResults.Problem(size.Error);
    }
}
