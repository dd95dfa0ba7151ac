-- Row-level security on every table with organization_id, and the gate: what must be known before the organization is,
-- or across organizations, goes through functions of a role that cannot log in and sees only the columns listed here.
DO $$
DECLARE
    t record;
    own text := 'organization_id = (select nullif(current_setting(''app.current_organization_id'', true), '''')::uuid)';
BEGIN
    FOR t IN
        SELECT c.oid::regclass AS name FROM pg_class c JOIN pg_attribute a ON a.attrelid = c.oid
        WHERE c.relnamespace = 'public'::regnamespace AND c.relkind = 'r' AND a.attname = 'organization_id' AND NOT a.attisdropped
    LOOP
        EXECUTE format('ALTER TABLE %s ENABLE ROW LEVEL SECURITY', t.name);
        EXECUTE format('ALTER TABLE %s FORCE ROW LEVEL SECURITY', t.name);
        EXECUTE format('CREATE POLICY select_own_organization ON %s FOR SELECT USING (%s)', t.name, own);
        EXECUTE format('CREATE POLICY insert_own_organization ON %s FOR INSERT WITH CHECK (%s)', t.name, own);
        EXECUTE format('CREATE POLICY update_own_organization ON %s FOR UPDATE USING (%s) WITH CHECK (%s)', t.name, own, own);
        EXECUTE format('CREATE POLICY delete_own_organization ON %s FOR DELETE USING (%s)', t.name, own);
    END LOOP;
END $$;

ALTER TABLE public.organizations ENABLE ROW LEVEL SECURITY;
ALTER TABLE public.organizations FORCE ROW LEVEL SECURITY;
CREATE POLICY select_own_organization ON public.organizations FOR SELECT
    USING (id = (select nullif(current_setting('app.current_organization_id', true), '')::uuid));
CREATE POLICY insert_own_organization ON public.organizations FOR INSERT
    WITH CHECK (id = (select nullif(current_setting('app.current_organization_id', true), '')::uuid));
CREATE POLICY update_own_organization ON public.organizations FOR UPDATE
    USING (id = (select nullif(current_setting('app.current_organization_id', true), '')::uuid))
    WITH CHECK (id = (select nullif(current_setting('app.current_organization_id', true), '')::uuid));
CREATE POLICY delete_own_organization ON public.organizations FOR DELETE
    USING (id = (select nullif(current_setting('app.current_organization_id', true), '')::uuid));

CREATE SCHEMA gate;
REVOKE ALL ON SCHEMA gate FROM PUBLIC;
GRANT USAGE, CREATE ON SCHEMA gate TO chatflow_gate;
GRANT USAGE ON SCHEMA public TO chatflow_gate;

-- Which organization holds a provider's number or instance; the application reaches it through claim_channel only.
CREATE TABLE gate.channel_claims (
    kind varchar(20) NOT NULL,
    identity varchar(800) NOT NULL,
    organization_id uuid NOT NULL REFERENCES public.organizations(id) ON DELETE CASCADE,
    PRIMARY KEY (kind, identity)
);
CREATE UNIQUE INDEX channel_claims_organization ON gate.channel_claims (organization_id);
GRANT SELECT, INSERT, UPDATE, DELETE ON gate.channel_claims TO chatflow_gate;

GRANT SELECT (id, is_active, created_at) ON public.organizations TO chatflow_gate;
GRANT SELECT (id, organization_id, email, normalized_email) ON public.users TO chatflow_gate;
GRANT SELECT (id, organization_id, token_hash) ON public.invitations TO chatflow_gate;
GRANT SELECT (id, organization_id, key_hash, name, revoked_at) ON public.api_keys TO chatflow_gate;
GRANT SELECT (organization_id, connection_type, webhook_key_hash, webhook_secret, meta_phone_number_id, meta_app_secret, meta_verify_token, sending_paused)
    ON public.bot_configs TO chatflow_gate;
GRANT INSERT (organization_id, channel, body, body_hash, received_at, state, error), SELECT (id, organization_id, channel, body_hash, state) ON public.webhook_inbox TO chatflow_gate;
GRANT SELECT (id, organization_id, dispatch_at, sending_since, attempt, status), UPDATE (dispatch_at, sending_since, attempt, status) ON public.messages TO chatflow_gate;
GRANT SELECT (id, organization_id, contact_id, status, dispatch_at, lease_token, lease_until, attempt), UPDATE (lease_token, lease_until, attempt) ON public.follow_up_executions TO chatflow_gate;
GRANT SELECT (id, organization_id, bot_due_at, bot_lease_token, bot_lease_until), UPDATE (bot_lease_token, bot_lease_until) ON public.conversations TO chatflow_gate;
GRANT SELECT (id, organization_id, search_text, status, tags, created_at) ON public.contacts TO chatflow_gate;

CREATE POLICY gate_select ON public.organizations FOR SELECT TO chatflow_gate USING (true);
CREATE POLICY gate_select ON public.users FOR SELECT TO chatflow_gate USING (true);
CREATE POLICY gate_select ON public.invitations FOR SELECT TO chatflow_gate USING (true);
CREATE POLICY gate_select ON public.api_keys FOR SELECT TO chatflow_gate USING (true);
CREATE POLICY gate_select ON public.bot_configs FOR SELECT TO chatflow_gate USING (true);
CREATE POLICY gate_select ON public.webhook_inbox FOR SELECT TO chatflow_gate USING (true);
CREATE POLICY gate_insert ON public.webhook_inbox FOR INSERT TO chatflow_gate WITH CHECK (true);
CREATE POLICY gate_select ON public.messages FOR SELECT TO chatflow_gate USING (true);
CREATE POLICY gate_update ON public.messages FOR UPDATE TO chatflow_gate USING (true) WITH CHECK (true);
CREATE POLICY gate_select ON public.follow_up_executions FOR SELECT TO chatflow_gate USING (true);
CREATE POLICY gate_update ON public.follow_up_executions FOR UPDATE TO chatflow_gate USING (true) WITH CHECK (true);
CREATE POLICY gate_select ON public.conversations FOR SELECT TO chatflow_gate USING (true);
CREATE POLICY gate_update ON public.conversations FOR UPDATE TO chatflow_gate USING (true) WITH CHECK (true);
CREATE POLICY gate_select ON public.contacts FOR SELECT TO chatflow_gate USING (true);

-- Who signs in.
CREATE FUNCTION gate.find_user_by_email(p_normalized_email text) RETURNS TABLE (organization_id uuid, user_id uuid)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public AS $$
    SELECT u.organization_id, u.id FROM users u WHERE u.normalized_email = p_normalized_email
$$;

CREATE FUNCTION gate.find_user_organization(p_user_id uuid) RETURNS uuid
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public AS $$
    SELECT u.organization_id FROM users u WHERE u.id = p_user_id
$$;

CREATE FUNCTION gate.find_invitation(p_token_hash bytea) RETURNS TABLE (organization_id uuid, invitation_id uuid)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public AS $$
    SELECT i.organization_id, i.id FROM invitations i WHERE i.token_hash = p_token_hash
$$;

CREATE FUNCTION gate.find_api_key(p_key_hash bytea) RETURNS TABLE (organization_id uuid, api_key_id uuid)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public AS $$
    SELECT k.organization_id, k.id FROM api_keys k JOIN organizations o ON o.id = k.organization_id
    WHERE k.key_hash = p_key_hash AND k.revoked_at IS NULL AND o.is_active
$$;

-- Whose webhook this is; secrets come encrypted.
CREATE FUNCTION gate.find_webhook(p_key_hash bytea)
RETURNS TABLE (organization_id uuid, connection_type text, webhook_secret text, meta_phone_number_id text, meta_app_secret text, meta_verify_token text)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public AS $$
    SELECT b.organization_id, b.connection_type, b.webhook_secret, b.meta_phone_number_id, b.meta_app_secret, b.meta_verify_token
    FROM bot_configs b JOIN organizations o ON o.id = b.organization_id WHERE b.webhook_key_hash = p_key_hash AND o.is_active
$$;

CREATE FUNCTION gate.find_meta_numbers(p_phone_number_ids text[])
RETURNS TABLE (organization_id uuid, meta_phone_number_id text, meta_app_secret text)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public AS $$
    SELECT b.organization_id, b.meta_phone_number_id, b.meta_app_secret
    FROM bot_configs b JOIN organizations o ON o.id = b.organization_id
    WHERE b.meta_phone_number_id = ANY (p_phone_number_ids) AND b.connection_type = 'meta_api' AND o.is_active
$$;

-- True when the organization holds the identity afterwards; null identity releases what it held.
CREATE FUNCTION gate.claim_channel(p_organization_id uuid, p_kind text, p_identity text) RETURNS boolean
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public AS $$
DECLARE holder uuid;
BEGIN
    IF p_organization_id IS DISTINCT FROM nullif(current_setting('app.current_organization_id', true), '')::uuid THEN
        RAISE EXCEPTION 'not the current organization' USING ERRCODE = '42501';
    END IF;
    DELETE FROM gate.channel_claims c WHERE c.organization_id = p_organization_id
        AND (p_identity IS NULL OR (c.kind, c.identity) <> (p_kind, p_identity));
    IF p_identity IS NULL THEN
        RETURN true;
    END IF;
    INSERT INTO gate.channel_claims VALUES (p_kind, p_identity, p_organization_id) ON CONFLICT (kind, identity) DO NOTHING;
    SELECT c.organization_id INTO holder FROM gate.channel_claims c WHERE c.kind = p_kind AND c.identity = p_identity;
    RETURN holder = p_organization_id;
END $$;

-- Many bodies, one commit; a body that is there already is there already.
CREATE FUNCTION gate.store_webhooks(p_organization_ids uuid[], p_channels text[], p_bodies bytea[], p_hashes bytea[], p_states text[], p_errors text[], p_received_at timestamptz)
RETURNS void LANGUAGE sql SECURITY DEFINER SET search_path = pg_catalog, public AS $$
    INSERT INTO webhook_inbox (organization_id, channel, body, body_hash, received_at, state, error)
    SELECT o, c, b, h, p_received_at, s, e
    FROM unnest(p_organization_ids, p_channels, p_bodies, p_hashes, p_states, p_errors) AS n (o, c, b, h, s, e)
    WHERE EXISTS (SELECT 1 FROM organizations g WHERE g.id = n.o)
    ON CONFLICT (organization_id, channel, body_hash) DO NOTHING
$$;

CREATE FUNCTION gate.organizations_with_webhooks(p_limit integer) RETURNS SETOF uuid
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public AS $$
    -- a loose index scan: one probe an organization, not one row a webhook
    WITH RECURSIVE waiting AS (
        (SELECT w.organization_id FROM webhook_inbox w WHERE w.state = 'pending' ORDER BY w.organization_id LIMIT 1)
        UNION ALL
        SELECT (SELECT w.organization_id FROM webhook_inbox w
                WHERE w.state = 'pending' AND w.organization_id > p.organization_id ORDER BY w.organization_id LIMIT 1)
        FROM waiting p WHERE p.organization_id IS NOT NULL)
    SELECT organization_id FROM waiting WHERE organization_id IS NOT NULL LIMIT p_limit
$$;

CREATE FUNCTION gate.organization_ids(p_after uuid, p_limit integer) RETURNS SETOF uuid
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public AS $$
    SELECT o.id FROM organizations o WHERE p_after IS NULL OR o.id > p_after ORDER BY o.id LIMIT p_limit
$$;

-- Claiming marks that bytes may leave from here on (sending_since, by the database's clock).
CREATE FUNCTION gate.claim_sends(p_now timestamptz, p_limit integer, p_per_organization integer)
RETURNS TABLE (organization_id uuid, message_id uuid)
LANGUAGE sql SECURITY DEFINER SET search_path = pg_catalog, public AS $$
    WITH due AS (
        SELECT m.id, m.organization_id, m.dispatch_at FROM messages m
        WHERE m.dispatch_at <= p_now
            AND NOT EXISTS (SELECT 1 FROM bot_configs b WHERE b.organization_id = m.organization_id AND b.sending_paused)
        ORDER BY m.dispatch_at, m.id LIMIT p_limit * 8),
    fair AS (SELECT d.id, row_number() OVER (PARTITION BY d.organization_id ORDER BY d.dispatch_at, d.id) AS turn FROM due d),
    pick AS (
        SELECT m.id FROM messages m JOIN fair f ON f.id = m.id
        WHERE f.turn <= p_per_organization AND m.dispatch_at <= p_now
        ORDER BY f.turn, m.dispatch_at, m.id LIMIT p_limit FOR UPDATE OF m SKIP LOCKED)
    UPDATE messages m SET dispatch_at = NULL, sending_since = clock_timestamp(), attempt = m.attempt + 1
    FROM pick WHERE m.id = pick.id RETURNING m.organization_id, m.id
$$;

-- A send whose process died: nobody knows whether it left.
CREATE FUNCTION gate.expire_sends(p_older interval) RETURNS TABLE (organization_id uuid, message_id uuid)
LANGUAGE sql SECURITY DEFINER SET search_path = pg_catalog, public AS $$
    UPDATE messages m SET sending_since = NULL, status = CASE WHEN m.status = 'pending' THEN 'unknown' ELSE m.status END
    WHERE m.id IN (SELECT s.id FROM messages s WHERE s.sending_since < clock_timestamp() - p_older
                   ORDER BY s.sending_since LIMIT 500 FOR UPDATE SKIP LOCKED)
    RETURNING m.organization_id, m.id
$$;

CREATE FUNCTION gate.claim_executions(p_now timestamptz, p_limit integer, p_per_organization integer, p_lease interval)
RETURNS TABLE (organization_id uuid, execution_id uuid, contact_id uuid, lease_token integer)
LANGUAGE sql SECURITY DEFINER SET search_path = pg_catalog, public AS $$
    WITH due AS (
        SELECT e.id, e.organization_id, e.dispatch_at FROM follow_up_executions e
        WHERE e.status = 'active' AND e.dispatch_at <= p_now AND (e.lease_until IS NULL OR e.lease_until < clock_timestamp())
        ORDER BY e.dispatch_at, e.id LIMIT p_limit * 8),
    fair AS (SELECT d.id, row_number() OVER (PARTITION BY d.organization_id ORDER BY d.dispatch_at, d.id) AS turn FROM due d),
    pick AS (
        SELECT e.id FROM follow_up_executions e JOIN fair f ON f.id = e.id
        WHERE f.turn <= p_per_organization AND e.status = 'active' AND e.dispatch_at <= p_now
            AND (e.lease_until IS NULL OR e.lease_until < clock_timestamp())
        ORDER BY f.turn, e.dispatch_at, e.id LIMIT p_limit FOR UPDATE OF e SKIP LOCKED)
    UPDATE follow_up_executions e SET lease_until = clock_timestamp() + p_lease, lease_token = e.lease_token + 1, attempt = e.attempt + 1
    FROM pick WHERE e.id = pick.id RETURNING e.organization_id, e.id, e.contact_id, e.lease_token
$$;

CREATE FUNCTION gate.next_execution_at() RETURNS timestamptz
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public AS $$
    SELECT min(e.dispatch_at) FROM follow_up_executions e WHERE e.status = 'active'
$$;

CREATE FUNCTION gate.claim_bot_turns(p_now timestamptz, p_limit integer, p_lease interval)
RETURNS TABLE (organization_id uuid, conversation_id uuid, lease_token integer)
LANGUAGE sql SECURITY DEFINER SET search_path = pg_catalog, public AS $$
    WITH pick AS (
        SELECT c.id FROM conversations c
        WHERE c.bot_due_at <= p_now AND (c.bot_lease_until IS NULL OR c.bot_lease_until < clock_timestamp())
        ORDER BY c.bot_due_at, c.id LIMIT p_limit FOR UPDATE SKIP LOCKED)
    UPDATE conversations c SET bot_lease_until = clock_timestamp() + p_lease, bot_lease_token = c.bot_lease_token + 1
    FROM pick WHERE c.id = pick.id RETURNING c.organization_id, c.id, c.bot_lease_token
$$;

-- Search inside one organization: under a policy the trigram operators would not use their index (research/trust.md 0.1).
CREATE FUNCTION gate.search_contacts(p_pattern text, p_status text, p_tag text, p_before_at timestamptz, p_before_id uuid, p_limit integer)
RETURNS SETOF uuid
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, public AS $$
DECLARE org uuid := nullif(current_setting('app.current_organization_id', true), '')::uuid;
BEGIN
    IF org IS NULL THEN
        RAISE EXCEPTION 'no organization' USING ERRCODE = '42501';
    END IF;
    RETURN QUERY SELECT c.id FROM contacts c
        WHERE c.organization_id = org AND c.search_text LIKE p_pattern
            AND (p_status IS NULL OR c.status = p_status) AND (p_tag IS NULL OR p_tag = ANY (c.tags))
            AND (p_before_at IS NULL OR (c.created_at, c.id) < (p_before_at, p_before_id))
        ORDER BY c.created_at DESC, c.id DESC LIMIT p_limit;
END $$;

DO $$
DECLARE f record;
BEGIN
    FOR f IN SELECT p.oid::regprocedure AS name FROM pg_proc p WHERE p.pronamespace = 'gate'::regnamespace LOOP
        EXECUTE format('REVOKE ALL ON FUNCTION %s FROM PUBLIC', f.name);
        EXECUTE format('ALTER FUNCTION %s OWNER TO chatflow_gate', f.name);
    END LOOP;
END $$;
REVOKE CREATE ON SCHEMA gate FROM chatflow_gate;
