using System.Globalization;
using ChatFlow.Core.Common;
using ChatFlow.Core.Data;
using ChatFlow.Core.Data.Embedded;
using ChatFlow.Core.Security;
using ChatFlow.Web.Hosting;
using ChatFlow.Web.Security;
using Npgsql;

namespace ChatFlow.Web.Commands;

/// <summary>One thing that was looked at; the detail says what to do where it is not right.</summary>
internal sealed record Finding(string Name, bool Ok, string Detail);

/// <summary>The checks of <c>doctor</c>, in the order in which one would mend things.</summary>
internal sealed class Examination(CommandContext context)
{
    private const long LeastFreeBytes = 1L << 30;
    private static readonly TimeSpan s_largestSkew = TimeSpan.FromSeconds(1);

    private readonly List<Finding> _findings = [];

    public async Task<IReadOnlyList<Finding>> RunAsync(CancellationToken ct)
    {
        var builder = context.Builder();
        var configuration = builder.Configuration;
        Look("languages", () => Languages());
        Look("time zones", () => Zones());
        Look("settings", () => Settings(configuration));
        DataFolder? folder = null;
        Look("data folder", () =>
        {
            folder = DataFolder.Open(configuration);
            return Folder(folder);
        });
        if (folder is null)
            return _findings;
        Look("encryption keys", () => $"key {InstallationSecrets.ReadKeys(configuration, folder).CurrentId} encrypts.");
        await DatabaseAsync(builder, folder, ct);
        return _findings;
    }

    private async Task DatabaseAsync(WebApplicationBuilder builder, DataFolder folder, CancellationToken ct)
    {
        try
        {
            await using var database = await CommandContext.OpenAsync(builder, folder, ct);
            if (database.IsEmbedded)
                await database.PrepareAsync(always: false, ct);
            if (await database.ProblemAsync(ct) is { } problem)
            {
                _findings.Add(new Finding("database", false, problem));
                return;
            }

            await using var source = NpgsqlDataSource.Create(database.App);
            await using var command = source.CreateCommand("SELECT clock_timestamp(), current_setting('server_version')");
            await using var reader = await command.ExecuteReaderAsync(ct);
            await reader.ReadAsync(ct);
            _findings.Add(new Finding("database", true, $"PostgreSQL {reader.GetString(1)}{(database.IsEmbedded ? ", embedded" : "")}, up to date."));
            var skew = (TimeProvider.System.GetUtcNow() - reader.GetFieldValue<DateTimeOffset>(0)).Duration();
            _findings.Add(skew < s_largestSkew
                ? new Finding("clock", true, "agrees with the database's.")
                : new Finding("clock", false, $"differs from the database's by {skew.TotalSeconds:F1} s: let both follow the same time server. Follow-ups wait until then."));
        }
        catch (Exception failure) when (failure is StartupException or EmbeddedPostgresException or NpgsqlException)
        {
            _findings.Add(new Finding("database", false, failure.Message));
        }
    }

    private void Look(string name, Func<string> check)
    {
        try
        {
            _findings.Add(new Finding(name, true, check()));
        }
        catch (Exception failure) when (failure is StartupException or FormatException or IOException or UnauthorizedAccessException
            or InvalidOperationException or CultureNotFoundException or TimeZoneNotFoundException)
        {
            _findings.Add(new Finding(name, false, failure.Message));
        }
    }

    private static string Languages()
    {
        var spanish = CultureInfo.GetCultureInfo("es-MX").NumberFormat;
        return spanish.CurrencySymbol == "$"
            ? "the system knows our languages."
            : throw new StartupException("The system has no language data (ICU): install libicu, and do not set DOTNET_SYSTEM_GLOBALIZATION_INVARIANT.");
    }

    private static string Zones() => TimeZoneInfo.TryFindSystemTimeZoneById("America/Sao_Paulo", out _)
        ? "the system knows them."
        : throw new StartupException("The system has no time zones: install tzdata.");

    private static string Settings(IConfiguration configuration)
    {
        _ = OutboundOptions.Read(configuration);
        _ = RateLimitOptions.Read(configuration);
        _ = NetworkAddresses.ParseNetworks(configuration["Proxies"], "Proxies");
        return PublicAddress.Read(configuration).Configured switch
        {
            null => "PublicUrl is not set: links and webhook addresses take the address of the request.",
            { Scheme: "http" } plain => $"PublicUrl is {plain}; providers want https.",
            { } address => $"PublicUrl is {address}.",
        };
    }

    private static string Folder(DataFolder folder)
    {
        var probe = Path.Combine(folder.Keys, $"doctor-{Guid.NewGuid():N}");
        File.WriteAllText(probe, "");
        File.Delete(probe);
        var free = new DriveInfo(folder.Path).AvailableFreeSpace;
        return free >= LeastFreeBytes
            ? string.Create(CultureInfo.InvariantCulture, $"{folder.Path}, {free / (double)(1L << 30):F0} GiB free.")
            : throw new StartupException($"{folder.Path} has less than 1 GiB left: make room.");
    }
}
