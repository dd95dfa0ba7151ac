-- Evolution API: the instance's own token, who the number is, how fast it may send, and what is remembered of a channel
-- that nobody sets.
ALTER TABLE public.bot_configs
    -- the token that creating the instance answered with; encrypted
    ADD COLUMN evolution_instance_token text,
    ADD COLUMN connection_name varchar(255),
    -- the profile's picture, small, as it was fetched
    ADD COLUMN connection_picture bytea,
    ADD COLUMN read_receipts boolean NOT NULL DEFAULT true,
    ADD COLUMN pacing_preset varchar(20) NOT NULL DEFAULT 'normal' CHECK (pacing_preset IN ('careful', 'normal', 'fast', 'custom')),
    ADD COLUMN pacing_per_minute integer NOT NULL DEFAULT 30 CHECK (pacing_per_minute BETWEEN 1 AND 120),
    ADD COLUMN pacing_gap_from integer NOT NULL DEFAULT 1 CHECK (pacing_gap_from BETWEEN 0 AND 600),
    ADD COLUMN pacing_gap_to integer NOT NULL DEFAULT 3 CHECK (pacing_gap_to BETWEEN 0 AND 600),
    -- first contacts a day of a new number; null: no cap
    ADD COLUMN pacing_first_daily integer DEFAULT 50 CHECK (pacing_first_daily BETWEEN 1 AND 10000);

-- What waits for its number's turn. It says 'first' for somebody whom we have never talked with.
ALTER TABLE public.messages ADD COLUMN pace varchar(10) CHECK (pace IN ('cold', 'first'));
CREATE INDEX messages_paced ON public.messages (organization_id, dispatch_at) WHERE pace IS NOT NULL AND dispatch_at IS NOT NULL;
ALTER TABLE public.follow_up_executions ADD COLUMN paced_for timestamptz;
CREATE INDEX follow_up_executions_paced ON public.follow_up_executions (organization_id, dispatch_at) WHERE paced_for IS NOT NULL;

CREATE TABLE public.channel_states (
    organization_id uuid PRIMARY KEY REFERENCES public.organizations(id) ON DELETE CASCADE,
    -- when the provider was last asked how the connection stands
    checked_at timestamptz,
    -- what may have been missed since then is still to be fetched
    recover_from timestamptz,
    -- the QR and the pairing code, encrypted, for less than a minute
    pairing_secret text,
    pairing_ends_at timestamptz,
    -- the number, and since when it is this one: new numbers are banned sooner
    number varchar(50),
    number_since timestamptz,
    next_send_at timestamptz,
    -- the last place that was given away in the queue
    tail_at timestamptz,
    minute_at timestamptz,
    minute_count integer NOT NULL DEFAULT 0,
    day_at timestamptz,
    day_first_count integer NOT NULL DEFAULT 0
);

-- How the connection came to stand as it does.
CREATE TABLE public.connection_changes (
    id uuid PRIMARY KEY,
    organization_id uuid NOT NULL REFERENCES public.organizations(id) ON DELETE CASCADE,
    at timestamptz NOT NULL,
    status varchar(20) NOT NULL CHECK (status IN ('disconnected', 'connecting', 'connected')),
    reason varchar(100),
    UNIQUE (organization_id, id)
);
CREATE INDEX connection_changes_newest ON public.connection_changes (organization_id, at DESC, id DESC);

