-- The user's schema (ten tables, functions, triggers), with the columns that ChatFlow adds to them.
-- Names, checks and foreign keys are the seed's; keys between tenant tables are composite, so that no row can point
-- into another organization; checks are widened where a comment says so. The seed's single-column indexes are replaced
-- by those that a plan uses under row-level security (docs/adr/0003-indexes.md).
CREATE EXTENSION IF NOT EXISTS "uuid-ossp";
CREATE EXTENSION IF NOT EXISTS unaccent;
CREATE EXTENSION IF NOT EXISTS pg_trgm;
CREATE EXTENSION IF NOT EXISTS btree_gin;

CREATE FUNCTION public.update_updated_at_column() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    NEW.updated_at = CURRENT_TIMESTAMP;
    RETURN NEW;
END $$;

CREATE TABLE public.organizations (
    id uuid PRIMARY KEY DEFAULT uuid_generate_v4(),
    name varchar(255) NOT NULL,
    slug varchar(100) UNIQUE NOT NULL,
    plan varchar(50) NOT NULL DEFAULT 'starter' CHECK (plan IN ('starter', 'pro', 'business', 'enterprise')),
    is_active boolean NOT NULL DEFAULT true,
    ai_enabled boolean NOT NULL DEFAULT false,
    ai_role varchar(50) DEFAULT 'vendedor' CHECK (ai_role IN ('vendedor', 'asistente', 'soporte', 'agendador')),
    ai_company_info text,
    ai_products_info text,
    ai_objective text,
    ai_business_hours_only boolean DEFAULT true,
    -- widened by 'simulator'
    whatsapp_method varchar(50) DEFAULT 'qr' CHECK (whatsapp_method IN ('qr', 'meta_api', 'simulator')),
    whatsapp_instance_id varchar(255),
    whatsapp_connected boolean DEFAULT false,
    whatsapp_phone varchar(50),
    meta_access_token text,
    meta_waba_id varchar(255),
    followup_enabled boolean DEFAULT false,
    followup_config jsonb,
    created_at timestamptz DEFAULT CURRENT_TIMESTAMP,
    updated_at timestamptz DEFAULT CURRENT_TIMESTAMP,
    -- ChatFlow
    time_zone varchar(64) NOT NULL DEFAULT 'America/Mexico_City',
    country varchar(2) NOT NULL DEFAULT 'MX',
    language varchar(10) NOT NULL DEFAULT 'es' CHECK (language IN ('es', 'en', 'pt')),
    currency varchar(3) NOT NULL DEFAULT 'USD'
);
CREATE TRIGGER update_organizations_updated_at BEFORE UPDATE ON public.organizations
    FOR EACH ROW EXECUTE FUNCTION public.update_updated_at_column();

CREATE TABLE public.users (
    id uuid PRIMARY KEY DEFAULT uuid_generate_v4(),
    organization_id uuid NOT NULL REFERENCES public.organizations(id) ON DELETE CASCADE,
    email varchar(255) UNIQUE NOT NULL,
    password_hash varchar(255) NOT NULL,
    role varchar(50) NOT NULL DEFAULT 'user' CHECK (role IN ('admin', 'user', 'viewer')),
    is_active boolean NOT NULL DEFAULT true,
    last_login_at timestamptz,
    created_at timestamptz DEFAULT CURRENT_TIMESTAMP,
    updated_at timestamptz DEFAULT CURRENT_TIMESTAMP,
    -- ChatFlow: what ASP.NET Core Identity needs beside it
    name varchar(255),
    normalized_email varchar(255) NOT NULL GENERATED ALWAYS AS (upper(email)) STORED,
    email_confirmed boolean NOT NULL DEFAULT false,
    security_stamp varchar(64) NOT NULL DEFAULT uuid_generate_v4()::text,
    access_failed_count integer NOT NULL DEFAULT 0,
    lockout_end timestamptz,
    two_factor_enabled boolean NOT NULL DEFAULT false,
    authenticator_key text,
    last_totp_step bigint NOT NULL DEFAULT 0,
    language varchar(10) CHECK (language IN ('es', 'en', 'pt')),
    UNIQUE (organization_id, id)
);
-- Nobody signs up twice as Ana@x and ana@x; global like the seed's key on email.
CREATE UNIQUE INDEX users_normalized_email_key ON public.users (normalized_email);
CREATE INDEX users_organization ON public.users (organization_id, created_at, id);
CREATE TRIGGER update_users_updated_at BEFORE UPDATE ON public.users
    FOR EACH ROW EXECUTE FUNCTION public.update_updated_at_column();

