using ChatFlow.Core.Channels;
using ChatFlow.Core.Channels.Evolution;
using ChatFlow.Core.Common;
using ChatFlow.Core.Organizations;
using ChatFlow.Core.Users;
using ChatFlow.Web.Components.Shared;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Authorization;
using Microsoft.Extensions.Localization;

namespace ChatFlow.Web.Components.Connection;

/// <summary>Links a phone to the gateway: shows the QR code and renews it until the phone is linked or the person stops.</summary>
public sealed partial class PairingSection(PairEvolution pair, IStringLocalizer<ConnectionTexts> L, TimeProvider time)
{
    /// <summary>A code is good for some 45 seconds; the first answer often holds none yet.</summary>
    private static readonly TimeSpan s_renewal = TimeSpan.FromSeconds(15);

    /// <summary>WhatsApp blocks who asks for ever.</summary>
    private static readonly TimeSpan s_patience = TimeSpan.FromMinutes(4);

    private readonly CancellationTokenSource _stop = new();
    private CancellationTokenSource? _round;
    private EvolutionPairing? _pairing;
    private Error? _error;
    private Actor _actor = null!;
    private bool _busy;
    private bool _renewing;
    private bool _registered;

    [CascadingParameter]
    private Task<AuthenticationState> Authentication { get; set; } = null!;

    [Parameter, EditorRequired]
    public ConnectionView View { get; set; } = null!;

    /// <summary>Where the gateway is told to reach us.</summary>
    [Parameter, EditorRequired]
    public Uri Address { get; set; } = null!;

    /// <summary>The gateway says that the phone is linked: time to ask how the connection stands.</summary>
    [Parameter]
    public EventCallback OnChanged { get; set; }

    protected override async Task OnInitializedAsync() => _actor = (await Authentication).User.GetActor();

    protected override void OnParametersSet()
    {
        if (View.Status == ConnectionStatus.Connected)
            EndRound();
    }

    private async Task StartAsync()
    {
        _busy = true;
        Result<EvolutionPairing> first;
        try
        {
            first = await pair.RunAsync(_actor, Address, _stop.Token);
        }
        finally
        {
            _busy = false;
        }

        if (!await TakeAsync(first))
            return;
        _round = CancellationTokenSource.CreateLinkedTokenSource(_stop.Token);
        _renewing = true;
        _ = RenewAsync(_round.Token);
    }

    private async Task RenewAsync(CancellationToken ct)
    {
        try
        {
            var until = time.GetUtcNow() + s_patience;
            using var timer = new PeriodicTimer(s_renewal, time);
            while (time.GetUtcNow() < until && await timer.WaitForNextTickAsync(ct))
            {
                var next = await pair.RenewAsync(_actor, ct);
                var goesOn = false;
                await InvokeAsync(async () =>
                {
                    goesOn = await TakeAsync(next);
                    StateHasChanged();
                });
                if (!goesOn)
                    break;
            }

            if (!ct.IsCancellationRequested)
                await InvokeAsync(StopAsync);
        }
        catch (Exception) when (ct.IsCancellationRequested)
        {
            // The person stopped it, or the page went away meanwhile.
        }
        catch (Exception error)
        {
            // Nobody awaits this: the page's error boundary shows it.
            await DispatchExceptionAsync(error);
        }
    }

    /// <returns>Whether there is still a phone to wait for.</returns>
    private async Task<bool> TakeAsync(Result<EvolutionPairing> result)
    {
        _error = result.Error ?? (result.Value.Error is { } said ? new ProviderError(said.Code, said.Message) : null);
        if (_error is not null)
            return false;
        _pairing = result.Value;
        if (_pairing.State != ConnectionStatus.Connected)
            return true;
        await OnChanged.InvokeAsync();
        return false;
    }

    private async Task RegisterAsync()
    {
        _busy = true;
        try
        {
            var result = await pair.SetWebhookAsync(_actor, Address, _stop.Token);
            _error = result.Error;
            _registered = result.IsSuccess;
        }
        finally
        {
            _busy = false;
        }
    }

    private Task StopAsync()
    {
        EndRound();
        StateHasChanged();
        return Task.CompletedTask;
    }

    private void EndRound()
    {
        _round?.Cancel();
        _round?.Dispose();
        _round = null;
        _renewing = false;
        _pairing = null;
    }

    private string Why(Error error)
    {
        var words = L[$"Why_{View.Type}_{error.Code}"];
        if (words.ResourceNotFound)
            words = L[$"Why_{error.Code}"];
        if (!words.ResourceNotFound)
            return words.Value;
        return error is ProviderError ? L["WhyOther"] : ErrorText.Of(error);
    }

    public void Dispose()
    {
        _stop.Cancel();
        _round?.Dispose();
        _stop.Dispose();
    }
}
