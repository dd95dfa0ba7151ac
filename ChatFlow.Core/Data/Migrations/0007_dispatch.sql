-- A follow-up is many small writes (docs/adr/0007); fewer of them, each touching fewer indexes.

-- Space on the page for the next version of a row: ticks and counters then touch no index.
ALTER TABLE public.messages SET (fillfactor = 85);
ALTER TABLE public.follow_up_message_logs SET (fillfactor = 85);

-- Due work is looked for organization by organization: one with a backlog of a million hides nobody else's first row.
CREATE INDEX follow_up_executions_due_in_organization ON public.follow_up_executions (organization_id, dispatch_at, id) WHERE status = 'active';
DROP INDEX public.follow_up_executions_due;
DROP FUNCTION gate.next_execution_at();

-- follow_up_executions_of_contact begins with the same columns, and a contact has few runs.
DROP INDEX public.follow_up_executions_open_of_contact;

-- Nothing points at these rows, and the composite key to the run already names the organization.
ALTER TABLE public.follow_up_decisions DROP CONSTRAINT follow_up_decisions_organization_id_id_key,
    DROP CONSTRAINT follow_up_decisions_organization_id_fkey;
ALTER TABLE public.follow_up_message_logs DROP CONSTRAINT follow_up_message_logs_organization_id_id_key,
    DROP CONSTRAINT follow_up_message_logs_organization_id_fkey;

-- The seed's counters, and those of follow-ups with them: one write a contact instead of two.
CREATE OR REPLACE FUNCTION public.update_contact_metrics() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    UPDATE public.contacts c SET
        messages_received = c.messages_received + n.received,
        messages_sent = c.messages_sent + n.sent,
        last_contact_at = greatest(c.last_contact_at, n.at),
        last_inbound_at = greatest(c.last_inbound_at, n.inbound_at),
        followup_count = c.followup_count + n.follow_ups,
        last_followup_at = greatest(c.last_followup_at, n.followed_up_at)
    FROM (
        SELECT organization_id, contact_id,
            count(*) FILTER (WHERE direction = 'inbound') AS received,
            count(*) FILTER (WHERE direction = 'outbound') AS sent,
            max(coalesce(sent_at, created_at)) AS at,
            max(coalesce(sent_at, created_at)) FILTER (WHERE direction = 'inbound') AS inbound_at,
            count(*) FILTER (WHERE sender = 'follow_up') AS follow_ups,
            max(created_at) FILTER (WHERE sender = 'follow_up') AS followed_up_at
        FROM new_messages WHERE message_type <> 'system' GROUP BY organization_id, contact_id) n
    WHERE c.organization_id = n.organization_id AND c.id = n.contact_id;
    RETURN NULL;
END $$;

-- A claim, an intent and most outcomes complete nothing: that is seen without joining what was with what is.
CREATE OR REPLACE FUNCTION public.update_sequence_stats() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NOT EXISTS (SELECT 1 FROM new_executions n WHERE n.status = 'completed') THEN
        RETURN NULL;
    END IF;
    IF NOT EXISTS (
        SELECT 1 FROM new_executions n JOIN old_executions o ON o.id = n.id
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

-- p_per_organization: what goes into flight at once in one organization; the simulator takes everything at once.
-- p_busy: organizations that have enough in flight.
GRANT CREATE ON SCHEMA gate TO chatflow_gate;
DROP FUNCTION gate.claim_executions(timestamptz, integer, integer, interval);
CREATE FUNCTION gate.claim_executions(p_now timestamptz, p_limit integer, p_per_organization integer, p_lease interval, p_busy uuid[] DEFAULT '{}')
RETURNS TABLE (organization_id uuid, execution_id uuid, contact_id uuid, lease_token integer)
LANGUAGE sql SECURITY DEFINER SET search_path = pg_catalog, public AS $$
    -- a loose index scan: one probe an organization that has active runs
    WITH RECURSIVE waiting AS (
        (SELECT e.organization_id, e.dispatch_at FROM follow_up_executions e WHERE e.status = 'active'
            ORDER BY e.organization_id, e.dispatch_at LIMIT 1)
        UNION ALL
        SELECT n.organization_id, n.dispatch_at FROM waiting w
        CROSS JOIN LATERAL (SELECT e.organization_id, e.dispatch_at FROM follow_up_executions e
            WHERE e.status = 'active' AND e.organization_id > w.organization_id ORDER BY e.organization_id, e.dispatch_at LIMIT 1) n),
    -- twice each one's share: some of it is another node's already
    ready AS (
        SELECT w.organization_id, ceil(2.0 * p_limit / count(*) OVER ())::integer AS share
        FROM waiting w WHERE w.dispatch_at <= p_now AND NOT w.organization_id = ANY (p_busy)),
    due AS (
        SELECT d.id, d.dispatch_at, row_number() OVER (PARTITION BY r.organization_id ORDER BY d.dispatch_at, d.id) AS turn
        FROM ready r
        LEFT JOIN bot_configs b ON b.organization_id = r.organization_id
        CROSS JOIN LATERAL (
            SELECT e.id, e.dispatch_at FROM follow_up_executions e
            WHERE e.organization_id = r.organization_id AND e.status = 'active' AND e.dispatch_at <= p_now
                AND (e.lease_until IS NULL OR e.lease_until < clock_timestamp())
            ORDER BY e.dispatch_at, e.id
            LIMIT least(r.share, CASE WHEN b.connection_type = 'simulator' THEN p_limit ELSE p_per_organization END)) d),
    pick AS (
        SELECT e.id FROM follow_up_executions e JOIN due d ON d.id = e.id
        WHERE e.status = 'active' AND e.dispatch_at <= p_now AND (e.lease_until IS NULL OR e.lease_until < clock_timestamp())
        ORDER BY d.turn, d.dispatch_at, d.id LIMIT p_limit FOR UPDATE OF e SKIP LOCKED)
    UPDATE follow_up_executions e SET lease_until = clock_timestamp() + p_lease, lease_token = e.lease_token + 1, attempt = e.attempt + 1
    FROM pick WHERE e.id = pick.id RETURNING e.organization_id, e.id, e.contact_id, e.lease_token
$$;
REVOKE ALL ON FUNCTION gate.claim_executions(timestamptz, integer, integer, interval, uuid[]) FROM PUBLIC;
ALTER FUNCTION gate.claim_executions(timestamptz, integer, integer, interval, uuid[]) OWNER TO chatflow_gate;
REVOKE CREATE ON SCHEMA gate FROM chatflow_gate;
