using System.Diagnostics;
using Microsoft.Extensions.Logging;
using Npgsql;

namespace ChatFlow.Core.Data.Embedded;

/// <summary>
/// The PostgreSQL that starts itself: for one node, reached through a Unix socket that only this user can open, with a
/// password in the keys folder. It ends with the process that started it, however that one ends.
/// </summary>
/// <remarks>
/// Several processes over one data folder agree by a lock that the operating system gives back when its holder dies.
/// The holder owns the server. While a <see cref="EmbeddedPostgresRole.Command"/> owns it, everyone else waits until that
/// command has ended, so a command never takes the database away from under a site. While a
/// <see cref="EmbeddedPostgresRole.Serving"/> process owns it, others attach. An attached serving process takes over when
/// the owner ends: it starts the server again at the same address (a second or so without a database, during which
/// connections are refused); an attached command fails then, and can be run again.
/// </remarks>
public sealed class EmbeddedPostgres : IAsyncDisposable
{
    private const int DefaultPort = 5432;
    private static readonly TimeSpan s_poll = TimeSpan.FromMilliseconds(100);

    private readonly EmbeddedPostgresOptions _options;
    private readonly PostgresCluster _cluster;
    private readonly ILogger _logger;
    private readonly CancellationTokenSource _disposing = new();
    private FileLock? _lock;
    private PostgresProcess? _process;
    private Task _takeOver = Task.CompletedTask;
    private int _port = DefaultPort;

    private EmbeddedPostgres(EmbeddedPostgresOptions options, ILogger logger)
    {
        _options = options;
        _cluster = new PostgresCluster(options);
        _logger = logger;
    }

    /// <summary>Whether the server is ours: it ends when this is disposed.</summary>
    public bool IsOwner => Volatile.Read(ref _process) is not null;

    /// <summary>The folder of the server's Unix socket, for tools.</summary>
    public string SocketFolder => _cluster.Socket;

    /// <summary>The port, which also names the socket's file.</summary>
    public int Port => _port;

    /// <summary>Starts the server, or attaches to the one that runs over the same data folder.</summary>
    /// <exception cref="EmbeddedPostgresException">It cannot be had here; the message says what to do.</exception>
    public static async Task<EmbeddedPostgres> StartAsync(EmbeddedPostgresOptions options, ILogger logger, CancellationToken ct)
    {
        if (OperatingSystem.IsWindows())
            throw new EmbeddedPostgresException("The embedded PostgreSQL runs on Linux and macOS. Set ConnectionStrings__Owner to a PostgreSQL of your own.");

        var postgres = new EmbeddedPostgres(options, logger);
        try
        {
            await postgres.StartOrAttachAsync(ct);
            return postgres;
        }
        catch
        {
            await postgres.DisposeAsync();
            throw;
        }
    }

    /// <summary>How the superuser reaches <paramref name="database"/>. It holds the password: never log it.</summary>
    public string SuperuserConnectionString(string database) => ConnectionString(database, PostgresCluster.Superuser, _cluster.Password);

    /// <summary>How <paramref name="user"/> reaches <paramref name="database"/> on this server.</summary>
    public string ConnectionString(string database, string user, string password) => new NpgsqlConnectionStringBuilder
    {
        Host = _cluster.Socket,
        Port = _port,
        Database = database,
        Username = user,
        Password = password,
        SslMode = SslMode.Disable,
    }.ConnectionString;

    /// <summary>Stops the server if it is ours; sessions are cut.</summary>
    public async ValueTask DisposeAsync()
    {
        if (_disposing.IsCancellationRequested) return;
        await _disposing.CancelAsync();
        await _takeOver;
        if (_process is not null) await _process.DisposeAsync();
        if (_lock is not null) File.Delete(Note);
        _lock?.Dispose();
    }

    private string Note => Path.Combine(_cluster.Folder, "owner");

    private async Task StartOrAttachAsync(CancellationToken ct)
    {
        var began = Stopwatch.GetTimestamp();
        var told = false;
        while (!await TryOwnAsync(_options.ListenTcpPort ?? DefaultPort, ct) && !await TryAttachAsync(ct))
        {
            if (!told) _logger.LogInformation("Another ChatFlow process is starting or using the embedded PostgreSQL; waiting for it");
            told = true;
            if (Stopwatch.GetElapsedTime(began) > _options.WaitForOthers)
                throw new EmbeddedPostgresException(
                    $"Another ChatFlow process (process {OwnerNote.Read(Note)?.Pid}) has kept the embedded PostgreSQL to itself for {_options.WaitForOthers}. End it, or try again later.");
            await Task.Delay(s_poll, ct);
        }
    }

    private async Task<bool> TryOwnAsync(int port, CancellationToken ct)
    {
        if (FileLock.TryTake(Path.Combine(_cluster.Folder, "lock")) is not { } taken) return false;
        _lock = taken;
        OwnerNote.Write(Note, _options.Role);
        _port = port;
        Volatile.Write(ref _process, await _cluster.StartAsync(port, _logger, ct));
        return await AnswersAsync(ct)
            ? true
            : throw new EmbeddedPostgresException("PostgreSQL has started and ended again; its log says why.");
    }

    private async Task<bool> TryAttachAsync(CancellationToken ct)
    {
        if (OwnerNote.Read(Note) is not { Role: EmbeddedPostgresRole.Serving }) return false;
        if (PostmasterFile.Read(_cluster.Data) is not { IsReady: true } running || running.SocketFolder != _cluster.Socket) return false;
        _port = running.Port;
        if (!await AnswersAsync(ct)) return false;
        _logger.LogInformation("Attached to the PostgreSQL of another ChatFlow process");
        if (_options.Role == EmbeddedPostgresRole.Serving) _takeOver = TakeOverWhenOwnerEndsAsync(_disposing.Token);
        return true;
    }

    private async Task<bool> AnswersAsync(CancellationToken ct)
    {
        try
        {
            await using var connection = new NpgsqlConnection(SuperuserConnectionString("postgres") + ";Pooling=false");
            await connection.OpenAsync(ct);
            return true;
        }
        catch (PostgresException refused) when (refused.SqlState == PostgresErrorCodes.InvalidPassword)
        {
            throw new EmbeddedPostgresException(
                $"The embedded PostgreSQL does not accept the password in {Path.Combine(_options.DataFolder.Keys, "postgres-superuser")}: put the original file back.", refused);
        }
        catch (NpgsqlException)
        {
            // It is just starting or stopping.
            return false;
        }
    }

    private async Task TakeOverWhenOwnerEndsAsync(CancellationToken ct)
    {
        while (true)
        {
            try
            {
                if (await TryOwnAsync(_port, ct))
                {
                    _logger.LogWarning("The ChatFlow process that ran PostgreSQL has ended; this one runs it now");
                    return;
                }

                await Task.Delay(s_poll, ct);
            }
            catch (OperationCanceledException) when (ct.IsCancellationRequested)
            {
                return;
            }
            catch (Exception failure) when (failure is EmbeddedPostgresException or IOException)
            {
                _logger.LogError(failure, "Could not take over PostgreSQL from the ChatFlow process that ended; trying again");
                _lock?.Dispose();
                _lock = null;
                await Task.Delay(TimeSpan.FromSeconds(5), ct).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
        }
    }
}
