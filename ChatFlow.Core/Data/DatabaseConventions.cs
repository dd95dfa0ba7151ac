using System.Linq.Expressions;
using System.Reflection;
using ChatFlow.Core.Common;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata;
using Microsoft.EntityFrameworkCore.Storage.ValueConversion;

namespace ChatFlow.Core.Data;

/// <summary>Names in snake_case, enums as their text, and the organization filter on every tenant entity.</summary>
internal static class DatabaseConventions
{
    public static void Configure(ModelConfigurationBuilder builder)
    {
        foreach (var type in typeof(ChatFlowDb).Assembly.GetTypes().Where(t => t.IsEnum && t.Namespace is { } n && n.StartsWith("ChatFlow.Core", StringComparison.Ordinal)))
            builder.Properties(type).HaveConversion(typeof(EnumTextConverter<>).MakeGenericType(type));
    }

    public static void Apply(ModelBuilder builder, ChatFlowDb db)
    {
        foreach (var entity in builder.Model.GetEntityTypes())
        {
            foreach (var property in entity.GetProperties())
            {
                if (property.GetColumnName() == property.Name)
                    property.SetColumnName(SnakeCase.Of(property.Name));

                // The seed's default fills it where nobody says otherwise.
                if (property.Name == "CreatedAt" && property.IsNullable)
                    property.ValueGenerated = ValueGenerated.OnAdd;
            }

            if (typeof(ITenantOwned).IsAssignableFrom(entity.ClrType))
                s_filter.MakeGenericMethod(entity.ClrType).Invoke(null, [builder, db]);
        }

        foreach (var (property, principal) in s_references)
            Refer(builder.Model, property, principal);
    }

    // EF writes rows in the order of the keys that it knows. Entities hold ids and no navigations, so that it is told here
    // which row must be there first; the keys themselves are the database's.
    private static readonly (string Property, string Principal)[] s_references =
    [
        ("OrganizationId", "Organization"),
        ("UserId", "User"), ("InvitedBy", "User"), ("SentBy", "User"), ("CreatedBy", "User"), ("HolderUserId", "User"),
        ("ContactId", "Contact"),
        ("EventId", "ContactEvent"),
        ("SequenceId", "FollowUpSequence"),
        ("ExecutionId", "FollowUpExecution"),
        ("SentMessageId", "Message"),
    ];

    private static void Refer(IMutableModel model, string property, string principal)
    {
        if (model.GetEntityTypes().SingleOrDefault(e => e.ClrType.Name == principal) is not { } first || first.FindPrimaryKey() is not { } key)
            return;
        foreach (var entity in model.GetEntityTypes().Where(e => e != first).ToList())
        {
            if (entity.FindProperty(property) is not { } reference || (reference.ClrType != typeof(Guid) && reference.ClrType != typeof(Guid?)))
                continue;
            entity.AddForeignKey(reference, key, first).DeleteBehavior = DeleteBehavior.ClientNoAction;
        }
    }

    private static readonly MethodInfo s_filter = typeof(DatabaseConventions).GetMethod(nameof(Filter), BindingFlags.NonPublic | BindingFlags.Static)!;

    private static void Filter<T>(ModelBuilder builder, ChatFlowDb db)
        where T : class, ITenantOwned
    {
        Expression<Func<T, bool>> own = e => e.OrganizationId == db.OrganizationId;
        builder.Entity<T>().HasQueryFilter(own);
    }

    private sealed class EnumTextConverter<T>() : ValueConverter<T, string>(v => EnumText<T>.Of(v), v => EnumText<T>.Parse(v))
        where T : struct, Enum;
}
