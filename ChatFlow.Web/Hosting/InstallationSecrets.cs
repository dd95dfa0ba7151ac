using ChatFlow.Core.Data;
using ChatFlow.Core.Security;

namespace ChatFlow.Web.Hosting;

/// <summary>The keys of this installation: configured, or made once and kept in the data folder.</summary>
internal static class InstallationSecrets
{
    private const string KeysFile = "encryption-keys";

    /// <exception cref="StartupException"><c>Encryption:Keys</c> cannot be used.</exception>
    public static SecretKeys ReadKeys(IConfiguration configuration, DataFolder folder)
    {
        try
        {
            return SecretKeys.Parse(configuration["Encryption:Keys"] is { Length: > 0 } configured
                ? configured
                : folder.ReadOrCreateSecret(KeysFile, () => SecretKeys.Generate(TimeProvider.System)));
        }
        catch (FormatException wrong)
        {
            throw new StartupException(wrong.Message, wrong);
        }
    }

    public static IServiceCollection AddInstallationSecrets(this IServiceCollection services, IConfiguration configuration, DataFolder folder)
    {
        services.AddSingleton(folder);
        services.AddSingleton(ReadKeys(configuration, folder));
        services.AddSingleton<SecretCipher>();
        return services;
    }

    /// <summary>What signs cookies and links. Several nodes share it by sharing the folder.</summary>
    public static DirectoryInfo KeyRing(DataFolder folder) => Directory.CreateDirectory(Path.Combine(folder.Keys, "dataprotection"));
}
