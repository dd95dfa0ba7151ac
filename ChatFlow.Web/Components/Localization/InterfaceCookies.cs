namespace ChatFlow.Web.Components.Localization;

/// <summary>Names of the two cookies of the interface; <c>__Host-</c> wherever the site is reached by https.</summary>
public static class InterfaceCookies
{
    public static string Culture(HttpRequest request) => Prefix(request) + "chatflow.culture";

    /// <summary>Written by <c>wwwroot/js/frame.js</c>, which knows the same name.</summary>
    public static string Theme(HttpRequest request) => Prefix(request) + "chatflow.theme";

    private static string Prefix(HttpRequest request) => request.IsHttps ? "__Host-" : "";
}
