using Microsoft.AspNetCore.Identity;

namespace ChatFlow.Core.Users.Identity;

/// <summary>Applies <see cref="PasswordRules"/> wherever Identity sets a password; the code is that of the error.</summary>
internal sealed class PasswordRulesValidator : IPasswordValidator<User>
{
    public Task<IdentityResult> ValidateAsync(UserManager<User> manager, User user, string? password) =>
        Task.FromResult(PasswordRules.Check(password, user.Email) is { } error
            ? IdentityResult.Failed(new IdentityError { Code = error.Code, Description = error.Message })
            : IdentityResult.Success);
}
