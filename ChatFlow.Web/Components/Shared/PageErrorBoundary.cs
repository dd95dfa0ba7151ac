using System.Diagnostics;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Rendering;

namespace ChatFlow.Web.Components.Shared;

/// <summary>
/// Keeps an exception inside the part of the page that failed: around the body, a widget, the message list. It logs it
/// under an id, tells the person, and offers to try again.
/// </summary>
public sealed class PageErrorBoundary(ILogger<PageErrorBoundary> logger) : ErrorBoundaryBase
{
    private string _id = "";

    protected override Task OnErrorAsync(Exception exception)
    {
        _id = Activity.Current?.TraceId.ToString() ?? Guid.NewGuid().ToString("N");
        logger.LogError(exception, "A part of the page failed ({ErrorId}).", _id);
        return Task.CompletedTask;
    }

    protected override void BuildRenderTree(RenderTreeBuilder builder)
    {
        if (CurrentException is null)
        {
            builder.AddContent(0, ChildContent);
        }
        else if (ErrorContent is not null)
        {
            builder.AddContent(1, ErrorContent(CurrentException));
        }
        else
        {
            builder.OpenComponent<CrashNotice>(2);
            builder.AddComponentParameter(3, nameof(CrashNotice.Id), _id);
            builder.AddComponentParameter(4, nameof(CrashNotice.OnRetry), EventCallback.Factory.Create(this, Recover));
            builder.CloseComponent();
        }
    }
}
