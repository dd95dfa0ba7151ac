-- How each organization's connection is doing, measured every minute where there is traffic, one row each so that pages are
-- cheap; and how the simulator behaves where somebody tries what a real provider does.
ALTER TABLE public.bot_configs ADD COLUMN simulator_behaviour jsonb NOT NULL DEFAULT '{}';

CREATE TABLE public.connection_health (
    organization_id uuid PRIMARY KEY REFERENCES public.organizations(id) ON DELETE CASCADE,
    state varchar(20) NOT NULL CHECK (state IN ('working', 'quiet', 'disconnected', 'receives_only', 'sends_only')),
    state_since timestamptz NOT NULL,
    measured_at timestamptz NOT NULL,
    last_inbound_at timestamptz,
    last_accepted_at timestamptz,
    last_acknowledged_at timestamptz,
    -- of the last quarter of an hour: sends that the provider took over a minute ago, and those of them without a tick
    sends integer NOT NULL,
    unacknowledged integer NOT NULL,
    queue_length integer NOT NULL,
    queue_oldest_at timestamptz,
    -- of the last 24 hours, by class
    errors jsonb NOT NULL DEFAULT '{}',
    -- an incident that people were told of; null when none is open
    incident_since timestamptz
);
ALTER TABLE public.connection_health ENABLE ROW LEVEL SECURITY;
ALTER TABLE public.connection_health FORCE ROW LEVEL SECURITY;
CREATE POLICY select_own_organization ON public.connection_health FOR SELECT
    USING (organization_id = (select nullif(current_setting('app.current_organization_id', true), '')::uuid));
CREATE POLICY insert_own_organization ON public.connection_health FOR INSERT
    WITH CHECK (organization_id = (select nullif(current_setting('app.current_organization_id', true), '')::uuid));
CREATE POLICY update_own_organization ON public.connection_health FOR UPDATE
    USING (organization_id = (select nullif(current_setting('app.current_organization_id', true), '')::uuid))
    WITH CHECK (organization_id = (select nullif(current_setting('app.current_organization_id', true), '')::uuid));
CREATE POLICY delete_own_organization ON public.connection_health FOR DELETE
    USING (organization_id = (select nullif(current_setting('app.current_organization_id', true), '')::uuid));
CREATE POLICY gate_select ON public.connection_health FOR SELECT TO chatflow_gate USING (true);
GRANT SELECT (organization_id, state) ON public.connection_health TO chatflow_gate;
GRANT SELECT (created_at) ON public.messages TO chatflow_gate;

-- Failures of a day are few among its messages.
CREATE INDEX messages_with_error ON public.messages (organization_id, created_at) WHERE error_code IS NOT NULL;

GRANT CREATE ON SCHEMA gate TO chatflow_gate;

-- Organizations to look at: with messages since then (one probe of an index each), with a queue, or whose state may have
-- changed because nothing comes any more; and how long their queue is (one pass over what waits in the installation).
CREATE FUNCTION gate.connections_with_traffic(p_since timestamptz, p_after uuid, p_limit integer)
RETURNS TABLE (organization_id uuid, queue_length integer, queue_oldest_at timestamptz)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public AS $$
    WITH waiting AS (
        SELECT m.organization_id, count(*)::integer AS length, min(m.dispatch_at) AS oldest
        FROM messages m WHERE m.dispatch_at IS NOT NULL GROUP BY m.organization_id)
    SELECT o.id, coalesce(w.length, 0), w.oldest
    FROM organizations o LEFT JOIN waiting w ON w.organization_id = o.id
    WHERE o.is_active AND (p_after IS NULL OR o.id > p_after)
        AND (w.length IS NOT NULL
            OR EXISTS (SELECT 1 FROM messages m WHERE m.organization_id = o.id AND m.created_at > p_since)
            OR EXISTS (SELECT 1 FROM connection_health h WHERE h.organization_id = o.id AND h.state <> 'quiet'))
    ORDER BY o.id LIMIT p_limit
$$;

-- How many connections of the installation are in which state, for the operator's probe; it names nobody.
CREATE FUNCTION gate.connection_states() RETURNS TABLE (state text, connections bigint)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public AS $$
    SELECT h.state::text, count(*) FROM connection_health h JOIN organizations o ON o.id = h.organization_id AND o.is_active
    GROUP BY h.state ORDER BY h.state
$$;

REVOKE ALL ON FUNCTION gate.connections_with_traffic(timestamptz, uuid, integer), gate.connection_states() FROM PUBLIC;
ALTER FUNCTION gate.connections_with_traffic(timestamptz, uuid, integer) OWNER TO chatflow_gate;
ALTER FUNCTION gate.connection_states() OWNER TO chatflow_gate;
REVOKE CREATE ON SCHEMA gate FROM chatflow_gate;
