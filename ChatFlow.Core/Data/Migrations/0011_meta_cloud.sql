-- Meta's Cloud API: templates, the account's state, what it tells, and what messages cost.
CREATE TABLE public.whatsapp_templates (
    id uuid PRIMARY KEY,
    organization_id uuid NOT NULL REFERENCES public.organizations(id) ON DELETE CASCADE,
    provider_id varchar(64),
    name varchar(512) NOT NULL,
    language varchar(20) NOT NULL,
    status varchar(30) NOT NULL CHECK (status IN ('approved', 'pending', 'rejected', 'paused', 'disabled', 'in_appeal',
        'pending_deletion', 'deleted', 'limit_exceeded', 'archived', 'other')),
    category varchar(30) NOT NULL CHECK (category IN ('marketing', 'utility', 'authentication', 'other')),
    quality varchar(20),
    rejected_reason varchar(300),
    -- placeholders have names instead of numbers
    named boolean NOT NULL DEFAULT false,
    components jsonb NOT NULL DEFAULT '[]',
    created_at timestamptz NOT NULL,
    changed_at timestamptz NOT NULL,
    UNIQUE (organization_id, id)
);
-- what a template is known by; also the order of the list
CREATE UNIQUE INDEX whatsapp_templates_name ON public.whatsapp_templates (organization_id, name, language);

-- One row an organization: what Meta last said of its number and account.
CREATE TABLE public.meta_accounts (
    organization_id uuid PRIMARY KEY REFERENCES public.organizations(id) ON DELETE CASCADE,
    phone_number_id varchar(255) NOT NULL,
    business_account_id varchar(255),
    verified_name varchar(200),
    quality varchar(60),
    messaging_limit varchar(60),
    throughput varchar(60),
    number_status varchar(60),
    name_status varchar(60),
    checked_at timestamptz,
    check_error varchar(100),
    subscribed_at timestamptz,
    subscribe_error varchar(100),
    templates_at timestamptz,
    templates_error varchar(100)
);

CREATE TABLE public.channel_notices (
    id uuid PRIMARY KEY,
    organization_id uuid NOT NULL REFERENCES public.organizations(id) ON DELETE CASCADE,
    at timestamptz NOT NULL,
    kind varchar(20) NOT NULL CHECK (kind IN ('account', 'alert', 'number', 'capability', 'error')),
    code varchar(60) NOT NULL,
    detail varchar(300),
    UNIQUE (organization_id, id)
);
CREATE INDEX channel_notices_newest ON public.channel_notices (organization_id, at DESC, id DESC);

-- What a message was charged as. It outlives the message: deleting a contact changes no account, and nothing in it is personal.
CREATE TABLE public.message_costs (
    organization_id uuid NOT NULL REFERENCES public.organizations(id) ON DELETE CASCADE,
    message_id uuid NOT NULL,
    at timestamptz NOT NULL,
    country varchar(2) NOT NULL,
    category varchar(40) NOT NULL,
    type varchar(40),
    billable boolean NOT NULL,
    -- null: nobody has entered a price
    amount numeric(12, 6),
    currency varchar(3),
    PRIMARY KEY (organization_id, message_id)
);
CREATE INDEX message_costs_by_time ON public.message_costs (organization_id, at);