CREATE TABLE public.contacts (
    id uuid PRIMARY KEY DEFAULT uuid_generate_v4(),
    organization_id uuid NOT NULL REFERENCES public.organizations(id) ON DELETE CASCADE,
    -- nullable: people without a visible number exist (LID, BSUID)
    phone varchar(50),
    name varchar(255),
    email varchar(255),
    status varchar(50) DEFAULT 'lead' CHECK (status IN ('lead', 'contacted', 'customer', 'churned')),
    custom_fields jsonb DEFAULT '{}',
    messages_received integer DEFAULT 0,
    messages_sent integer DEFAULT 0,
    last_contact_at timestamptz,
    lead_score integer DEFAULT 0,
    followup_count integer DEFAULT 0,
    last_followup_at timestamptz,
    created_at timestamptz DEFAULT CURRENT_TIMESTAMP,
    updated_at timestamptz DEFAULT CURRENT_TIMESTAMP,
    -- ChatFlow
    named_by_user boolean NOT NULL DEFAULT false,
    tags text[] NOT NULL DEFAULT '{}',
    time_zone varchar(64),
    language varchar(10),
    last_inbound_at timestamptz,
    opted_out_at timestamptz,
    marketing_opted_out_at timestamptz,
    search_text text NOT NULL GENERATED ALWAYS AS (
        lower(coalesce(name, '') || ' ' || coalesce(phone, '') || ' ' || coalesce(email, ''))) STORED,
    CONSTRAINT unique_phone_per_org UNIQUE (organization_id, phone),
    UNIQUE (organization_id, id)
);
CREATE INDEX contacts_newest ON public.contacts (organization_id, created_at DESC, id DESC);
CREATE INDEX contacts_search ON public.contacts USING gin (organization_id, search_text gin_trgm_ops);
CREATE INDEX contacts_by_status ON public.contacts (organization_id, status, created_at DESC, id DESC);
CREATE TRIGGER update_contacts_updated_at BEFORE UPDATE ON public.contacts
    FOR EACH ROW EXECUTE FUNCTION public.update_updated_at_column();

CREATE TABLE public.messages (
    id uuid PRIMARY KEY DEFAULT uuid_generate_v4(),
    organization_id uuid NOT NULL REFERENCES public.organizations(id) ON DELETE CASCADE,
    contact_id uuid NOT NULL,
    direction varchar(50) NOT NULL CHECK (direction IN ('inbound', 'outbound')),
    message_content text NOT NULL,
    -- widened by 'unknown': the request was written and no answer came
    status varchar(50) DEFAULT 'pending' CHECK (status IN ('pending', 'sent', 'delivered', 'read', 'failed', 'unknown')),
    is_auto_reply boolean DEFAULT false,
    template_name varchar(255),
    campaign_name varchar(255),
    metadata jsonb DEFAULT '{}',
    whatsapp_message_id varchar(255),
    error_message text,
    sent_at timestamptz DEFAULT CURRENT_TIMESTAMP,
    delivered_at timestamptz,
    read_at timestamptz,
    created_at timestamptz DEFAULT CURRENT_TIMESTAMP,
    -- ChatFlow
    message_type varchar(20) NOT NULL DEFAULT 'text' CHECK (message_type IN (
        'text', 'image', 'video', 'audio', 'document', 'sticker', 'location', 'contact', 'interactive', 'template',
        'system', 'unsupported')),
    sender varchar(20) NOT NULL DEFAULT 'contact' CHECK (sender IN (
        'contact', 'person', 'bot', 'follow_up', 'phone', 'api', 'system')),
    sent_by uuid,
    reply_to varchar(255),
    image_url text,
    error_code varchar(100),
    edited_at timestamptz,
    deleted_at timestamptz,
    -- the place in the conversation: the provider's time of an inbound message, the moment of writing of ours
    occurred_at timestamptz NOT NULL DEFAULT CURRENT_TIMESTAMP,
    -- due for sending; null when nothing is to be sent
    dispatch_at timestamptz,
    -- bytes may have left since then: after a crash the outcome is unknown, never retried by itself
    sending_since timestamptz,
    attempt integer NOT NULL DEFAULT 0,
    FOREIGN KEY (organization_id, contact_id) REFERENCES public.contacts (organization_id, id) ON DELETE CASCADE,
    FOREIGN KEY (organization_id, sent_by) REFERENCES public.users (organization_id, id) ON DELETE SET NULL (sent_by),
    UNIQUE (organization_id, id)
);
CREATE UNIQUE INDEX messages_provider_id ON public.messages (organization_id, whatsapp_message_id);
CREATE INDEX messages_thread ON public.messages (organization_id, contact_id, occurred_at DESC, id DESC);
CREATE INDEX messages_by_time ON public.messages (organization_id, created_at);
CREATE INDEX messages_to_send ON public.messages (dispatch_at, id) WHERE dispatch_at IS NOT NULL;
CREATE INDEX messages_in_flight ON public.messages (sending_since) WHERE sending_since IS NOT NULL;

