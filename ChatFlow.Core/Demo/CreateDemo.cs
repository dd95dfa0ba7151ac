using System.Security.Cryptography;
using ChatFlow.Core.Bot;
using ChatFlow.Core.Channels;
using ChatFlow.Core.Common;
using ChatFlow.Core.Data;
using ChatFlow.Core.Organizations;
using ChatFlow.Core.Users;
using Microsoft.EntityFrameworkCore;

namespace ChatFlow.Core.Demo;

/// <param name="Password">Null where another data folder holds it.</param>
/// <param name="Created">False: the organization was there already.</param>
public sealed record DemoAccess(string Email, string? Password, bool Created)
{
    /// <summary>Records print their members; this one holds a password.</summary>
    public override string ToString() => $"{Email} {Created}";
}

/// <summary>
/// An organization to try ChatFlow with: a studio with its texts, its people and their conversations, on the simulator.
/// Made once; the password is this installation's own and lies in the data folder. A start that was cut off half-way is
/// finished by the next one.
/// </summary>
public sealed class CreateDemo(
    Gate gate, DataFolder folder, OpenOrganization open, PutConnection connect, PutBot putBot, SaveKnowledge saveKnowledge, TenantDb tenants, TimeProvider clock)
{
    public const string Slug = "demo";
    public const string Email = "demo@chatflow.test";
    private const string PasswordFile = "demo-password";
    private const string Finished = "demo.created";

    /// <summary>Only the simulator is connected, so nothing outside ever calls this address.</summary>
    private static readonly Uri s_nowhere = new("http://localhost/");

    public async Task<Result<DemoAccess>> RunAsync(CancellationToken ct)
    {
        var created = false;
        if (await gate.FindOrganizationAsync(Slug, ct) is null)
        {
            var password = folder.ReadOrCreateSecret(PasswordFile, NewPassword);
            var request = new OpenOrganizationRequest(DemoTexts.Name, Slug, Email, password, DemoTexts.Admin, ChosenByOperator: true);
            var opened = await open.RunAsync(request, ct);
            // Another process of this installation may have been quicker.
            if (!opened.IsSuccess && opened.Error != UserErrors.SlugTaken)
                return opened.Error;
            created = opened.IsSuccess;
        }

        if (await gate.FindOrganizationAsync(Slug, ct) is { } id && await UnfinishedAsync(id, ct) is { } admin)
        {
            var filled = await FillAsync(admin, ct);
            if (!filled.IsSuccess)
                return filled.Error;
        }

        return new DemoAccess(Email, folder.ReadSecret(PasswordFile), created);
    }

    /// <summary>The demonstration's admin while it is not filled; a stranger's organization of that slug is left alone.</summary>
    private Task<Actor?> UnfinishedAsync(Guid organizationId, CancellationToken ct) => tenants.RunAsync<Actor?>(organizationId, async (db, token) =>
    {
        var admin = await db.Set<User>().Where(u => u.Email == Email).Select(u => (Guid?)u.Id).SingleOrDefaultAsync(token);
        return admin is { } user && !await db.Set<AuditEntry>().AnyAsync(a => a.Action == Finished, token)
            ? new Actor(organizationId, user, UserRole.Admin)
            : null;
    }, ct);

    private async Task<Result<Done>> FillAsync(Actor admin, CancellationToken ct)
    {
        var connected = await connect.RunAsync(admin, new PutConnectionRequest(ChannelType.Simulator), s_nowhere, ct);
        if (!connected.IsSuccess)
            return connected.Error;
        var bot = await putBot.RunAsync(admin, DemoTexts.Bot, ct);
        if (!bot.IsSuccess)
            return bot.Error;
        if (!await tenants.RunAsync(admin.OrganizationId, (db, token) => db.Set<KnowledgeEntry>().AnyAsync(token), ct))
        {
            // Newest first in the list, so the first one is written last.
            foreach (var (question, answer) in DemoTexts.Questions.Reverse())
            {
                var saved = await saveKnowledge.RunAsync(admin, new SaveKnowledgeRequest(null, question, answer), ct);
                if (!saved.IsSuccess)
                    return saved.Error;
            }
        }

        return await tenants.RunAsync<Result<Done>>(admin.OrganizationId, async (db, token) =>
        {
            DemoSequence.Add(db, admin, clock);
            DemoHistory.Add(db, admin, clock);
            (await db.Set<Organization>().SingleAsync(token)).Currency = DemoTexts.Currency;
            db.Add(AuditEntry.Of(admin, clock, Finished, Slug));
            await db.SaveChangesAsync(token);
            return default(Done);
        }, ct);
    }

    private static string NewPassword() => $"demo-{RandomNumberGenerator.GetString("abcdefghjkmnpqrstuvwxyz23456789", 10)}";
}
