-- "jose" finds José, and "JOSÉ" finds jose. unaccent() is only STABLE, since somebody could change its dictionary; with
-- the dictionary named it depends on nothing else, so a column may be made of it and an index may stand on that.
-- Composed first: a Mac writes an accent as a letter of its own.
CREATE FUNCTION public.fold_text(value text) RETURNS text LANGUAGE sql IMMUTABLE PARALLEL SAFE STRICT
    AS $$ SELECT lower(public.unaccent('public.unaccent'::regdictionary, normalize(value, NFKC))) $$;

-- PostgreSQL 15 cannot change the expression of a stored column; one statement, so the table is written once.
ALTER TABLE public.contacts
    DROP COLUMN search_text,
    ADD COLUMN search_text text NOT NULL GENERATED ALWAYS AS (
        public.fold_text(coalesce(name, '') || ' ' || coalesce(phone, '') || ' ' || coalesce(email, ''))) STORED;
CREATE INDEX contacts_search ON public.contacts USING gin (organization_id, search_text gin_trgm_ops);
GRANT SELECT (search_text) ON public.contacts TO chatflow_gate;

CREATE OR REPLACE FUNCTION gate.search_contacts(p_pattern text, p_status text, p_tag text, p_before_at timestamptz, p_before_id uuid, p_limit integer)
RETURNS SETOF uuid
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, public AS $$
DECLARE
    org uuid := nullif(current_setting('app.current_organization_id', true), '')::uuid;
    folded text := public.fold_text(p_pattern);
BEGIN
    IF org IS NULL THEN
        RAISE EXCEPTION 'no organization' USING ERRCODE = '42501';
    END IF;
    RETURN QUERY SELECT c.id FROM contacts c
        WHERE c.organization_id = org AND c.search_text LIKE folded
            AND (p_status IS NULL OR c.status = p_status) AND (p_tag IS NULL OR p_tag = ANY (c.tags))
            AND (p_before_at IS NULL OR (c.created_at, c.id) < (p_before_at, p_before_id))
        ORDER BY c.created_at DESC, c.id DESC LIMIT p_limit;
END $$;
