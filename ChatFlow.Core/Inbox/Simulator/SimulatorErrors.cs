using ChatFlow.Core.Common;

namespace ChatFlow.Core.Inbox.Simulator;

public sealed record NotOnSimulator() : ConflictError("simulator.not_connected", "This organization is not connected to the simulator.");

public sealed record SimulatorTimeInvalid() : ValidationError("simulator.minutes", "Let 1 to 10080 minutes pass.", "minutes");
