using ChatFlow.Core.Common;

namespace ChatFlow.Core.Inbox.Simulator;

public sealed record NotOnSimulator() : ConflictError("simulator.not_connected", "This organization is not connected to the simulator.");

public sealed record SimulatorBehaviourInvalid() : ValidationError("simulator.behaviour", "Delays are 0 to 8 seconds, shares 0 to 100 percent.", "behaviour");

public sealed record SimulatorTimeInvalid() : ValidationError("simulator.minutes", "Let 1 to 10080 minutes pass.", "minutes");
