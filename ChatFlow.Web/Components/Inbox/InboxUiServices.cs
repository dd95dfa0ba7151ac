using ChatFlow.Web.Components.Inbox.Simulator;

namespace ChatFlow.Web.Components.Inbox;

public static class InboxUiServices
{
    /// <summary>What the inbox's pages keep for the life of one open page.</summary>
    public static IServiceCollection AddInboxUi(this IServiceCollection services) =>
        services.AddScoped<SimulatedCustomer>().AddSingleton<ConversationVerbs>();
}
