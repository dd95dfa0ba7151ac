using ChatFlow.Core.Common;

namespace ChatFlow.Core.Users;

/// <summary>The expected failures of accounts; each code has its text in ErrorTexts.</summary>
public static class UserErrors
{
    public static ValidationError EmailInvalid { get; } = new("email_invalid", "This is not an e-mail address.", "email");

    public static ConflictError EmailTaken { get; } = new("email_taken", "There is an account with this e-mail already.", "email");

    public static ValidationError NameMissing { get; } = new("name_missing", "A name of 1 to 255 characters is needed.", "name");

    public static ValidationError SlugInvalid { get; } =
        new("slug_invalid", "A slug has 2 to 63 lower-case letters, digits and hyphens, and starts with a letter or digit.", "slug");

    public static ConflictError SlugTaken { get; } = new("slug_taken", "Another organization has this slug.", "slug");

    public static ValidationError PasswordTooShort { get; } = new("password_too_short", "The password is too short.", "password");

    public static ValidationError PasswordTooLong { get; } = new("password_too_long", "The password is too long.", "password");

    public static ValidationError PasswordTooCommon { get; } = new("password_too_common", "The password is one of those tried first.", "password");

    public static NotFoundError InvitationInvalid { get; } =
        new("invitation_invalid", "The invitation does not exist, has been used, was withdrawn or has expired.");

    public static NotFoundError UserNotFound { get; } = new("user_not_found", "There is no such person in this organization.");

    public static NotFoundError ApiKeyNotFound { get; } = new("api_key_not_found", "There is no such key in this organization.");

    public static ConflictError LastAdmin { get; } = new("last_admin", "An organization needs an active admin.");

    public static ConflictError AlreadyInTeam { get; } = new("already_in_team", "This person is in the team already.", "email");
}
