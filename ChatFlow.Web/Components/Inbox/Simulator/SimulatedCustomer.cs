using ChatFlow.Core.Inbox.Simulator;

namespace ChatFlow.Web.Components.Inbox.Simulator;

/// <summary>Who the test phone belongs to, for as long as the page is open.</summary>
public sealed class SimulatedCustomer
{
    public string Phone { get; set; } = SimulatorNumber.New();

    public string Name { get; set; } = "";

    /// <summary>Somebody whom the business has never met.</summary>
    public void Replace() => (Phone, Name) = (SimulatorNumber.New(), "");
}
