namespace ChatFlow.Web.Components;

/// <summary>Tells a browser that opens a page from a program (REST, webhooks, probes), which gets bare status codes.</summary>
public static class PageRequest
{
    public static bool Is(HttpContext context) =>
        HttpMethods.IsGet(context.Request.Method)
        && context.Request.GetTypedHeaders().Accept.Any(accept => accept.MediaType == "text/html");
}
