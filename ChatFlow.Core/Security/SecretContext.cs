namespace ChatFlow.Core.Security;

/// <summary>Names where a secret lives; it is authenticated with the secret (<see cref="SecretCipher"/>).</summary>
public static class SecretContext
{
    /// <summary>E.g. <c>bot_configs.meta_access_token:018f…</c>.</summary>
    /// <param name="column">Table and column, as in the database.</param>
    /// <param name="owner">The organization, or the row where one organization has several.</param>
    public static string Of(string column, Guid owner) => $"{column}:{owner:D}";

    /// <summary>For a table with several secrets of one organization: the row is named too.</summary>
    public static string Of(string column, Guid organizationId, Guid rowId) => $"{column}:{organizationId:D}:{rowId:D}";
}