CREATE TABLE public.bot_configs (
    id uuid PRIMARY KEY DEFAULT uuid_generate_v4(),
    organization_id uuid NOT NULL REFERENCES public.organizations(id) ON DELETE CASCADE,
    -- widened by 'simulator'
    connection_type varchar(50) DEFAULT 'evolution_api' CHECK (connection_type IN ('evolution_api', 'meta_api', 'simulator')),
    connection_status varchar(50) DEFAULT 'disconnected' CHECK (connection_status IN ('connected', 'disconnected', 'connecting')),
    evolution_api_url varchar(500),
    evolution_instance_name varchar(255),
    evolution_api_key text,
    meta_business_account_id varchar(255),
    meta_access_token text,
    meta_phone_number_id varchar(255),
    chatwoot_inbox_id varchar(255),
    chatwoot_account_id varchar(255),
    agent_type varchar(50) DEFAULT 'vendedor' CHECK (agent_type IN ('vendedor', 'asistente', 'secretaria', 'custom')),
    business_name varchar(255) NOT NULL,
    business_description text,
    products text,
    business_hours varchar(255),
    language varchar(10) DEFAULT 'es' CHECK (language IN ('es', 'en', 'pt')),
    tone varchar(50) DEFAULT 'professional' CHECK (tone IN ('formal', 'casual', 'professional')),
    custom_prompt text,
    flowise_url varchar(500),
    flowise_api_key text,
    bot_enabled boolean DEFAULT false,
    created_at timestamptz DEFAULT CURRENT_TIMESTAMP,
    updated_at timestamptz DEFAULT CURRENT_TIMESTAMP,
    -- ChatFlow: connection
    meta_app_secret text,
    meta_verify_token text,
    webhook_key_hash bytea NOT NULL,
    webhook_key text NOT NULL,
    webhook_secret text NOT NULL,
    connection_detail varchar(500),
    connection_phone varchar(50),
    connection_changed_at timestamptz,
    -- the token was refused or the number logged out: sends wait until somebody mends it
    sending_paused boolean NOT NULL DEFAULT false,
    -- ChatFlow: bot
    ai_engine varchar(30) NOT NULL DEFAULT 'knowledge' CHECK (ai_engine IN ('knowledge', 'open_ai_compatible', 'flowise')),
    openai_url varchar(500),
    openai_api_key text,
    openai_model varchar(255),
    flowise_chatflow_id varchar(255),
    debounce_seconds integer NOT NULL DEFAULT 4 CHECK (debounce_seconds BETWEEN 0 AND 60),
    business_hours_only boolean NOT NULL DEFAULT false,
    return_after_minutes integer NOT NULL DEFAULT 720 CHECK (return_after_minutes BETWEEN 1 AND 43200),
    CONSTRAINT unique_bot_config_per_org UNIQUE (organization_id),
    UNIQUE (organization_id, id)
);
CREATE INDEX bot_configs_webhook ON public.bot_configs (webhook_key_hash);
CREATE INDEX bot_configs_meta_number ON public.bot_configs (meta_phone_number_id);
CREATE TRIGGER update_bot_configs_updated_at BEFORE UPDATE ON public.bot_configs
    FOR EACH ROW EXECUTE FUNCTION public.update_updated_at_column();

