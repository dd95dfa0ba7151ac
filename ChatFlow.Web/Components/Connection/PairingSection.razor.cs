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

/// <summary>
/// Links a phone to the gateway. New codes are pushed into the page as the gateway makes them; since its events may be
/// lost, or the gateway cannot reach us, the page also asks for them now and then.
/// </summary>
public sealed partial class PairingSection(
    PairEvolution pair, ReadPairing read, IStringLocalizer<EvolutionTexts> L, IStringLocalizer<ConnectionTexts> Words, TimeProvider time)
{
    private static readonly TimeSpan s_tick = TimeSpan.FromSeconds(1);

    /// <summary>Without a push for so long the gateway is asked.</summary>
    private static readonly TimeSpan s_renewal = TimeSpan.FromSeconds(15);

    /// <summary>WhatsApp blocks who asks for ever.</summary>
    private static readonly TimeSpan s_patience = TimeSpan.FromMinutes(4);

    private readonly CancellationTokenSource _stop = new();
    private CancellationTokenSource? _round;
    private PairingCodes? _codes;
    private DateTimeOffset _endsAt;
    private DateTimeOffset _heardAt;
    private Error? _error;
    private Actor _actor = null!;
    private string _phone = "";
    private string? _phoneProblem;
    private string? _announcement;
    private bool _typing;
    private bool _busy;
    private bool _waiting;

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

    private int Left => (int)Math.Max(0, Math.Ceiling((_endsAt - time.GetUtcNow()).TotalSeconds));

    private bool Again => View.Detail == ConnectionReasons.PairingExpired;

    protected override async Task OnInitializedAsync() => _actor = (await Authentication).User.GetActor();

    protected override async Task OnAfterRenderAsync(bool firstRender)
    {
        // A code that is good just now: this page was reloaded, or somebody else has asked for it.
        if (firstRender && await read.RunAsync(_actor, _stop.Token) is { } current)
        {
            Take(current.Codes, current.EndsAt);
            Begin();
            StateHasChanged();
        }
    }

    protected override void OnParametersSet()
    {
        if (Again && _waiting)
            EndRound();
    }

    private async Task StartAsync(bool withCode)
    {
        _busy = true;
        _phoneProblem = null;
        Result<EvolutionPairing> first;
        try
        {
            first = await pair.RunAsync(_actor, Address, _stop.Token, withCode ? _phone : null);
        }
        finally
        {
            _busy = false;
        }

        if (first.Error is PairingPhoneInvalid problem)
        {
            _phoneProblem = ErrorText.Of(problem);
            return;
        }

        if (await HearAsync(first))
            Begin();
    }

    private void Begin()
    {
        if (_waiting)
            return;
        _waiting = true;
        _round = CancellationTokenSource.CreateLinkedTokenSource(_stop.Token);
        _ = WaitAsync(_round.Token);
    }

    private async Task WaitAsync(CancellationToken ct)
    {
        try
        {
            var until = time.GetUtcNow() + s_patience;
            using var timer = new PeriodicTimer(s_tick, time);
            while (time.GetUtcNow() < until && await timer.WaitForNextTickAsync(ct))
            {
                var goesOn = true;
                var next = time.GetUtcNow() - _heardAt >= s_renewal ? await pair.RenewAsync(_actor, ct) : (Result<EvolutionPairing>?)null;
                await InvokeAsync(async () =>
                {
                    goesOn = next is not { } heard || await HearAsync(heard);
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

    /// <summary>A push: a new code, or the end of one.</summary>
    private async Task ReadAsync()
    {
        if (await read.RunAsync(_actor, _stop.Token) is not { } current)
            return;
        Take(current.Codes, current.EndsAt);
        Begin();
    }

    private void Take(PairingCodes codes, DateTimeOffset endsAt)
    {
        if (codes != _codes)
            _announcement = codes.TypedCode is { } typed ? L["PairingNewCode", Grouped(typed)] : L["PairingNewQr"];
        // A push of the picture must not hide the code that somebody is typing.
        _codes = codes with { TypedCode = codes.TypedCode ?? (codes.QrDataUri is null ? _codes?.TypedCode : null) };
        _endsAt = endsAt;
        _heardAt = time.GetUtcNow();
        _error = null;
    }

    /// <returns>Whether there is still a phone to wait for.</returns>
    private async Task<bool> HearAsync(Result<EvolutionPairing> result)
    {
        _heardAt = time.GetUtcNow();
        _error = result.Error ?? (result.Value.Error is { } said ? new ProviderError(said.Code, said.Message) : null);
        if (_error is not null)
            return false;
        var pairing = result.Value;
        // The same picture again is no longer good than it was.
        if ((pairing.QrDataUri is not null && pairing.QrDataUri != _codes?.QrDataUri) || (pairing.PairingCode is not null && pairing.PairingCode != _codes?.TypedCode))
            Take(new PairingCodes(pairing.QrDataUri, pairing.PairingCode), _heardAt + KeepPairing.Lifetime);
        if (pairing.State != ConnectionStatus.Connected)
            return true;
        await OnChanged.InvokeAsync();
        return false;
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
        _waiting = false;
        _codes = null;
    }

    /// <summary>Eight letters in two groups, as the phone asks for them.</summary>
    private static string Grouped(string code) => code.Length == 8 ? $"{code[..4]}-{code[4..]}" : code;

    public void Dispose()
    {
        _stop.Cancel();
        _round?.Dispose();
        _stop.Dispose();
    }
}
