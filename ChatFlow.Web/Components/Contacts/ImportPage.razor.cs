using ChatFlow.Core.Common;
using ChatFlow.Core.Contacts;
using ChatFlow.Core.Contacts.Transfer;
using ChatFlow.Core.Users;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Authorization;
using Microsoft.AspNetCore.Components.Forms;

namespace ChatFlow.Web.Components.Contacts;

/// <summary>A CSV file is looked at, mapped, and brought in.</summary>
public sealed partial class ImportPage(PreviewContactImport previews, ContactImportRun run) : ComponentBase, IDisposable
{
    private const int LargestMegabytes = 10;

    private readonly CancellationTokenSource _leaving = new();
    private ImportPreview? _preview;
    private Error? _error;
    private string _fileName = "";
    private byte[]? _content;
    private bool _ready;
    private bool _canWrite;
    private bool _reading;

    [CascadingParameter]
    private Task<AuthenticationState> Authentication { get; set; } = null!;

    private bool HasPhones => _preview is not null && _preview.Columns.Any(c => c.Field == ImportField.Phone);

    protected override async Task OnInitializedAsync()
    {
        _canWrite = (await ActorAsync()).CanWrite;
        _ready = true;
        run.Changed += Refresh;
    }

    private void Refresh() => _ = InvokeAsync(StateHasChanged);

    private async Task ReadAsync(InputFileChangeEventArgs chosen)
    {
        (_preview, _error, _content, _fileName) = (null, null, null, chosen.File.Name);
        if (chosen.File.Size > LargestMegabytes * 1024 * 1024)
        {
            _error = new ImportTooLarge(LargestMegabytes);
            return;
        }

        _reading = true;
        try
        {
            using var kept = new MemoryStream();
            await using var file = chosen.File.OpenReadStream(LargestMegabytes * 1024 * 1024, _leaving.Token);
            await file.CopyToAsync(kept, _leaving.Token);
            _content = kept.ToArray();
        }
        catch (IOException)
        {
            // The file went away or the connection did.
            _error = new ImportUnreadable();
        }

        _reading = false;
        if (_content is not null)
            await MapAsync(null);
    }

    private async Task MapAsync(IReadOnlyList<ImportColumn>? columns)
    {
        _reading = true;
        using var content = new MemoryStream(_content!, writable: false);
        var preview = await previews.RunAsync(await ActorAsync(), content, columns, _leaving.Token);
        _reading = false;
        _error = preview.Error;
        if (preview.IsSuccess)
            _preview = preview.Value;
        else if (columns is null)
            _content = null;
    }

    private async Task StartAsync()
    {
        var (content, preview) = (_content!, _preview!);
        (_content, _preview) = (null, null);
        await run.RunAsync(await ActorAsync(), _fileName, content, preview.Columns, preview.TotalRows);
    }

    private void Again() => run.Clear();

    private async Task<Actor> ActorAsync() => (await Authentication).User.GetActor();

    public void Dispose()
    {
        run.Changed -= Refresh;
        _leaving.Cancel();
        _leaving.Dispose();
    }
}