DO $$
DECLARE
    t text;
    own text := 'organization_id = (select nullif(current_setting(''app.current_organization_id'', true), '''')::uuid)';
BEGIN
    FOREACH t IN ARRAY ARRAY['channel_states', 'connection_changes'] LOOP
        EXECUTE format('ALTER TABLE public.%I ENABLE ROW LEVEL SECURITY', t);
        EXECUTE format('ALTER TABLE public.%I FORCE ROW LEVEL SECURITY', t);
        EXECUTE format('CREATE POLICY select_own_organization ON public.%I FOR SELECT USING (%s)', t, own);
        EXECUTE format('CREATE POLICY insert_own_organization ON public.%I FOR INSERT WITH CHECK (%s)', t, own);
        EXECUTE format('CREATE POLICY update_own_organization ON public.%I FOR UPDATE USING (%s) WITH CHECK (%s)', t, own, own);
        EXECUTE format('CREATE POLICY delete_own_organization ON public.%I FOR DELETE USING (%s)', t, own);
    END LOOP;
END $$;

GRANT SELECT (organization_id, connection_type, evolution_api_url, sending_paused, pacing_per_minute, pacing_gap_from, pacing_gap_to, pacing_first_daily)
    ON public.bot_configs TO chatflow_gate;
GRANT SELECT (created_at, pace), UPDATE (pace) ON public.messages TO chatflow_gate;
GRANT SELECT (organization_id, checked_at, number_since, next_send_at, tail_at, minute_at, minute_count, day_at, day_first_count),
    INSERT (organization_id, checked_at),
    UPDATE (checked_at, next_send_at, tail_at, minute_at, minute_count, day_at, day_first_count)
    ON public.channel_states TO chatflow_gate;
CREATE POLICY gate_select ON public.channel_states FOR SELECT TO chatflow_gate USING (true);
CREATE POLICY gate_insert ON public.channel_states FOR INSERT TO chatflow_gate WITH CHECK (true);
CREATE POLICY gate_update ON public.channel_states FOR UPDATE TO chatflow_gate USING (true) WITH CHECK (true);

GRANT CREATE ON SCHEMA gate TO chatflow_gate;

-- Evolution connections that nobody has asked about since p_before; whoever gets them asks, no other node does.
CREATE FUNCTION gate.claim_connection_checks(p_now timestamptz, p_before timestamptz, p_limit integer) RETURNS SETOF uuid
LANGUAGE sql SECURITY DEFINER SET search_path = pg_catalog, public AS $$
    INSERT INTO channel_states AS s (organization_id, checked_at)
    SELECT b.organization_id, p_now
    FROM bot_configs b JOIN organizations o ON o.id = b.organization_id AND o.is_active
    LEFT JOIN channel_states c ON c.organization_id = b.organization_id
    WHERE b.connection_type = 'evolution_api' AND b.evolution_api_url IS NOT NULL AND (c.checked_at IS NULL OR c.checked_at < p_before)
    ORDER BY c.checked_at NULLS FIRST, b.organization_id LIMIT p_limit
    ON CONFLICT (organization_id) DO UPDATE SET checked_at = p_now WHERE s.checked_at IS NULL OR s.checked_at < p_before
    RETURNING s.organization_id
$$;

-- Messages that open a conversation take turns on their number: of those that are due one may go, when the number's gap
-- has passed; the others get their places in the queue (dispatch_at). Called before gate.claim_sends with the same time.
CREATE FUNCTION gate.pace_sends(p_now timestamptz) RETURNS integer
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public AS $$
DECLARE
    s record;
    m record;
    step interval;
    slot timestamptz;
    released integer := 0;
    ids uuid[];
    slots timestamptz[];
BEGIN
    FOR s IN
        SELECT c.organization_id, c.next_send_at, c.tail_at, c.minute_at, c.minute_count, c.day_at, c.day_first_count,
            b.connection_type, b.pacing_per_minute, b.pacing_gap_from, b.pacing_gap_to,
            CASE WHEN c.number_since > p_now - interval '14 days' THEN b.pacing_first_daily END AS cap
        FROM channel_states c JOIN bot_configs b ON b.organization_id = c.organization_id
        WHERE NOT b.sending_paused AND c.organization_id IN (
            SELECT w.organization_id FROM messages w WHERE w.pace IS NOT NULL AND w.dispatch_at <= p_now)
        ORDER BY c.organization_id FOR UPDATE OF c
    LOOP
        IF s.connection_type <> 'evolution_api' THEN
            UPDATE messages SET pace = NULL WHERE organization_id = s.organization_id AND pace IS NOT NULL AND dispatch_at IS NOT NULL;
            CONTINUE;
        END IF;
        step := make_interval(secs => greatest((s.pacing_gap_from + s.pacing_gap_to) / 2.0, 60.0 / s.pacing_per_minute));
        IF s.minute_at IS NULL OR s.minute_at <= p_now - interval '1 minute' THEN s.minute_at := p_now; s.minute_count := 0; END IF;
        IF s.day_at IS NULL OR s.day_at <= p_now - interval '1 day' THEN s.day_at := p_now; s.day_first_count := 0; END IF;
        s.next_send_at := greatest(s.next_send_at, p_now);
        slot := s.next_send_at;
        ids := '{}';
        slots := '{}';
        -- those that had their place before come before those that have none yet
        FOR m IN
            SELECT w.id, w.pace, w.dispatch_at = w.created_at AS is_new FROM messages w
            WHERE w.organization_id = s.organization_id AND w.pace IS NOT NULL AND w.dispatch_at <= p_now
            ORDER BY w.dispatch_at = w.created_at, w.dispatch_at, w.id LIMIT 500
        LOOP
            IF m.pace = 'first' AND s.day_first_count >= s.cap THEN
                ids := ids || m.id;
                slots := slots || s.day_at + interval '1 day';
            ELSIF s.next_send_at <= p_now AND s.minute_count < s.pacing_per_minute THEN
                UPDATE messages SET pace = NULL WHERE id = m.id;
                released := released + 1;
                s.minute_count := s.minute_count + 1;
                s.day_first_count := s.day_first_count + (m.pace = 'first')::int;
                s.next_send_at := p_now + make_interval(secs => s.pacing_gap_from + random() * (s.pacing_gap_to - s.pacing_gap_from));
                IF s.minute_count >= s.pacing_per_minute THEN
                    s.next_send_at := greatest(s.next_send_at, s.minute_at + interval '1 minute');
                END IF;
                slot := s.next_send_at;
            ELSE
                IF m.is_new THEN
                    slot := greatest(slot, s.tail_at + step);
                END IF;
                ids := ids || m.id;
                slots := slots || slot;
                s.tail_at := greatest(s.tail_at, slot);
                slot := slot + step;
            END IF;
        END LOOP;
        -- never the very instant of its writing: that is how a message without a place is told
        UPDATE messages w SET dispatch_at = n.slot + CASE WHEN n.slot = w.created_at THEN interval '1 millisecond' ELSE interval '0' END
        FROM unnest(ids, slots) AS n (id, slot) WHERE w.id = n.id;
        UPDATE channel_states SET next_send_at = s.next_send_at, tail_at = s.tail_at, minute_at = s.minute_at, minute_count = s.minute_count,
            day_at = s.day_at, day_first_count = s.day_first_count WHERE organization_id = s.organization_id;
    END LOOP;
    RETURN released;
END $$;

REVOKE ALL ON FUNCTION gate.claim_connection_checks(timestamptz, timestamptz, integer), gate.pace_sends(timestamptz) FROM PUBLIC;
ALTER FUNCTION gate.claim_connection_checks(timestamptz, timestamptz, integer) OWNER TO chatflow_gate;
ALTER FUNCTION gate.pace_sends(timestamptz) OWNER TO chatflow_gate;
REVOKE CREATE ON SCHEMA gate FROM chatflow_gate;
