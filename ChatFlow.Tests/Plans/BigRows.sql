-- About a million messages of one business, and a few small neighbours. Triggers and foreign keys are
-- off while it is filled, indexes are built afterwards.
SET session_replication_role = replica;
SET synchronous_commit = off;
SET maintenance_work_mem = '256MB';
UPDATE pg_index SET indisready = false WHERE indrelid::regclass::text IN
    ('messages', 'contacts', 'contact_identities', 'conversations', 'follow_up_executions', 'follow_up_message_logs', 'follow_up_decisions', 'webhook_inbox', 'contact_events');

CREATE FUNCTION pg_temp.id(kind int, n bigint) RETURNS uuid LANGUAGE sql IMMUTABLE AS
    $$ SELECT (lpad(to_hex(kind), 8, '0') || '-0000-4000-8000-' || lpad(to_hex(n), 12, '0'))::uuid $$;

-- Business 0 is the big one.
INSERT INTO organizations (id, name, slug, time_zone) SELECT pg_temp.id(1, n), 'Business ' || n, 'business-' || n, 'UTC' FROM generate_series(0, 20) n;
INSERT INTO users (id, organization_id, email, password_hash, role) SELECT pg_temp.id(2, n), pg_temp.id(1, n), 'admin' || n || '@example.com', '-', 'admin' FROM generate_series(0, 20) n;
INSERT INTO bot_configs (organization_id, connection_type, business_name, webhook_key_hash, webhook_key, webhook_secret, bot_enabled)
    SELECT pg_temp.id(1, n), 'simulator', 'Business ' || n, int8send(n), '-', '-', true FROM generate_series(0, 20) n;

INSERT INTO contacts (id, organization_id, phone, name, status, tags, created_at, messages_received, messages_sent, last_contact_at, last_inbound_at)
    SELECT pg_temp.id(3, n), pg_temp.id(1, CASE WHEN n < 100000 THEN 0 ELSE n % 20 + 1 END), '+1305' || lpad(n::text, 7, '0'),
        CASE WHEN n = 4321 THEN 'Xochiquetzal' ELSE (ARRAY['Ana', 'Beto', 'Carla', 'Diego', 'Elena'])[n % 5 + 1] || ' ' || n % 100 END,
        CASE WHEN n % 5000 = 0 THEN 'churned' ELSE 'lead' END, CASE WHEN n % 5000 = 1 THEN ARRAY['vip'] ELSE '{}' END,
        timestamptz '2026-01-01Z' + n * interval '4 minutes', 5, 5, timestamptz '2026-11-01Z', timestamptz '2026-11-01Z'
    FROM generate_series(0, 101000) n;
INSERT INTO contact_identities (organization_id, kind, value, contact_id, address) SELECT organization_id, 'phone', phone, id, ltrim(phone, '+') FROM contacts;

-- A year of messages; every two hundredth is with contact 1, who writes a lot.
INSERT INTO messages (id, organization_id, contact_id, direction, message_content, status, whatsapp_message_id, sent_at, created_at, message_type, sender, occurred_at, dispatch_at, sending_since)
    SELECT pg_temp.id(4, n), pg_temp.id(1, CASE WHEN n < 1000000 THEN 0 ELSE n % 20 + 1 END), pg_temp.id(3, CASE WHEN n >= 1000000 THEN 100000 + n % 1000 WHEN n % 200 = 0 THEN 1 ELSE n % 100000 END),
        CASE WHEN n % 2 = 0 THEN 'inbound' ELSE 'outbound' END, 'Bom dia', CASE WHEN n % 5000 = 1 THEN 'pending' ELSE 'delivered' END,
        CASE WHEN n % 5000 <> 1 THEN 'wamid.' || n END, t.at, t.at, 'text',
        CASE WHEN n % 2 = 0 THEN 'contact' WHEN n % 20 = 1 THEN 'follow_up' WHEN n % 4 = 1 THEN 'person' ELSE 'bot' END, t.at,
        CASE WHEN n % 5000 = 1 THEN t.at END, CASE WHEN n % 50000 = 7 THEN t.at END
    FROM generate_series(0, 1009999) n, LATERAL (SELECT timestamptz '2025-11-24Z' + n * interval '31 seconds' AS at) t;

