-- The mirror of an organization's conversations to its Chatwoot.
CREATE TABLE public.chatwoot_mirrors (
    organization_id uuid PRIMARY KEY REFERENCES public.organizations(id) ON DELETE CASCADE,
    base_url varchar(500) NOT NULL,
    access_token text,
    -- what Chatwoot signs with; it makes it and shows it, we cannot choose it
    signing_secret text,
    webhook_key_hash bytea NOT NULL,
    webhook_key text NOT NULL,
    enabled boolean NOT NULL DEFAULT false,
    send_auto_replies boolean NOT NULL DEFAULT false,
    state varchar(20) NOT NULL DEFAULT 'working' CHECK (state IN ('working', 'waiting', 'gone', 'refused')),
    -- another installation, account or inbox: what was learnt of the last one counts no more
    version integer NOT NULL DEFAULT 1,
    own_bot_id bigint,
    failures integer NOT NULL DEFAULT 0,
    retry_at timestamptz,
    error_code varchar(100),
    error_message varchar(500),
    error_at timestamptz,
    last_success_at timestamptz
);
CREATE INDEX chatwoot_mirrors_key ON public.chatwoot_mirrors (webhook_key_hash);

-- One conversation a contact. The lease keeps two workers from opening two.
CREATE TABLE public.chatwoot_conversations (
    organization_id uuid NOT NULL REFERENCES public.organizations(id) ON DELETE CASCADE,
    contact_id uuid NOT NULL,
    -- of the mirror; what another version learnt counts for nothing
    version integer NOT NULL DEFAULT 0,
    chatwoot_contact_id bigint,
    source_id varchar(255),
    -- Chatwoot's display id: unique in its account only
    conversation_id bigint,
    -- what both sides last agreed on: a difference is news, sameness is our own echo
    status varchar(20) CHECK (status IN ('open', 'pending', 'snoozed', 'resolved')),
    assignee_id bigint,
    failures integer NOT NULL DEFAULT 0,
    retry_at timestamptz,
    lease_token integer NOT NULL DEFAULT 0,
    lease_until timestamptz,
    PRIMARY KEY (organization_id, contact_id),
    FOREIGN KEY (organization_id, contact_id) REFERENCES public.contacts (organization_id, id) ON DELETE CASCADE
);
CREATE INDEX chatwoot_conversations_display ON public.chatwoot_conversations (organization_id, conversation_id);

-- Which of Chatwoot's messages is which of ours; a long text is several of ours (part).
CREATE TABLE public.chatwoot_messages (
    organization_id uuid NOT NULL REFERENCES public.organizations(id) ON DELETE CASCADE,
    version integer NOT NULL,
    chatwoot_id bigint NOT NULL,
    part integer NOT NULL,
    message_id uuid NOT NULL,
    origin varchar(20) NOT NULL CHECK (origin IN ('chatflow', 'edit', 'chatwoot')),
    -- the highest that Chatwoot was told
    status varchar(20) CHECK (status IN ('pending', 'sent', 'delivered', 'read', 'failed', 'unknown')),
    PRIMARY KEY (organization_id, version, chatwoot_id, part),
    FOREIGN KEY (organization_id, message_id) REFERENCES public.messages (organization_id, id) ON DELETE CASCADE
);
CREATE INDEX chatwoot_messages_message ON public.chatwoot_messages (organization_id, message_id);

-- What Chatwoot does not know yet, in the order in which it happened in a conversation.
CREATE TABLE public.chatwoot_outbox (
    organization_id uuid NOT NULL REFERENCES public.organizations(id) ON DELETE CASCADE,
    id bigint GENERATED ALWAYS AS IDENTITY,
    contact_id uuid NOT NULL,
    kind varchar(20) NOT NULL CHECK (kind IN ('message', 'status', 'edit', 'delete', 'conversation', 'pull')),
    message_id uuid,
    created_at timestamptz NOT NULL DEFAULT CURRENT_TIMESTAMP,
    -- above zero: a request may have left and its outcome was not recorded
    attempts integer NOT NULL DEFAULT 0,
    PRIMARY KEY (organization_id, id),
    FOREIGN KEY (organization_id, contact_id) REFERENCES public.contacts (organization_id, id) ON DELETE CASCADE,
    FOREIGN KEY (organization_id, message_id) REFERENCES public.messages (organization_id, id) ON DELETE CASCADE
);
CREATE INDEX chatwoot_outbox_conversation ON public.chatwoot_outbox (organization_id, contact_id, id);
CREATE INDEX chatwoot_outbox_message ON public.chatwoot_outbox (organization_id, message_id);

ALTER TABLE public.webhook_inbox DROP CONSTRAINT webhook_inbox_channel_check;
ALTER TABLE public.webhook_inbox ADD CONSTRAINT webhook_inbox_channel_check
    CHECK (channel IN ('evolution_api', 'meta_api', 'simulator', 'chatwoot')) NOT VALID;