DO $$
DECLARE
    t text;
    own text := 'organization_id = (select nullif(current_setting(''app.current_organization_id'', true), '''')::uuid)';
BEGIN
    FOREACH t IN ARRAY ARRAY['whatsapp_templates', 'meta_accounts', 'channel_notices', 'message_costs'] LOOP
        EXECUTE format('ALTER TABLE public.%I ENABLE ROW LEVEL SECURITY', t);
        EXECUTE format('ALTER TABLE public.%I FORCE ROW LEVEL SECURITY', t);
        EXECUTE format('CREATE POLICY select_own_organization ON public.%I FOR SELECT USING (%s)', t, own);
        EXECUTE format('CREATE POLICY insert_own_organization ON public.%I FOR INSERT WITH CHECK (%s)', t, own);
        EXECUTE format('CREATE POLICY update_own_organization ON public.%I FOR UPDATE USING (%s) WITH CHECK (%s)', t, own, own);
        EXECUTE format('CREATE POLICY delete_own_organization ON public.%I FOR DELETE USING (%s)', t, own);
    END LOOP;
END $$;

-- Automatic messages stay away until then: WhatsApp held back the number or restricted the account.
ALTER TABLE public.bot_configs ADD COLUMN automation_held_until timestamptz, ADD COLUMN automation_held_code varchar(100);

ALTER TABLE public.contacts
    -- the public name of somebody whose number may be hidden; it changes and identifies nobody
    ADD COLUMN username varchar(100),
    -- how often WhatsApp could not deliver, and when last; an answer after that makes up for all of it
    ADD COLUMN undeliverable_count integer NOT NULL DEFAULT 0,
    ADD COLUMN undeliverable_at timestamptz,
    -- WhatsApp wants marketing to this person to wait
    ADD COLUMN marketing_held_until timestamptz,
    -- WhatsApp said that the 24-hour window is closed, whatever we counted
    ADD COLUMN window_refused_at timestamptz;

-- The username is searched too (0008 says why the column is made again).
ALTER TABLE public.contacts
    DROP COLUMN search_text,
    ADD COLUMN search_text text NOT NULL GENERATED ALWAYS AS (
        public.fold_text(coalesce(name, '') || ' ' || coalesce(phone, '') || ' ' || coalesce(email, '') || ' ' || coalesce(username, ''))) STORED;
CREATE INDEX contacts_search ON public.contacts USING gin (organization_id, search_text gin_trgm_ops);
GRANT SELECT (search_text) ON public.contacts TO chatflow_gate;

-- Meta's price list, one for the installation: the operator keeps it, everybody's costs are counted with it.
GRANT CREATE ON SCHEMA gate TO chatflow_gate;
CREATE TABLE gate.message_prices (
    country varchar(2) NOT NULL,
    category varchar(40) NOT NULL,
    from_month date NOT NULL CHECK (extract(day FROM from_month) = 1),
    amount numeric(12, 6) NOT NULL CHECK (amount >= 0),
    currency varchar(3) NOT NULL,
    -- false: a default that came with ChatFlow and that nobody has checked
    checked boolean NOT NULL DEFAULT false,
    PRIMARY KEY (country, category, from_month)
);
GRANT SELECT, INSERT, UPDATE, DELETE ON gate.message_prices TO chatflow_gate;

CREATE FUNCTION gate.message_prices() RETURNS TABLE (country text, category text, from_month date, amount numeric, currency text, checked boolean)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public AS $$
    SELECT p.country, p.category, p.from_month, p.amount, p.currency, p.checked FROM gate.message_prices p
    ORDER BY p.country, p.category, p.from_month DESC LIMIT 5000
$$;

CREATE FUNCTION gate.put_message_price(p_country text, p_category text, p_from_month date, p_amount numeric, p_currency text) RETURNS void
LANGUAGE sql SECURITY DEFINER SET search_path = pg_catalog, public AS $$
    INSERT INTO gate.message_prices VALUES (p_country, p_category, p_from_month, p_amount, p_currency, true)
    ON CONFLICT (country, category, from_month) DO UPDATE SET amount = excluded.amount, currency = excluded.currency, checked = true
$$;

CREATE FUNCTION gate.delete_message_price(p_country text, p_category text, p_from_month date) RETURNS void
LANGUAGE sql SECURITY DEFINER SET search_path = pg_catalog, public AS $$
    DELETE FROM gate.message_prices p WHERE p.country = p_country AND p.category = p_category AND p.from_month = p_from_month
$$;

REVOKE ALL ON FUNCTION gate.message_prices(), gate.put_message_price(text, text, date, numeric, text), gate.delete_message_price(text, text, date) FROM PUBLIC;
ALTER FUNCTION gate.message_prices() OWNER TO chatflow_gate;
ALTER FUNCTION gate.put_message_price(text, text, date, numeric, text) OWNER TO chatflow_gate;
ALTER FUNCTION gate.delete_message_price(text, text, date) OWNER TO chatflow_gate;
REVOKE CREATE ON SCHEMA gate FROM chatflow_gate;

-- Unverified defaults (see MessagePrices.cs): list prices in USD as published for July 2025; the operator must check them.
INSERT INTO gate.message_prices (country, category, from_month, amount, currency) VALUES
    ('AR', 'marketing', '2025-07-01', 0.0618, 'USD'), ('AR', 'utility', '2025-07-01', 0.0289, 'USD'), ('AR', 'authentication', '2025-07-01', 0.0289, 'USD'),
    ('BR', 'marketing', '2025-07-01', 0.0625, 'USD'), ('BR', 'utility', '2025-07-01', 0.0068, 'USD'), ('BR', 'authentication', '2025-07-01', 0.0068, 'USD'),
    ('CL', 'marketing', '2025-07-01', 0.0889, 'USD'),
    ('CO', 'marketing', '2025-07-01', 0.0125, 'USD'),
    ('ES', 'marketing', '2025-07-01', 0.0615, 'USD'),
    ('MX', 'marketing', '2025-07-01', 0.0436, 'USD'),
    ('PE', 'marketing', '2025-07-01', 0.0703, 'USD'),
    ('US', 'marketing', '2025-07-01', 0.0250, 'USD');
