using ChatFlow.Core.Common;
using ChatFlow.Core.Organizations;
using ChatFlow.Core.Statistics;
using ChatFlow.Core.Users;
using ChatFlow.Web.Components.Shared;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Authorization;
using Microsoft.Extensions.Localization;
using MudBlazor;

namespace ChatFlow.Web.Components.Connection;

/// <summary>How fast the number opens conversations, whether its contacts see that they were read, and what waits for its turn.</summary>
public sealed partial class PacingSection(
    GetPacing get, UpdatePacing update, ReadSendQueue readQueue, ISnackbar snackbar, IStringLocalizer<EvolutionTexts> L) : IDisposable
{
    private readonly CancellationTokenSource _stop = new();
    private PacingSettings? _form;
    private PacingSettings? _saved;
    private SendQueue? _queue;
    private Actor _actor = null!;
    private Error? _problem;
    private bool _saving;

    [CascadingParameter]
    private Task<AuthenticationState> Authentication { get; set; } = null!;

    [CascadingParameter]
    private OrganizationClock? Clock { get; set; }

    protected override async Task OnInitializedAsync()
    {
        _actor = (await Authentication).User.GetActor();
        _saved = (await get.RunAsync(_actor, _stop.Token)).Value;
        _form = _saved with { };
        await ReadQueueAsync();
    }

    private async Task ReadQueueAsync() => _queue = await readQueue.RunAsync(_actor, _stop.Token);

    private void Choose(PacingPreset preset)
    {
        _problem = null;
        _form = Pacing.Of(preset) is { } numbers
            ? _form! with { Preset = preset, PerMinute = numbers.PerMinute, GapFrom = numbers.GapFrom, GapTo = numbers.GapTo, FirstDaily = numbers.FirstDaily }
            : _form! with { Preset = preset };
    }

    private string? ErrorOf(string field) => _problem?.Field == field ? ErrorText.Of(_problem) : null;

    private string Describe(PacingPreset preset) => Pacing.Of(preset) is { } numbers
        ? L["PacingNumbers", numbers.PerMinute, numbers.GapFrom, numbers.GapTo, numbers.FirstDaily ?? 0]
        : L["PacingCustomHint"];

    private IEnumerable<(string Words, long Count)> Kinds(SendQueue queue) => new[]
    {
        (L["QueuePeople"].Value, queue.People),
        (L["QueueBot"].Value, queue.Bot),
        (L["QueueApi"].Value, queue.Api),
        (L["QueueFollowUps"].Value, queue.FollowUps),
    }.Where(kind => kind.Item2 > 0);

    private async Task SaveAsync()
    {
        _saving = true;
        try
        {
            var result = await update.RunAsync(_actor, _form!, _stop.Token);
            _problem = result.Error;
            if (!result.IsSuccess)
                return;
            _saved = result.Value;
            _form = _saved with { };
            snackbar.Add(L["PacingSaved"], Severity.Success);
        }
        finally
        {
            _saving = false;
        }
    }

    public void Dispose()
    {
        _stop.Cancel();
        _stop.Dispose();
    }
}
