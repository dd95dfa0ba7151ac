using ChatFlow.Core.Data;
using ChatFlow.Core.Live;
using ChatFlow.Core.Security;
using ChatFlow.Core.Users;
using ChatFlow.Tests.Support;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.Identity;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;
using Xunit;

namespace ChatFlow.Tests.Users;

/// <summary>Accounts over a real database, with a clock that tests move and a hash that costs little.</summary>
public sealed class UsersFixture : IAsyncLifetime
{
    public const string Password = "tres gatos azules";

    private TestDatabase _database = null!;
    private ServiceProvider _services = null!;
    private int _organizations;

    public FakeTimeProvider Clock { get; } = new(new DateTimeOffset(2026, 5, 4, 12, 0, 0, TimeSpan.Zero));

    public IServiceProvider Services => _services;

    public async ValueTask InitializeAsync()
    {
        _database = await TestDatabase.CreateAsync(TestContext.Current.CancellationToken);
        var configuration = new ConfigurationBuilder()
            .AddInMemoryCollection([KeyValuePair.Create<string, string?>("Operators", "operator@example.com, other@example.com")]).Build();
        var services = new ServiceCollection();
        services.AddLogging();
        services.AddDataProtection().UseEphemeralDataProtectionProvider();
        services.AddSingleton<TimeProvider>(Clock);
        services.AddSingleton<LiveBus>();
        services.AddSingleton(new SecretCipher(SecretKeys.Parse(SecretKeys.Generate(Clock))));
        services.AddData(_database.AppConnection);
        services.AddUsers(configuration);
        services.Configure<PasswordHasherOptions>(options => options.IterationCount = 1);
        _services = services.BuildServiceProvider(validateScopes: true);
    }

    public async ValueTask DisposeAsync()
    {
        await _services.DisposeAsync();
        await _database.DisposeAsync();
    }

    public T Get<T>()
        where T : notnull => _services.GetRequiredService<T>();

    /// <summary>An organization of its own and its admin.</summary>
    public async Task<(Actor Admin, string Email)> OpenAsync(CancellationToken ct)
    {
        var number = Interlocked.Increment(ref _organizations);
        var email = $"admin{number}@example.com";
        var opened = await Get<OpenOrganization>().RunAsync(new OpenOrganizationRequest($"Organization {number}", null, email, Password), ct);
        return (new Actor(opened.Value.OrganizationId, opened.Value.AdminId, UserRole.Admin), email);
    }

    /// <summary>One more person in the team.</summary>
    public async Task<Actor> JoinAsync(Actor admin, UserRole role, CancellationToken ct)
    {
        var invitation = await Get<InviteUser>().RunAsync(admin, $"{Guid.NewGuid():N}@example.com", role, ct);
        var user = await Get<AcceptInvitation>().RunAsync(invitation.Value.Token, "Somebody", Password, ct);
        return new Actor(admin.OrganizationId, user.Value, role);
    }
}