-- Nearly all is resolved, as in a business that keeps up.
INSERT INTO conversations (id, organization_id, contact_id, status, holder, holder_user_id, unread_count, last_message_at, bot_due_at, last_message_preview, created_at)
    SELECT pg_temp.id(5, n), c.organization_id, c.id, CASE WHEN n % 500 = 0 THEN 'open' ELSE 'resolved' END,
        CASE WHEN n % 1000 = 0 THEN 'person' WHEN n % 500 = 0 THEN 'bot' ELSE 'nobody' END, CASE WHEN n % 2000 = 0 THEN pg_temp.id(2, 0) END,
        CASE WHEN n % 1500 = 0 THEN 2 ELSE 0 END, timestamptz '2026-01-01Z' + n * interval '4 minutes',
        CASE WHEN n % 1000 = 500 THEN timestamptz '2026-11-01Z' END, 'Bom dia', c.created_at
    FROM generate_series(0, 101000) n JOIN contacts c ON c.id = pg_temp.id(3, n);

INSERT INTO follow_up_sequences (id, organization_id, name, trigger_type) SELECT pg_temp.id(6, n), pg_temp.id(1, n / 5), 'Sequence ' || n, 'abandoned_cart' FROM generate_series(0, 104) n;
INSERT INTO follow_up_messages (id, organization_id, sequence_id, step_order, delay_amount, delay_unit, message_template)
    SELECT pg_temp.id(7, n), pg_temp.id(1, n / 5), pg_temp.id(6, n), 1, 1, 'hours', 'still there?' FROM generate_series(0, 104) n;
INSERT INTO follow_up_executions (id, organization_id, sequence_id, contact_id, status, exit_reason, current_step, started_at, completed_at, dispatch_at, next_scheduled_at, total_messages_sent)
    SELECT pg_temp.id(8, n), pg_temp.id(1, 0), pg_temp.id(6, n % 5), pg_temp.id(3, n % 100000), CASE WHEN t.open THEN 'active' ELSE 'completed' END,
        CASE WHEN NOT t.open THEN 'replied' END, 1, t.at, CASE WHEN NOT t.open THEN t.at END, CASE WHEN t.open THEN timestamptz '2026-11-20Z' + n * interval '8 seconds' END, NULL, 1
    FROM generate_series(0, 199999) n, LATERAL (SELECT timestamptz '2025-11-24Z' + n * interval '155 seconds' AS at, n % 40 = 0 AND n < 100000 AS open) t;
INSERT INTO follow_up_decisions (id, organization_id, execution_id, at, step, kind, reason)
    SELECT pg_temp.id(9, n), pg_temp.id(1, 0), pg_temp.id(8, n), timestamptz '2025-11-24Z' + n * interval '155 seconds', 1, 'enrolled', 'trigger_matched' FROM generate_series(0, 199999) n;
-- The follow-up's messages are those that end in 1 (mod 20).
INSERT INTO follow_up_message_logs (id, organization_id, execution_id, message_id, step_number, message_sent, contact_id, sent_message_id, delivery_status, whatsapp_message_id, created_at)
    SELECT pg_temp.id(10, n), pg_temp.id(1, 0), pg_temp.id(8, n), pg_temp.id(7, n % 5), 1, '', pg_temp.id(3, n % 100000), pg_temp.id(4, n * 20 + 1), 'delivered', 'wamid.' || n * 20 + 1,
        timestamptz '2025-11-24Z' + (n * 20 + 1) * interval '31 seconds'
    FROM generate_series(0, 49999) n;
INSERT INTO contact_events (id, organization_id, contact_id, type, occurred_at, created_at, data)
    SELECT pg_temp.id(11, n), pg_temp.id(1, 0), pg_temp.id(3, n), 'abandoned_cart', t.at, t.at, '{}'
    FROM generate_series(0, 49999) n, LATERAL (SELECT timestamptz '2025-11-24Z' + n * interval '600 seconds' AS at) t;

INSERT INTO webhook_inbox (organization_id, channel, body, body_hash, received_at, state)
    SELECT pg_temp.id(1, CASE WHEN n % 10 = 0 THEN n / 10 % 21 ELSE 0 END), 'simulator', '{}', decode(md5(n::text), 'hex'), timestamptz '2026-11-01Z' + n * interval '1 second',
        CASE WHEN n % 200 IN (0, 5) THEN 'pending' ELSE 'done' END
    FROM generate_series(0, 199999) n;

UPDATE pg_index SET indisready = true WHERE NOT indisready;
REINDEX TABLE messages;
REINDEX TABLE contacts;
REINDEX TABLE contact_identities;
REINDEX TABLE conversations;
REINDEX TABLE follow_up_executions;
REINDEX TABLE follow_up_message_logs;
REINDEX TABLE follow_up_decisions;
REINDEX TABLE webhook_inbox;
REINDEX TABLE contact_events;
