using ChatFlow.Core.Common;
using ChatFlow.Core.Contacts;
using ChatFlow.Core.Contacts.Transfer;
using ChatFlow.Core.Users;

namespace ChatFlow.Web.Components.Contacts;

/// <summary>The address book as a file, for a person who is signed in: a circuit is no place for it.</summary>
public static class ContactFiles
{
    public const string ExportPath = "/contacts/export";

    public static void MapContactFiles(this WebApplication app) => app.MapGet(ExportPath, ExportAsync).RequireAuthorization();

    private static async Task ExportAsync(
        HttpContext http, ExportContacts export, TimeProvider clock, string? search, string? status, string? tag, CancellationToken ct)
    {
        var actor = http.User.GetActor();
        if (!actor.CanWrite)
        {
            http.Response.StatusCode = StatusCodes.Status403Forbidden;
            return;
        }

        var filter = new ContactFilter(
            TextRules.Clean(search), EnumText<ContactStatus>.TryParse(status, out var wanted) ? wanted : null, TextRules.Clean(tag));
        http.Response.ContentType = "text/csv; charset=utf-8";
        http.Response.Headers.ContentDisposition = $"attachment; filename=\"contacts-{clock.GetUtcNow():yyyy-MM-dd}.csv\"";
        var exported = await export.RunAsync(actor, filter, http.Response.Body, ct);
        if (exported.IsSuccess)
            return;
        // Only before the first byte: a filter that cannot be.
        if (!http.Response.HasStarted)
            http.Response.StatusCode = StatusCodes.Status422UnprocessableEntity;
        else
            http.Abort();
    }
}
