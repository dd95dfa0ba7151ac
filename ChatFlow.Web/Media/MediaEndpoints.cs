using ChatFlow.Core.Common;
using ChatFlow.Core.Inbox.Media;
using ChatFlow.Core.Users;
using ChatFlow.Web.Api;
using ChatFlow.Web.Components.Shared;
using ChatFlow.Web.Security;
using Microsoft.AspNetCore.Antiforgery;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Net.Http.Headers;

namespace ChatFlow.Web.Media;

/// <summary>
/// Files to look at and files to send, for people with a session and for programs with a key. A circuit is no place for
/// bytes: they go over endpoints of their own.
/// </summary>
internal static class MediaEndpoints
{
    public const string Prefix = "/media";

    // Whatever a file holds, a browser that opens it by itself runs nothing of it.
    private const string Sandbox = "default-src 'none'; style-src 'unsafe-inline'; sandbox; frame-ancestors 'none'";

    public static void MapMedia(this IEndpointRouteBuilder app)
    {
        var pages = app.MapGroup(Prefix).RequireAuthorization().ExcludeFromDescription();
        pages.MapGet("/{id:guid}", (HttpContext http, Guid id, OpenMedia open, CancellationToken ct) => ReadAsync(http, id, false, open, ct));
        pages.MapGet("/{id:guid}/thumbnail", (HttpContext http, Guid id, OpenMedia open, CancellationToken ct) => ReadAsync(http, id, true, open, ct));
        pages.MapGet("/token", (HttpContext http, IAntiforgery antiforgery) =>
        {
            http.Response.Headers.CacheControl = "no-store";
            return TypedResults.Text(antiforgery.GetAndStoreTokens(http).RequestToken);
        });
        pages.MapPost("", UploadFromPageAsync).DisableAntiforgery().WithMetadata(new RequestSizeLimitAttribute(MediaRules.Largest + MediaRules.Megabyte));

        var api = app.MapGroup(ApiEndpoints.Prefix + Prefix)
            .RequireAuthorization(Policies.Api)
            .RequireRateLimiting(RateLimits.Api)
            .DisableAntiforgery()
            .WithTags("Media");
        api.MapGet("/{id:guid}", (HttpContext http, Guid id, OpenMedia open, CancellationToken ct) => ReadAsync(http, id, false, open, ct))
            .WithName("getMedia").WithSummary("Read a file").WithDescription("The bytes, with ranges. A message's media names the address.")
            .Produces(200, contentType: MediaTypes.Unknown).ProducesProblem(404);
        api.MapPost("", UploadAsync).WithMetadata(new RequestSizeLimitAttribute(MediaRules.Largest + MediaRules.Megabyte))
            .WithName("uploadMedia").WithSummary("Upload a file to send")
            .WithDescription("The file itself is the body, 100 MB at most. A message with its id takes it along within a day; else it is deleted.")
            .Produces<MessageMedia>(201).ProducesProblem(422);
    }

    private static async Task<IResult> ReadAsync(HttpContext http, Guid id, bool thumbnail, OpenMedia open, CancellationToken ct)
    {
        var opened = await open.RunAsync(http.User.GetActor(), id, thumbnail, ct);
        if (!opened.IsSuccess)
            return ApiResults.Problem(opened.Error);
        var file = opened.Value;
        var headers = http.Response.Headers;
        headers.ContentSecurityPolicy = Sandbox;
        headers.XContentTypeOptions = "nosniff";
        headers["Cross-Origin-Resource-Policy"] = "same-origin";
        headers.CacheControl = "private, max-age=3600";
        var disposition = new ContentDispositionHeaderValue(file.Shown && !http.Request.Query.ContainsKey("download") ? "inline" : "attachment");
        disposition.SetHttpFileName(file.FileName);
        headers.ContentDisposition = disposition.ToString();
        return TypedResults.Stream(
            file.Content, file.Type, lastModified: file.StoredAt, entityTag: new EntityTagHeaderValue($"\"{file.Tag}\""), enableRangeProcessing: true);
    }

    // The token comes in a header, so that the body is the file and nothing else.
    private static async Task<IResult> UploadFromPageAsync(
        HttpContext http, string? name, bool? voice, UploadMedia upload, IAntiforgery antiforgery, CancellationToken ct)
    {
        if (!await antiforgery.IsRequestValidAsync(http))
            return ApiResults.Problem(StatusCodes.Status400BadRequest, "Not from our page", "antiforgery", "Load the page again.");
        var taken = await TakeAsync(http, name, voice == true, upload, ct);
        return taken.Match<IResult>(
            file => TypedResults.Json(file, statusCode: StatusCodes.Status201Created),
            // A person reads this sentence as it stands.
            error => ApiResults.Problem(error is ForbiddenError ? 403 : 422, "Not accepted", error.Code, ErrorText.Of(error), error.Field));
    }

    private static async Task<IResult> UploadAsync(HttpContext http, string? fileName, bool? voice, UploadMedia upload, CancellationToken ct) => ApiResults.From(
        await TakeAsync(http, fileName, voice == true, upload, ct),
        file => TypedResults.Created($"{ApiEndpoints.Prefix}{Prefix}/{file.Id}", file));

    private static async Task<Result<MessageMedia>> TakeAsync(HttpContext http, string? name, bool voice, UploadMedia upload, CancellationToken ct)
    {
        try
        {
            return await upload.RunAsync(http.User.GetActor(), new UploadMediaRequest(
                http.Request.Body, name, http.Request.ContentType, http.Request.ContentLength, voice), ct);
        }
        catch (BadHttpRequestException)
        {
            return new MediaInterrupted();
        }
    }
}
