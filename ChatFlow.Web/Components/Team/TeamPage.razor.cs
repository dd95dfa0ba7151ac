using ChatFlow.Core.Common;
using ChatFlow.Core.Users;
using ChatFlow.Web.Components.Account;
using ChatFlow.Web.Components.Shared;
using ChatFlow.Web.Security;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Authorization;
using Microsoft.Extensions.Localization;
using MudBlazor;

namespace ChatFlow.Web.Components.Team;

/// <summary>Who works here and as what; admins invite, change roles and take access away.</summary>
public sealed partial class TeamPage(
    ReadTeam read, ChangeUser change, RevokeInvitation revoke, PasswordLinks passwords, PublicAddress address, NavigationManager navigation,
    IDialogService dialogs, IStringLocalizer<TeamTexts> L) : IDisposable
{
    private readonly CancellationTokenSource _stop = new();
    private Actor _actor = null!;
    private Error? _error;
    private (string Email, string Url)? _link;
    private bool _mayEdit;
    private bool _inviting;

    [CascadingParameter]
    private Task<AuthenticationState> Authentication { get; set; } = null!;

    [PersistentState]
    public Core.Users.Team? People { get; set; }

    protected override async Task OnInitializedAsync()
    {
        _actor = (await Authentication).User.GetActor();
        _mayEdit = _actor.CanAdminister;
        if (People is null)
            await LoadAsync();
    }

    private async Task LoadAsync() => People = await read.RunAsync(_actor, _stop.Token);

    private async Task SetRoleAsync(TeamMember person, ChangeEventArgs e)
    {
        if (!Enum.TryParse<UserRole>((string?)e.Value, out var role))
            return;
        _error = (await change.SetRoleAsync(_actor, person.Id, role, _stop.Token)).Error;
        await LoadAsync();
    }

    private async Task SetActiveAsync(TeamMember person)
    {
        var question = new ConfirmQuestion(L["DeactivateTitle", person.Name ?? person.Email], L["Deactivate"]) { Text = L["DeactivateText"] };
        if (person.IsActive && !await ConfirmDialog.AskAsync(dialogs, question))
            return;
        _error = (await change.SetActiveAsync(_actor, person.Id, !person.IsActive, _stop.Token)).Error;
        await LoadAsync();
    }

    private async Task LinkAsync(TeamMember person)
    {
        var path = await passwords.CreateAsync(_actor, person.Id, _stop.Token);
        _error = path.Error;
        _link = path.IsSuccess ? (person.Email, new Uri(address.Configured ?? new Uri(navigation.BaseUri), path.Value.TrimStart('/')).AbsoluteUri) : null;
    }

    private async Task RevokeAsync(PendingInvitation invitation)
    {
        var question = new ConfirmQuestion(L["WithdrawTitle", invitation.Email], L["Withdraw"]);
        if (!await ConfirmDialog.AskAsync(dialogs, question))
            return;
        _error = (await revoke.RunAsync(_actor, invitation.Id, _stop.Token)).Error;
        await LoadAsync();
    }

    public void Dispose()
    {
        _stop.Cancel();
        _stop.Dispose();
    }
}
