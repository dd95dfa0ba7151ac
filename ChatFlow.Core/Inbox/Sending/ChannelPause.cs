using ChatFlow.Core.Data;
using ChatFlow.Core.Live;

namespace ChatFlow.Core.Inbox.Sending;

/// <summary>Nothing is sent any more until the connection is mended: its token is refused, or the account is blocked or unpaid.</summary>
internal static class ChannelPause
{
    /// <param name="code">The provider's, shown as the reason.</param>
    public static async Task RunAsync(ChatFlowDb db, string code, CancellationToken ct)
    {
        await db.ExecuteAsync(
            "UPDATE bot_configs SET sending_paused = true, connection_status = 'disconnected', connection_detail = $2 WHERE organization_id = $1",
            ct, db.OrganizationId, code);
        await db.ExecuteAsync("UPDATE organizations SET whatsapp_connected = false WHERE id = $1", ct, db.OrganizationId);
        db.Publish(LiveKind.ConnectionChanged);
    }
}
