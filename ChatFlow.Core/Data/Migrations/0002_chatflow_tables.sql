-- What the seed has no table for.
CREATE TABLE public.user_tokens (
    organization_id uuid NOT NULL REFERENCES public.organizations(id) ON DELETE CASCADE,
    user_id uuid NOT NULL,
    login_provider varchar(128) NOT NULL,
    name varchar(128) NOT NULL,
    value text,
    PRIMARY KEY (organization_id, user_id, login_provider, name),
    FOREIGN KEY (organization_id, user_id) REFERENCES public.users (organization_id, id) ON DELETE CASCADE
);

CREATE TABLE public.invitations (
    id uuid PRIMARY KEY,
    organization_id uuid NOT NULL REFERENCES public.organizations(id) ON DELETE CASCADE,
    email varchar(255) NOT NULL,
    role varchar(50) NOT NULL CHECK (role IN ('admin', 'user', 'viewer')),
    token_hash bytea NOT NULL,
    invited_by uuid,
    created_at timestamptz NOT NULL,
    expires_at timestamptz NOT NULL,
    accepted_at timestamptz,
    revoked_at timestamptz,
    FOREIGN KEY (organization_id, invited_by) REFERENCES public.users (organization_id, id) ON DELETE SET NULL (invited_by),
    UNIQUE (organization_id, id)
);
CREATE INDEX invitations_newest ON public.invitations (organization_id, created_at DESC, id DESC);
CREATE INDEX invitations_token ON public.invitations (token_hash);

CREATE TABLE public.api_keys (
    id uuid PRIMARY KEY,
    organization_id uuid NOT NULL REFERENCES public.organizations(id) ON DELETE CASCADE,
    name varchar(255) NOT NULL,
    key_hash bytea NOT NULL,
    created_at timestamptz NOT NULL,
    last_used_at timestamptz,
    revoked_at timestamptz,
    UNIQUE (organization_id, id)
);
CREATE INDEX api_keys_hash ON public.api_keys (key_hash);

CREATE TABLE public.audit_entries (
    id uuid PRIMARY KEY,
    organization_id uuid NOT NULL REFERENCES public.organizations(id) ON DELETE CASCADE,
    at timestamptz NOT NULL,
    user_id uuid,
    action varchar(100) NOT NULL,
    subject varchar(255),
    detail jsonb NOT NULL DEFAULT '{}',
    FOREIGN KEY (organization_id, user_id) REFERENCES public.users (organization_id, id) ON DELETE SET NULL (user_id),
    UNIQUE (organization_id, id)
);
CREATE INDEX audit_entries_newest ON public.audit_entries (organization_id, at DESC, id DESC);

