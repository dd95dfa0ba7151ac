namespace ChatFlow.Core.Users;

/// <summary>Who asks. Use cases decide by it, on every call; hiding a button guards nothing.</summary>
/// <param name="UserId">Null for an API key and for ChatFlow itself.</param>
public sealed record Actor(Guid OrganizationId, Guid? UserId, UserRole Role)
{
    /// <summary>Reads and answers conversations.</summary>
    public bool CanWrite => Role is UserRole.Admin or UserRole.User;

    /// <summary>Sets up the connection, the bot, sequences and the team.</summary>
    public bool CanAdminister => Role is UserRole.Admin;

    /// <summary>An API key or a job: everything in its own organization.</summary>
    public static Actor System(Guid organizationId) => new(organizationId, null, UserRole.Admin);
}
