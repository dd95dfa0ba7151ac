namespace ChatFlow.Core.Channels.MetaCloud;

/// <summary>Whom a body speaks of, read before it is known whether any of them is ours.</summary>
public static class MetaRoutes
{
    /// <summary>
    /// The phone number ids, or where a change names none the account ids, as <see cref="MetaWebhook"/> routes them; each
    /// once. Null for a body that cannot be read.
    /// </summary>
    public static IReadOnlyList<string>? Read(ReadOnlyMemory<byte> body)
    {
        using var document = WebhookJson.Open(body, out _);
        if (document is null || document.RootElement.Text("object") is not "whatsapp_business_account")
            return null;
        var routes = new List<string>(1);
        foreach (var entry in document.RootElement.Get("entry").Items())
        {
            foreach (var change in entry.Get("changes").Items())
            {
                if ((change.Get("value").Get("metadata").Text("phone_number_id") ?? entry.Text("id")) is { } route && !routes.Contains(route))
                    routes.Add(route);
            }
        }

        return routes;
    }
}
