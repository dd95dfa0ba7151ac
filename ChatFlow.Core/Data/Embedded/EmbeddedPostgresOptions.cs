namespace ChatFlow.Core.Data.Embedded;

/// <summary>What a process wants the embedded database for.</summary>
public enum EmbeddedPostgresRole
{
    /// <summary>It stays: others may attach to the server that it runs, and it takes over when another's server ends.</summary>
    Serving,

    /// <summary>It does its work and ends, and the server that it started ends with it: whoever comes meanwhile waits.</summary>
    Command,
}

public sealed record EmbeddedPostgresOptions
{
    /// <summary>Holds the database (<c>postgres/data</c>), its socket and the superuser's password (<c>keys/postgres-superuser</c>).</summary>
    public required DataFolder DataFolder { get; init; }

    public EmbeddedPostgresRole Role { get; init; } = EmbeddedPostgresRole.Serving;

    /// <summary>Where PostgreSQL is installed to if the machine has none; null: <c>postgres/binaries</c> in the data folder.</summary>
    public string? BinariesFolder { get; init; }

    /// <summary>Also listens on 127.0.0.1 at this port (for benchmark tools); null, the default: only on the Unix socket.</summary>
    public int? ListenTcpPort { get; init; }

    /// <summary>False switches off everything that protects from a power cut. For tests only.</summary>
    public bool Durable { get; init; } = true;

    /// <summary>Server settings on top of ours, by PostgreSQL's names, such as <c>shared_buffers</c> or <c>max_connections</c>.</summary>
    public IReadOnlyDictionary<string, string> Settings { get; init; } = new Dictionary<string, string>();

    /// <summary>How long to wait for another ChatFlow process that is starting, or working on, the same database.</summary>
    public TimeSpan WaitForOthers { get; init; } = TimeSpan.FromMinutes(10);

    internal IEnumerable<string> ServerArguments()
    {
        var settings = new Dictionary<string, string>
        {
            ["listen_addresses"] = ListenTcpPort is null ? "" : "127.0.0.1",
            ["max_connections"] = "200",
            ["shared_buffers"] = "256MB",
            ["effective_cache_size"] = "1GB",
            ["max_wal_size"] = "2GB",
            ["random_page_cost"] = "1.1",
            // What customers write must not reach the server's log by way of an error's statement or detail.
            ["log_min_error_statement"] = "panic",
            ["log_error_verbosity"] = "terse",
            ["logging_collector"] = "off",
            ["log_destination"] = "stderr",
        };
        if (!Durable)
        {
            settings["fsync"] = "off";
            settings["synchronous_commit"] = "off";
            settings["full_page_writes"] = "off";
        }

        foreach (var (name, value) in Settings) settings[name] = value;
        return settings.SelectMany(setting => new[] { "-c", $"{setting.Key}={setting.Value}" });
    }
}