CREATE TABLE public.bot_message_logs (
    id uuid PRIMARY KEY DEFAULT uuid_generate_v4(),
    organization_id uuid NOT NULL REFERENCES public.organizations(id) ON DELETE CASCADE,
    message_id varchar(255),
    conversation_id varchar(255),
    inbox_id varchar(255),
    direction varchar(50) NOT NULL CHECK (direction IN ('inbound', 'outbound')),
    bot_enabled boolean DEFAULT false,
    bot_processed boolean DEFAULT false,
    bot_responded boolean DEFAULT false,
    processing_time_ms integer,
    response_time_ms integer,
    ai_provider varchar(100),
    ai_model varchar(100),
    agent_type varchar(50),
    status varchar(50) DEFAULT 'pending' CHECK (status IN ('pending', 'success', 'failed', 'skipped')),
    error_message text,
    error_code varchar(100),
    received_at timestamptz,
    processed_at timestamptz,
    sent_at timestamptz,
    created_at timestamptz DEFAULT CURRENT_TIMESTAMP,
    UNIQUE (organization_id, id)
);
CREATE INDEX idx_bot_logs_org_received ON public.bot_message_logs (organization_id, received_at DESC, id DESC);

CREATE TABLE public.follow_up_sequences (
    id uuid PRIMARY KEY DEFAULT uuid_generate_v4(),
    organization_id uuid NOT NULL REFERENCES public.organizations(id) ON DELETE CASCADE,
    name varchar(255) NOT NULL,
    description text,
    enabled boolean DEFAULT true,
    trigger_type varchar(100) NOT NULL CHECK (trigger_type IN (
        'time_based', 'keyword', 'conversation_state', 'bot_stage', 'variable', 'action',
        'no_response', 'abandoned_cart', 'quote_sent', 'meeting_scheduled', 'form_incomplete', 'custom')),
    trigger_config jsonb DEFAULT '{}',
    strategy varchar(50) DEFAULT 'moderate' CHECK (strategy IN ('passive', 'moderate', 'aggressive')),
    conditions jsonb DEFAULT '{}',
    created_at timestamptz DEFAULT CURRENT_TIMESTAMP,
    updated_at timestamptz DEFAULT CURRENT_TIMESTAMP,
    created_by uuid,
    total_executions integer DEFAULT 0,
    successful_conversions integer DEFAULT 0,
    -- ChatFlow
    policy jsonb NOT NULL DEFAULT '{}',
    goal jsonb NOT NULL DEFAULT '{}',
    exit_on_reply boolean NOT NULL DEFAULT true,
    version integer NOT NULL DEFAULT 1,
    archived_at timestamptz,
    FOREIGN KEY (organization_id, created_by) REFERENCES public.users (organization_id, id) ON DELETE SET NULL (created_by),
    UNIQUE (organization_id, id)
);
CREATE INDEX follow_up_sequences_newest ON public.follow_up_sequences (organization_id, created_at DESC, id DESC);
CREATE INDEX follow_up_sequences_live ON public.follow_up_sequences (organization_id, trigger_type) WHERE enabled AND archived_at IS NULL;
CREATE TRIGGER update_follow_up_sequences_updated_at BEFORE UPDATE ON public.follow_up_sequences
    FOR EACH ROW EXECUTE FUNCTION public.update_updated_at_column();

CREATE TABLE public.follow_up_messages (
    id uuid PRIMARY KEY DEFAULT uuid_generate_v4(),
    sequence_id uuid NOT NULL,
    step_order integer NOT NULL,
    delay_amount integer NOT NULL,
    delay_unit varchar(50) NOT NULL CHECK (delay_unit IN ('minutes', 'hours', 'days')),
    message_template text NOT NULL,
    message_type varchar(50) DEFAULT 'fixed' CHECK (message_type IN ('fixed', 'ai_generated')),
    ai_context_instructions text,
    image_url text,
    available_variables jsonb DEFAULT '[]',
    send_conditions jsonb DEFAULT '{}',
    created_at timestamptz DEFAULT CURRENT_TIMESTAMP,
    updated_at timestamptz DEFAULT CURRENT_TIMESTAMP,
    -- ChatFlow
    organization_id uuid NOT NULL REFERENCES public.organizations(id) ON DELETE CASCADE,
    fallback_text text,
    retired_at timestamptz,
    CONSTRAINT unique_step_order_per_sequence UNIQUE (sequence_id, step_order),
    FOREIGN KEY (organization_id, sequence_id) REFERENCES public.follow_up_sequences (organization_id, id) ON DELETE CASCADE,
    UNIQUE (organization_id, id)
);
CREATE INDEX follow_up_messages_steps ON public.follow_up_messages (organization_id, sequence_id, step_order);
CREATE TRIGGER update_follow_up_messages_updated_at BEFORE UPDATE ON public.follow_up_messages
    FOR EACH ROW EXECUTE FUNCTION public.update_updated_at_column();