CREATE INDEX webhook_inbox_chatwoot ON public.webhook_inbox (organization_id, id) WHERE state = 'pending' AND channel = 'chatwoot';

DO $$
DECLARE
    t text;
    own text := 'organization_id = (select nullif(current_setting(''app.current_organization_id'', true), '''')::uuid)';
BEGIN
    FOREACH t IN ARRAY ARRAY['chatwoot_mirrors', 'chatwoot_conversations', 'chatwoot_messages', 'chatwoot_outbox'] LOOP
        EXECUTE format('ALTER TABLE public.%I ENABLE ROW LEVEL SECURITY', t);
        EXECUTE format('ALTER TABLE public.%I FORCE ROW LEVEL SECURITY', t);
        EXECUTE format('CREATE POLICY select_own_organization ON public.%I FOR SELECT USING (%s)', t, own);
        EXECUTE format('CREATE POLICY insert_own_organization ON public.%I FOR INSERT WITH CHECK (%s)', t, own);
        EXECUTE format('CREATE POLICY update_own_organization ON public.%I FOR UPDATE USING (%s) WITH CHECK (%s)', t, own, own);
        EXECUTE format('CREATE POLICY delete_own_organization ON public.%I FOR DELETE USING (%s)', t, own);
    END LOOP;
END $$;

-- Filled by triggers (ADR 12): whoever writes a message, a tick or a holder fills it in the same transaction and in the
-- same statement. Without a mirror that costs one look at an index a statement. The gate's claims carry no organization
-- and change nothing that a mirror shows.
CREATE FUNCTION public.is_mirrored_to_chatwoot() RETURNS boolean LANGUAGE sql STABLE AS $$
    SELECT EXISTS (SELECT 1 FROM public.chatwoot_mirrors m
        WHERE m.organization_id = nullif(current_setting('app.current_organization_id', true), '')::uuid AND m.enabled)
$$;

CREATE FUNCTION public.mirror_new_messages() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF coalesce(current_setting('app.current_organization_id', true), '') <> '' AND public.is_mirrored_to_chatwoot() THEN
        INSERT INTO public.chatwoot_outbox (organization_id, contact_id, kind, message_id)
        SELECT n.organization_id, n.contact_id, 'message', n.id FROM new_messages n ORDER BY n.occurred_at, n.id;
    END IF;
    RETURN NULL;
END $$;

CREATE FUNCTION public.mirror_changed_messages() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF coalesce(current_setting('app.current_organization_id', true), '') <> '' AND public.is_mirrored_to_chatwoot() THEN
        INSERT INTO public.chatwoot_outbox (organization_id, contact_id, kind, message_id)
        SELECT n.organization_id, n.contact_id, k.kind, n.id FROM new_messages n JOIN old_messages o ON o.id = n.id
        CROSS JOIN LATERAL (VALUES
            (1, 'edit', n.edited_at IS DISTINCT FROM o.edited_at AND n.edited_at IS NOT NULL),
            (2, 'delete', n.deleted_at IS NOT NULL AND o.deleted_at IS NULL),
            (3, 'status', n.direction = 'outbound' AND n.status IS DISTINCT FROM o.status AND n.status IN ('sent', 'delivered', 'read', 'failed'))
        ) AS k (rank, kind, happened)
        WHERE k.happened ORDER BY n.occurred_at, n.id, k.rank;
    END IF;
    RETURN NULL;
END $$;

CREATE FUNCTION public.mirror_changed_conversations() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF coalesce(current_setting('app.current_organization_id', true), '') <> '' AND public.is_mirrored_to_chatwoot() THEN
        INSERT INTO public.chatwoot_outbox (organization_id, contact_id, kind)
        SELECT n.organization_id, n.contact_id, 'conversation' FROM new_conversations n JOIN old_conversations o ON o.id = n.id
        WHERE (n.status, n.holder) IS DISTINCT FROM (o.status, o.holder) OR n.holder_user_id IS DISTINCT FROM o.holder_user_id;
    END IF;
    RETURN NULL;
END $$;

CREATE TRIGGER mirror_new_messages AFTER INSERT ON public.messages
    REFERENCING NEW TABLE AS new_messages FOR EACH STATEMENT EXECUTE FUNCTION public.mirror_new_messages();
CREATE TRIGGER mirror_changed_messages AFTER UPDATE ON public.messages
    REFERENCING OLD TABLE AS old_messages NEW TABLE AS new_messages FOR EACH STATEMENT EXECUTE FUNCTION public.mirror_changed_messages();
CREATE TRIGGER mirror_changed_conversations AFTER UPDATE ON public.conversations
    REFERENCING OLD TABLE AS old_conversations NEW TABLE AS new_conversations FOR EACH STATEMENT EXECUTE FUNCTION public.mirror_changed_conversations();

GRANT CREATE ON SCHEMA gate TO chatflow_gate;
GRANT SELECT (organization_id, webhook_key_hash, signing_secret, enabled, state, failures, retry_at), UPDATE (retry_at) ON public.chatwoot_mirrors TO chatflow_gate;
GRANT SELECT (organization_id, id, contact_id) ON public.chatwoot_outbox TO chatflow_gate;
GRANT SELECT (organization_id, contact_id, lease_token, lease_until, retry_at), INSERT (organization_id, contact_id, lease_until, lease_token),
    UPDATE (lease_until, lease_token) ON public.chatwoot_conversations TO chatflow_gate;
CREATE POLICY gate_select ON public.chatwoot_mirrors FOR SELECT TO chatflow_gate USING (true);
-- FOR NO KEY UPDATE asks for it
CREATE POLICY gate_update ON public.chatwoot_mirrors FOR UPDATE TO chatflow_gate USING (true) WITH CHECK (true);
CREATE POLICY gate_select ON public.chatwoot_outbox FOR SELECT TO chatflow_gate USING (true);
CREATE POLICY gate_select ON public.chatwoot_conversations FOR SELECT TO chatflow_gate USING (true);
CREATE POLICY gate_insert ON public.chatwoot_conversations FOR INSERT TO chatflow_gate WITH CHECK (true);
CREATE POLICY gate_update ON public.chatwoot_conversations FOR UPDATE TO chatflow_gate USING (true) WITH CHECK (true);

-- Whose webhook of Chatwoot this is; the secret comes encrypted.
CREATE FUNCTION gate.find_chatwoot(p_key_hash bytea) RETURNS TABLE (organization_id uuid, signing_secret text)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public AS $$
    SELECT m.organization_id, m.signing_secret FROM chatwoot_mirrors m JOIN organizations o ON o.id = m.organization_id
    WHERE m.webhook_key_hash = p_key_hash AND m.enabled AND o.is_active
$$;

CREATE FUNCTION gate.organizations_with_chatwoot(p_limit integer) RETURNS SETOF uuid
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public AS $$
    SELECT m.organization_id FROM chatwoot_mirrors m
    WHERE EXISTS (SELECT 1 FROM webhook_inbox w WHERE w.organization_id = m.organization_id AND w.state = 'pending' AND w.channel = 'chatwoot')
    LIMIT p_limit
$$;

-- Conversations with something to tell, one lease each. An installation that does not answer is asked with one conversation.
CREATE FUNCTION gate.claim_chatwoot(p_now timestamptz, p_limit integer, p_per_organization integer, p_lease interval)
RETURNS TABLE (organization_id uuid, contact_id uuid, lease_token integer)
LANGUAGE sql SECURITY DEFINER SET search_path = pg_catalog, public AS $$
    WITH open AS MATERIALIZED (
        SELECT m.organization_id, m.failures FROM chatwoot_mirrors m
        WHERE m.enabled AND m.state <> 'refused' AND (m.retry_at IS NULL OR m.retry_at <= p_now)
        FOR NO KEY UPDATE SKIP LOCKED),
    heads AS (
        SELECT m.organization_id, h.contact_id, h.first, row_number() OVER (PARTITION BY m.organization_id ORDER BY h.first) AS turn
        FROM open m CROSS JOIN LATERAL (
            SELECT w.contact_id, min(w.id) AS first FROM (
                SELECT o.contact_id, o.id FROM chatwoot_outbox o
                WHERE o.organization_id = m.organization_id AND NOT EXISTS (
                    SELECT 1 FROM chatwoot_conversations c WHERE c.organization_id = o.organization_id AND c.contact_id = o.contact_id
                        AND (c.lease_until > clock_timestamp() OR c.retry_at > p_now))
                ORDER BY o.id LIMIT 500) w
            GROUP BY w.contact_id ORDER BY first LIMIT CASE WHEN m.failures > 0 THEN 1 ELSE p_per_organization END) h),
    pick AS (SELECT h.organization_id, h.contact_id FROM heads h ORDER BY h.turn, h.first LIMIT p_limit)
    INSERT INTO chatwoot_conversations AS c (organization_id, contact_id, lease_until, lease_token)
    SELECT p.organization_id, p.contact_id, clock_timestamp() + p_lease, 1 FROM pick p
    ON CONFLICT ON CONSTRAINT chatwoot_conversations_pkey DO UPDATE SET lease_until = excluded.lease_until, lease_token = c.lease_token + 1
        WHERE c.lease_until IS NULL OR c.lease_until <= clock_timestamp()
    RETURNING c.organization_id, c.contact_id, c.lease_token
$$;

DO $$
DECLARE f text;
BEGIN
    FOREACH f IN ARRAY ARRAY['gate.find_chatwoot(bytea)', 'gate.organizations_with_chatwoot(integer)',
        'gate.claim_chatwoot(timestamptz, integer, integer, interval)'] LOOP
        EXECUTE format('REVOKE ALL ON FUNCTION %s FROM PUBLIC', f);
        EXECUTE format('ALTER FUNCTION %s OWNER TO chatflow_gate', f);
    END LOOP;
END $$;
REVOKE CREATE ON SCHEMA gate FROM chatflow_gate;
