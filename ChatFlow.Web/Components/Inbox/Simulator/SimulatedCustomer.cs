using ChatFlow.Core.Inbox.Simulator;

namespace ChatFlow.Web.Components.Inbox.Simulator;

/// <summary>Who the test phone belongs to, for as long as the page is open.</summary>
public sealed class SimulatedCustomer
{
    public string Phone { get; set; } = SimulatorNumber.New();

    public string Name { get; set; } = "";

    /// <summary>Without a connection nothing is delivered; it comes when the phone is back.</summary>
    public bool Offline { get; set; }

    /// <summary>Somebody whom the business has never met.</summary>
    public void Replace() => (Phone, Name, Offline) = (SimulatorNumber.New(), "", false);
}
