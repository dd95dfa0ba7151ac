-- A plain inbox: organizations, contacts, messages, with the indexes that an inbox needs and no row-level security.
CREATE TABLE organizations (id integer PRIMARY KEY, name text NOT NULL);
CREATE TABLE contacts (
    id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    organization_id integer NOT NULL REFERENCES organizations (id),
    phone text NOT NULL,
    name text,
    unread_count integer NOT NULL DEFAULT 0,
    last_message_at timestamptz,
    last_message_preview text,
    UNIQUE (organization_id, phone)
);
CREATE INDEX contacts_newest ON contacts (organization_id, last_message_at DESC);
CREATE TABLE messages (
    id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    organization_id integer NOT NULL REFERENCES organizations (id),
    contact_id bigint NOT NULL REFERENCES contacts (id),
    provider_id text NOT NULL,
    body text NOT NULL,
    raw jsonb NOT NULL,
    sent_at timestamptz NOT NULL,
    UNIQUE (organization_id, provider_id)
);
CREATE INDEX messages_thread ON messages (contact_id, sent_at DESC);
INSERT INTO organizations SELECT n, 'organization ' || n FROM generate_series(1, 50) n;
INSERT INTO contacts (organization_id, phone, name)
    SELECT 1 + n % 50, '55119' || lpad((n / 50)::text, 8, '0'), 'Ana' FROM generate_series(0, 99999) n;
