using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;

namespace ChatFlow.Core.Data.Migrations;

[DbContext(typeof(ChatFlowDb))]
[Migration("0001_seed_schema")]
public sealed class SeedSchema : SqlMigration;

[DbContext(typeof(ChatFlowDb))]
[Migration("0002_chatflow_tables")]
public sealed class ChatFlowTables : SqlMigration;

[DbContext(typeof(ChatFlowDb))]
[Migration("0003_tenancy")]
public sealed class Tenancy : SqlMigration;

[DbContext(typeof(ChatFlowDb))]
[Migration("0004_hosting")]
public sealed class Hosting : SqlMigration;

[DbContext(typeof(ChatFlowDb))]
[Migration("0005_sequence_stats")]
public sealed class SequenceStats : SqlMigration;

[DbContext(typeof(ChatFlowDb))]
[Migration("0006_plans")]
public sealed class Plans : SqlMigration;

[DbContext(typeof(ChatFlowDb))]
[Migration("0007_dispatch")]
public sealed class Dispatch : SqlMigration;

[DbContext(typeof(ChatFlowDb))]
[Migration("0008_search_folds")]
public sealed class SearchFolds : SqlMigration;

[DbContext(typeof(ChatFlowDb))]
[Migration("0011_meta_cloud")]
public sealed class MetaCloud : SqlMigration;

[DbContext(typeof(ChatFlowDb))]
[Migration("0013_connection_health")]
public sealed class ConnectionHealthRows : SqlMigration;

[DbContext(typeof(ChatFlowDb))]
[Migration("0014_conditions")]
public sealed class FollowUpConditions : SqlMigration;
