namespace ChatFlow.Tests.Support;

/// <summary>An organization of a <see cref="TestApp"/>, with everything that its owner would know.</summary>
public sealed record TestOrganization(Guid Id, string Slug, Guid AdminId, string AdminEmail, string WebhookKey, string WebhookSecret)
{
    public const string Password = "correct horse battery staple 9";
    public const string AppSecret = "meta-app-secret";
    public const string VerifyToken = "meta-verify-token";
}