CREATE TABLE public.follow_up_executions (
    id uuid PRIMARY KEY DEFAULT uuid_generate_v4(),
    sequence_id uuid NOT NULL,
    organization_id uuid NOT NULL REFERENCES public.organizations(id) ON DELETE CASCADE,
    -- nullable: people without a visible number exist
    contact_phone varchar(50),
    contact_name varchar(255),
    status varchar(50) DEFAULT 'active' CHECK (status IN ('active', 'paused', 'completed', 'abandoned', 'cancelled')),
    current_step integer DEFAULT 0,
    next_scheduled_at timestamptz,
    conversation_context jsonb DEFAULT '{}',
    trigger_data jsonb DEFAULT '{}',
    started_at timestamptz DEFAULT CURRENT_TIMESTAMP,
    completed_at timestamptz,
    last_message_sent_at timestamptz,
    converted boolean DEFAULT false,
    total_messages_sent integer DEFAULT 0,
    -- ChatFlow: the row is the durable timer (design: dispatch_at is claimed, next_scheduled_at is the promise shown)
    contact_id uuid NOT NULL,
    dispatch_at timestamptz,
    lease_token integer NOT NULL DEFAULT 0,
    lease_until timestamptz,
    attempt integer NOT NULL DEFAULT 0,
    scope_key varchar(255) NOT NULL DEFAULT '',
    entry_key varchar(255),
    anchor_message_id uuid,
    exit_reason varchar(50),
    pause_reason varchar(50),
    paused_at timestamptz,
    remaining_seconds integer,
    FOREIGN KEY (organization_id, sequence_id) REFERENCES public.follow_up_sequences (organization_id, id) ON DELETE CASCADE,
    FOREIGN KEY (organization_id, contact_id) REFERENCES public.contacts (organization_id, id) ON DELETE CASCADE,
    UNIQUE (organization_id, id)
) WITH (fillfactor = 80);
CREATE INDEX follow_up_executions_due ON public.follow_up_executions (dispatch_at, id) WHERE status = 'active';
CREATE UNIQUE INDEX follow_up_executions_one_open ON public.follow_up_executions (organization_id, sequence_id, contact_id, scope_key)
    WHERE status IN ('active', 'paused');
CREATE UNIQUE INDEX follow_up_executions_entry ON public.follow_up_executions (organization_id, sequence_id, entry_key);
CREATE INDEX follow_up_executions_open_of_contact ON public.follow_up_executions (organization_id, contact_id) WHERE status IN ('active', 'paused');
CREATE INDEX follow_up_executions_of_contact ON public.follow_up_executions (organization_id, contact_id, started_at DESC, id DESC);
CREATE INDEX follow_up_executions_of_sequence ON public.follow_up_executions (organization_id, sequence_id, started_at DESC, id DESC);

