using ChatFlow.Core.Users;
using ChatFlow.Core.Users.Identity;
using ChatFlow.Web.Security;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Identity;
using QRCoder;

namespace ChatFlow.Web.Components.Account;

/// <summary>Shows the key that the account page made, until a code proves that an application has it.</summary>
public sealed partial class TwoFactorSetup(UserManager<User> users, PersonSignIn signIn, RecordAudit audit, NavigationManager navigation)
{
    private const int PixelsPerModule = 6;

    private User? _user;
    private string? _key;
    private string? _picture;
    private string? _error;
    private IReadOnlyList<string>? _recoveryCodes;

    [CascadingParameter]
    private HttpContext Http { get; set; } = null!;

    [SupplyParameterFromForm(FormName = "setup")]
    private SetupForm? Input { get; set; }

    protected override async Task OnInitializedAsync()
    {
        _user = await users.GetUserAsync(Http.User);
        var key = _user is { TwoFactorEnabled: false } ? await users.GetAuthenticatorKeyAsync(_user) : null;
        if (_user is null || string.IsNullOrEmpty(key))
        {
            navigation.NavigateTo("/account");
            return;
        }

        using var code = QRCodeGenerator.GenerateQrCode(Totp.UriOf("ChatFlow", _user.Email, key), QRCodeGenerator.ECCLevel.M);
        using var picture = new PngByteQRCode(code);
        _picture = $"data:image/png;base64,{Convert.ToBase64String(picture.GetGraphic(PixelsPerModule))}";
        _key = string.Join(' ', key.Chunk(4).Select(group => new string(group)));
    }

    private async Task SubmitAsync()
    {
        if (_user is null)
            return;
        if (!await users.VerifyTwoFactorTokenAsync(_user, users.Options.Tokens.AuthenticatorTokenProvider, Input?.Code ?? ""))
        {
            _error = L["CodeFailed"];
            return;
        }

        await users.SetTwoFactorEnabledAsync(_user, true);
        var codes = await users.GenerateNewTwoFactorRecoveryCodesAsync(_user, AccountManager.RecoveryCodes);
        await audit.RunAsync(new Actor(_user.OrganizationId, _user.Id, _user.Role), "user.two_factor_on", _user.Email, CancellationToken.None);
        await signIn.RefreshSignInAsync(_user);
        _recoveryCodes = [.. codes!];
    }

    public sealed class SetupForm
    {
        public string? Code { get; set; }
    }
}