CREATE TABLE public.contact_identities (
    organization_id uuid NOT NULL REFERENCES public.organizations(id) ON DELETE CASCADE,
    kind varchar(20) NOT NULL CHECK (kind IN ('phone', 'whatsapp', 'lid', 'bsuid', 'chatwoot')),
    -- the canonical form: one person has one, whatever the spelling (Brazil's ninth digit and its kin)
    value varchar(200) NOT NULL,
    contact_id uuid NOT NULL,
    -- as the provider wrote it: what to send to
    address varchar(200) NOT NULL,
    created_at timestamptz NOT NULL DEFAULT CURRENT_TIMESTAMP,
    PRIMARY KEY (organization_id, kind, value),
    FOREIGN KEY (organization_id, contact_id) REFERENCES public.contacts (organization_id, id) ON DELETE CASCADE
);
CREATE INDEX contact_identities_contact ON public.contact_identities (organization_id, contact_id);

-- What happened to a contact outside the conversation, and what fires triggers and conversions.
CREATE TABLE public.contact_events (
    id uuid PRIMARY KEY,
    organization_id uuid NOT NULL REFERENCES public.organizations(id) ON DELETE CASCADE,
    contact_id uuid NOT NULL,
    type varchar(100) NOT NULL,
    key varchar(255),
    occurred_at timestamptz NOT NULL,
    created_at timestamptz NOT NULL,
    data jsonb NOT NULL DEFAULT '{}',
    FOREIGN KEY (organization_id, contact_id) REFERENCES public.contacts (organization_id, id) ON DELETE CASCADE,
    UNIQUE (organization_id, id)
);
CREATE INDEX contact_events_timeline ON public.contact_events (organization_id, contact_id, occurred_at DESC, id DESC);
CREATE INDEX contact_events_by_time ON public.contact_events (organization_id, occurred_at);

CREATE TABLE public.conversations (
    id uuid PRIMARY KEY,
    organization_id uuid NOT NULL REFERENCES public.organizations(id) ON DELETE CASCADE,
    contact_id uuid NOT NULL,
    status varchar(20) NOT NULL DEFAULT 'open' CHECK (status IN ('open', 'pending', 'snoozed', 'resolved')),
    holder varchar(20) NOT NULL DEFAULT 'nobody' CHECK (holder IN ('bot', 'person', 'nobody')),
    holder_user_id uuid,
    bot_returns_at timestamptz,
    -- the bot's durable timer: messages are gathered until then
    bot_due_at timestamptz,
    bot_lease_token integer NOT NULL DEFAULT 0,
    bot_lease_until timestamptz,
    unread_count integer NOT NULL DEFAULT 0,
    last_message_at timestamptz NOT NULL,
    last_message_id uuid,
    last_message_direction varchar(20) NOT NULL DEFAULT 'inbound' CHECK (last_message_direction IN ('inbound', 'outbound')),
    last_message_preview varchar(160) NOT NULL DEFAULT '',
    created_at timestamptz NOT NULL,
    FOREIGN KEY (organization_id, contact_id) REFERENCES public.contacts (organization_id, id) ON DELETE CASCADE,
    FOREIGN KEY (organization_id, holder_user_id) REFERENCES public.users (organization_id, id) ON DELETE SET NULL (holder_user_id),
    UNIQUE (organization_id, contact_id),
    UNIQUE (organization_id, id)
) WITH (fillfactor = 80);
CREATE INDEX conversations_newest ON public.conversations (organization_id, last_message_at DESC, id DESC);
CREATE INDEX conversations_bot_due ON public.conversations (bot_due_at, id) WHERE bot_due_at IS NOT NULL;

-- The business's own questions and answers for the bot's Knowledge engine.
CREATE TABLE public.knowledge_entries (
    id uuid PRIMARY KEY,
    organization_id uuid NOT NULL REFERENCES public.organizations(id) ON DELETE CASCADE,
    question varchar(500) NOT NULL,
    answer text NOT NULL,
    created_at timestamptz NOT NULL,
    updated_at timestamptz NOT NULL,
    UNIQUE (organization_id, id)
);
CREATE INDEX knowledge_entries_newest ON public.knowledge_entries (organization_id, created_at DESC, id DESC);

-- Every decision of the follow-up engine, with its reason.
CREATE TABLE public.follow_up_decisions (
    id uuid PRIMARY KEY,
    organization_id uuid NOT NULL REFERENCES public.organizations(id) ON DELETE CASCADE,
    execution_id uuid NOT NULL,
    at timestamptz NOT NULL,
    step integer NOT NULL,
    kind varchar(30) NOT NULL,
    reason varchar(50) NOT NULL,
    until timestamptz,
    FOREIGN KEY (organization_id, execution_id) REFERENCES public.follow_up_executions (organization_id, id) ON DELETE CASCADE,
    UNIQUE (organization_id, id)
);
CREATE INDEX follow_up_decisions_of_execution ON public.follow_up_decisions (organization_id, execution_id, at, id);

CREATE TABLE public.conversions (
    id uuid PRIMARY KEY,
    organization_id uuid NOT NULL REFERENCES public.organizations(id) ON DELETE CASCADE,
    contact_id uuid NOT NULL,
    event_id uuid NOT NULL,
    sequence_id uuid,
    execution_id uuid,
    occurred_at timestamptz NOT NULL,
    value numeric(14, 2),
    currency varchar(3),
    FOREIGN KEY (organization_id, contact_id) REFERENCES public.contacts (organization_id, id) ON DELETE CASCADE,
    FOREIGN KEY (organization_id, event_id) REFERENCES public.contact_events (organization_id, id) ON DELETE CASCADE,
    FOREIGN KEY (organization_id, sequence_id) REFERENCES public.follow_up_sequences (organization_id, id) ON DELETE SET NULL (sequence_id),
    FOREIGN KEY (organization_id, execution_id) REFERENCES public.follow_up_executions (organization_id, id) ON DELETE SET NULL (execution_id),
    UNIQUE (organization_id, event_id),
    UNIQUE (organization_id, id)
);
CREATE INDEX conversions_by_time ON public.conversions (organization_id, occurred_at DESC, id DESC);

-- Raw bodies of webhooks, kept before anything is answered.
CREATE TABLE public.webhook_inbox (
    id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    organization_id uuid NOT NULL REFERENCES public.organizations(id) ON DELETE CASCADE,
    channel varchar(20) NOT NULL CHECK (channel IN ('evolution_api', 'meta_api', 'simulator')),
    body bytea NOT NULL,
    body_hash bytea NOT NULL,
    received_at timestamptz NOT NULL,
    state varchar(20) NOT NULL DEFAULT 'pending' CHECK (state IN ('pending', 'done', 'failed', 'unreadable')),
    processed_at timestamptz,
    attempts integer NOT NULL DEFAULT 0,
    error varchar(500)
);
CREATE UNIQUE INDEX webhook_inbox_once ON public.webhook_inbox (organization_id, channel, body_hash);
CREATE INDEX webhook_inbox_pending ON public.webhook_inbox (organization_id, id) WHERE state = 'pending';
CREATE INDEX webhook_inbox_received ON public.webhook_inbox (received_at);

-- Statuses that came before the answer of the send that they speak of; applied when it is known, gone after a day.
CREATE TABLE public.parked_statuses (
    organization_id uuid NOT NULL REFERENCES public.organizations(id) ON DELETE CASCADE,
    whatsapp_message_id varchar(255) NOT NULL,
    status varchar(50) NOT NULL CHECK (status IN ('sent', 'delivered', 'read', 'failed')),
    at timestamptz NOT NULL,
    error_code varchar(100),
    error_message text,
    received_at timestamptz NOT NULL,
    PRIMARY KEY (organization_id, whatsapp_message_id, status)
);

CREATE TABLE public.idempotency_keys (
    organization_id uuid NOT NULL REFERENCES public.organizations(id) ON DELETE CASCADE,
    key varchar(255) NOT NULL,
    request_hash bytea NOT NULL,
    status_code integer,
    response bytea,
    created_at timestamptz NOT NULL,
    PRIMARY KEY (organization_id, key)
);
CREATE INDEX idempotency_keys_created ON public.idempotency_keys (created_at);