CREATE TABLE public.follow_up_message_logs (
    id uuid PRIMARY KEY DEFAULT uuid_generate_v4(),
    execution_id uuid NOT NULL,
    message_id uuid NOT NULL,
    step_number integer NOT NULL,
    sent_at timestamptz DEFAULT CURRENT_TIMESTAMP,
    message_sent text NOT NULL,
    -- widened by 'pending' and 'unknown'
    delivery_status varchar(50) DEFAULT 'sent' CHECK (delivery_status IN ('pending', 'sent', 'delivered', 'read', 'failed', 'unknown')),
    contact_responded boolean DEFAULT false,
    response_received_at timestamptz,
    response_text text,
    whatsapp_message_id varchar(255),
    error_message text,
    -- ChatFlow
    organization_id uuid NOT NULL REFERENCES public.organizations(id) ON DELETE CASCADE,
    contact_id uuid NOT NULL,
    sent_message_id uuid NOT NULL,
    error_code varchar(100),
    created_at timestamptz NOT NULL DEFAULT CURRENT_TIMESTAMP,
    FOREIGN KEY (organization_id, execution_id) REFERENCES public.follow_up_executions (organization_id, id) ON DELETE CASCADE,
    FOREIGN KEY (organization_id, message_id) REFERENCES public.follow_up_messages (organization_id, id) ON DELETE CASCADE,
    FOREIGN KEY (organization_id, sent_message_id) REFERENCES public.messages (organization_id, id) ON DELETE CASCADE,
    UNIQUE (organization_id, id)
);
-- A step is sent at most once in an execution: the unit of uniqueness is the intent.
CREATE UNIQUE INDEX follow_up_message_logs_intent ON public.follow_up_message_logs (organization_id, execution_id, message_id);
CREATE INDEX follow_up_message_logs_message ON public.follow_up_message_logs (organization_id, sent_message_id);
CREATE INDEX follow_up_message_logs_contact ON public.follow_up_message_logs (organization_id, contact_id, created_at DESC);

-- The seed's functions, for a whole statement at a time: a batch of messages touches each contact once.
CREATE FUNCTION public.update_contact_metrics() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    UPDATE public.contacts c SET
        messages_received = c.messages_received + n.received,
        messages_sent = c.messages_sent + n.sent,
        last_contact_at = greatest(c.last_contact_at, n.at),
        last_inbound_at = greatest(c.last_inbound_at, n.inbound_at)
    FROM (
        SELECT organization_id, contact_id,
            count(*) FILTER (WHERE direction = 'inbound') AS received,
            count(*) FILTER (WHERE direction = 'outbound') AS sent,
            max(coalesce(sent_at, created_at)) AS at,
            max(coalesce(sent_at, created_at)) FILTER (WHERE direction = 'inbound') AS inbound_at
        FROM new_messages WHERE message_type <> 'system' GROUP BY organization_id, contact_id) n
    WHERE c.organization_id = n.organization_id AND c.id = n.contact_id;
    RETURN NULL;
END $$;
CREATE TRIGGER trigger_update_contact_metrics AFTER INSERT ON public.messages
    REFERENCING NEW TABLE AS new_messages
    FOR EACH STATEMENT EXECUTE FUNCTION public.update_contact_metrics();

CREATE FUNCTION public.update_sequence_stats() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    -- Claiming and moving runs changes nothing that is counted, and happens under roles that see no sequence.
    IF NOT EXISTS (SELECT 1 FROM new_executions n JOIN old_executions o ON o.id = n.id
        WHERE n.status = 'completed' AND (o.status <> 'completed' OR n.converted AND NOT o.converted)) THEN
        RETURN NULL;
    END IF;
    -- in one order, so that two batches that complete the same sequences do not wait for each other in a circle
    PERFORM 1 FROM public.follow_up_sequences WHERE id IN (
        SELECT n.sequence_id FROM new_executions n JOIN old_executions o ON o.id = n.id
        WHERE n.status = 'completed' AND (o.status <> 'completed' OR n.converted AND NOT o.converted))
        ORDER BY id FOR NO KEY UPDATE;
    UPDATE public.follow_up_sequences s SET
        total_executions = s.total_executions + d.completed,
        successful_conversions = s.successful_conversions + d.converted
    FROM (
        SELECT n.organization_id, n.sequence_id,
            count(*) FILTER (WHERE o.status <> 'completed') AS completed,
            count(*) FILTER (WHERE n.converted AND (o.status <> 'completed' OR NOT o.converted)) AS converted
        FROM new_executions n JOIN old_executions o ON o.id = n.id
        WHERE n.status = 'completed' AND (o.status <> 'completed' OR n.converted AND NOT o.converted)
        GROUP BY n.organization_id, n.sequence_id) d
    WHERE s.organization_id = d.organization_id AND s.id = d.sequence_id;
    RETURN NULL;
END $$;
CREATE TRIGGER trigger_update_sequence_stats AFTER UPDATE ON public.follow_up_executions
    REFERENCING OLD TABLE AS old_executions NEW TABLE AS new_executions
    FOR EACH STATEMENT EXECUTE FUNCTION public.update_sequence_stats();
