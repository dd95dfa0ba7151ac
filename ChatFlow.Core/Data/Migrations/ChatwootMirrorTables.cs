using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;

namespace ChatFlow.Core.Data.Migrations;

[DbContext(typeof(ChatFlowDb))]
[Migration("0012_chatwoot")]
public sealed class ChatwootMirrorTables : SqlMigration;
