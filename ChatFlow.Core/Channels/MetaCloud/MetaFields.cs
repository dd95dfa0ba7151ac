namespace ChatFlow.Core.Channels.MetaCloud;

/// <summary>The webhook fields that we make something of, to be ticked in Meta's app dashboard (contracts/meta-cloud.md section 4).</summary>
public static class MetaFields
{
    public const string List = "messages, message_template_status_update, message_template_quality_update, template_category_update, "
        + "account_update, account_alerts, business_capability_update, phone_number_quality_update, user_preferences, smb_message_echoes";
}
