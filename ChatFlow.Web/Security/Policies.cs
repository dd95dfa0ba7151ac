namespace ChatFlow.Web.Security;

/// <summary>Names for <c>[Authorize(Policy = …)]</c>. They keep people off pages; the use cases decide again.</summary>
public static class Policies
{
    /// <summary>Role admin.</summary>
    public const string Administer = "administer";

    /// <summary>Named under <c>Operators</c>.</summary>
    public const string Operate = "operate";

    /// <summary>An API key.</summary>
    public const string Api = "api";
}
