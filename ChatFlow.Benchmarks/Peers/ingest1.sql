\set org random(1, 50)
\set contact random(0, 2199)
\set message random(1, 9000000000000000)
WITH person AS (
    INSERT INTO contacts (organization_id, phone, name, unread_count, last_message_at, last_message_preview)
    SELECT :org, '55119' || lpad(:contact::text, 8, '0'), 'Ana', 1, now(), 'Bom dia, quero saber'
    WHERE NOT EXISTS (SELECT 1 FROM messages WHERE organization_id = :org AND provider_id = 'wamid.' || :message)
    ON CONFLICT (organization_id, phone) DO UPDATE SET unread_count = contacts.unread_count + 1,
        last_message_at = excluded.last_message_at, last_message_preview = excluded.last_message_preview
    RETURNING id)
INSERT INTO messages (organization_id, contact_id, provider_id, body, raw, sent_at)
SELECT :org, id, 'wamid.' || :message, 'Bom dia, quero saber o preço do plano mensal',
    '{"type":"text","text":{"body":"Bom dia, quero saber o preço do plano mensal"}}', now() FROM person
ON CONFLICT (organization_id, provider_id) DO NOTHING;
