-- Voice, pictures and files: what is known of them. The bytes lie in the blob store, never here.
CREATE TABLE public.media_files (
    id uuid PRIMARY KEY,
    organization_id uuid NOT NULL REFERENCES public.organizations(id) ON DELETE CASCADE,
    -- both empty for what a person has uploaded and not sent yet
    contact_id uuid,
    message_id uuid,
    kind varchar(20) NOT NULL CHECK (kind IN ('image', 'video', 'audio', 'document', 'sticker')),
    state varchar(20) NOT NULL CHECK (state IN ('waiting', 'fetching', 'stored', 'refused', 'gone')),
    declared_type varchar(200),
    sniffed_type varchar(100),
    file_name varchar(255),
    byte_count bigint,
    sha256 bytea,
    blob_name varchar(64),
    thumbnail_name varchar(64),
    width integer,
    height integer,
    seconds integer,
    voice boolean NOT NULL DEFAULT false,
    attempts integer NOT NULL DEFAULT 0,
    next_try_at timestamptz,
    error_code varchar(100),
    created_at timestamptz NOT NULL,
    stored_at timestamptz,
    UNIQUE (organization_id, id),
    UNIQUE (organization_id, message_id),
    FOREIGN KEY (organization_id, contact_id) REFERENCES public.contacts (organization_id, id) ON DELETE CASCADE,
    FOREIGN KEY (organization_id, message_id) REFERENCES public.messages (organization_id, id) ON DELETE CASCADE
);
CREATE INDEX media_files_contact ON public.media_files (organization_id, contact_id);
CREATE INDEX media_files_due ON public.media_files (next_try_at, id) WHERE state IN ('waiting', 'fetching');
CREATE INDEX media_files_age ON public.media_files (organization_id, created_at) WHERE state <> 'gone';
CREATE INDEX media_files_blob ON public.media_files (blob_name) WHERE blob_name IS NOT NULL;
CREATE INDEX media_files_thumbnail ON public.media_files (thumbnail_name) WHERE thumbnail_name IS NOT NULL;

DO $$
DECLARE
    own text := 'organization_id = (select nullif(current_setting(''app.current_organization_id'', true), '''')::uuid)';
BEGIN
    ALTER TABLE public.media_files ENABLE ROW LEVEL SECURITY;
    ALTER TABLE public.media_files FORCE ROW LEVEL SECURITY;
    EXECUTE format('CREATE POLICY select_own_organization ON public.media_files FOR SELECT USING (%s)', own);
    EXECUTE format('CREATE POLICY insert_own_organization ON public.media_files FOR INSERT WITH CHECK (%s)', own);
    EXECUTE format('CREATE POLICY update_own_organization ON public.media_files FOR UPDATE USING (%s) WITH CHECK (%s)', own, own);
    EXECUTE format('CREATE POLICY delete_own_organization ON public.media_files FOR DELETE USING (%s)', own);
END $$;

GRANT CREATE ON SCHEMA gate TO chatflow_gate;
GRANT SELECT (id, organization_id, state, next_try_at, attempts, blob_name, thumbnail_name), UPDATE (state, next_try_at, attempts)
    ON public.media_files TO chatflow_gate;
CREATE POLICY gate_select ON public.media_files FOR SELECT TO chatflow_gate USING (true);
CREATE POLICY gate_update ON public.media_files FOR UPDATE TO chatflow_gate USING (true) WITH CHECK (true);

-- Blobs that nothing needs any more, whoever took the row away (a contact, a message, retention): names alone, so that
-- they outlive their organization. What is listed and still needed is taken off the list, not deleted.
CREATE TABLE gate.blob_deletions (
    name varchar(64) PRIMARY KEY,
    due_at timestamptz NOT NULL
);
CREATE INDEX blob_deletions_due ON gate.blob_deletions (due_at);
GRANT SELECT, INSERT, UPDATE, DELETE ON gate.blob_deletions TO chatflow_gate;

CREATE FUNCTION gate.list_blobs() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public AS $$
BEGIN
    -- A row may go while its bytes are still being written: then the blob is looked for again when that must be over.
    INSERT INTO gate.blob_deletions (name, due_at)
    SELECT n, clock_timestamp() + CASE WHEN OLD.state = 'fetching' THEN interval '30 minutes' ELSE interval '0' END
    FROM unnest(ARRAY[OLD.blob_name, OLD.thumbnail_name]) AS n
    WHERE n IS NOT NULL AND (TG_OP = 'DELETE' OR n NOT IN (coalesce(NEW.blob_name, ''), coalesce(NEW.thumbnail_name, '')))
    ON CONFLICT (name) DO UPDATE SET due_at = excluded.due_at;
    RETURN NULL;
END $$;
CREATE TRIGGER media_files_list_blobs_on_delete AFTER DELETE ON public.media_files
    FOR EACH ROW WHEN (OLD.blob_name IS NOT NULL OR OLD.thumbnail_name IS NOT NULL) EXECUTE FUNCTION gate.list_blobs();
CREATE TRIGGER media_files_list_blobs_on_update AFTER UPDATE OF blob_name, thumbnail_name ON public.media_files
    FOR EACH ROW WHEN (OLD.blob_name IS DISTINCT FROM NEW.blob_name OR OLD.thumbnail_name IS DISTINCT FROM NEW.thumbnail_name)
    EXECUTE FUNCTION gate.list_blobs();

-- Whoever wrote a message took it back: its bytes go too.
CREATE FUNCTION public.drop_media_of_deleted_message() RETURNS trigger
LANGUAGE plpgsql SET search_path = pg_catalog, public AS $$
BEGIN
    UPDATE media_files SET state = 'gone', error_code = 'deleted', blob_name = NULL, thumbnail_name = NULL, next_try_at = NULL
    WHERE organization_id = NEW.organization_id AND message_id = NEW.id;
    RETURN NULL;
END $$;
CREATE TRIGGER messages_drop_media AFTER UPDATE OF deleted_at ON public.messages
    FOR EACH ROW WHEN (OLD.deleted_at IS NULL AND NEW.deleted_at IS NOT NULL
        AND NEW.message_type IN ('image', 'video', 'audio', 'document', 'sticker'))
    EXECUTE FUNCTION public.drop_media_of_deleted_message();

-- Bytes that were put aside before anybody can say whether a row will name them.
CREATE FUNCTION gate.expect_blobs(p_names text[], p_due_at timestamptz) RETURNS void
LANGUAGE sql SECURITY DEFINER SET search_path = pg_catalog, public AS $$
    INSERT INTO gate.blob_deletions (name, due_at) SELECT n, p_due_at FROM unnest(p_names) AS n ON CONFLICT (name) DO NOTHING
$$;

-- Takes the list's due entries: those still named by a row are only taken off. The blob is deleted afterwards; a crash in
-- between leaves it listed, since the entry goes with forget_blobs.
CREATE FUNCTION gate.claim_blob_deletions(p_now timestamptz, p_limit integer) RETURNS SETOF text
LANGUAGE sql SECURITY DEFINER SET search_path = pg_catalog, public AS $$
    WITH pick AS (
        SELECT d.name FROM gate.blob_deletions d WHERE d.due_at <= p_now ORDER BY d.due_at, d.name LIMIT p_limit FOR UPDATE SKIP LOCKED),
    needed AS (
        DELETE FROM gate.blob_deletions d USING pick p WHERE d.name = p.name AND (
            EXISTS (SELECT 1 FROM media_files m WHERE m.blob_name = p.name) OR EXISTS (SELECT 1 FROM media_files m WHERE m.thumbnail_name = p.name))
        RETURNING d.name),
    held AS (
        UPDATE gate.blob_deletions d SET due_at = p_now + interval '5 minutes' FROM pick p
        WHERE d.name = p.name AND NOT EXISTS (SELECT 1 FROM media_files m WHERE m.blob_name = p.name)
            AND NOT EXISTS (SELECT 1 FROM media_files m WHERE m.thumbnail_name = p.name)
        RETURNING d.name)
    SELECT h.name::text FROM held h
$$;

CREATE FUNCTION gate.forget_blobs(p_names text[]) RETURNS void
LANGUAGE sql SECURITY DEFINER SET search_path = pg_catalog, public AS $$
    DELETE FROM gate.blob_deletions d WHERE d.name = ANY (p_names)
$$;

-- What is due to be fetched, fair between organizations. A fetch whose process died is due again after the lease.
CREATE FUNCTION gate.claim_media(p_now timestamptz, p_limit integer, p_per_organization integer, p_lease interval)
RETURNS TABLE (organization_id uuid, media_id uuid)
LANGUAGE sql SECURITY DEFINER SET search_path = pg_catalog, public AS $$
    WITH due AS (
        SELECT m.id, m.organization_id, m.next_try_at FROM media_files m
        WHERE m.state IN ('waiting', 'fetching') AND m.next_try_at <= p_now
        ORDER BY m.next_try_at, m.id LIMIT p_limit * 8),
    fair AS (SELECT d.id, row_number() OVER (PARTITION BY d.organization_id ORDER BY d.next_try_at, d.id) AS turn FROM due d),
    pick AS (
        SELECT m.id FROM media_files m JOIN fair f ON f.id = m.id
        WHERE f.turn <= p_per_organization AND m.state IN ('waiting', 'fetching') AND m.next_try_at <= p_now
        ORDER BY f.turn, m.next_try_at, m.id LIMIT p_limit FOR UPDATE OF m SKIP LOCKED)
    UPDATE media_files m SET state = 'fetching', next_try_at = p_now + p_lease, attempts = m.attempts + 1
    FROM pick WHERE m.id = pick.id RETURNING m.organization_id, m.id
$$;

DO $$
DECLARE f text;
BEGIN
    FOREACH f IN ARRAY ARRAY['gate.list_blobs()', 'gate.expect_blobs(text[], timestamptz)', 'gate.claim_blob_deletions(timestamptz, integer)',
        'gate.forget_blobs(text[])', 'gate.claim_media(timestamptz, integer, integer, interval)'] LOOP
        EXECUTE format('REVOKE ALL ON FUNCTION %s FROM PUBLIC', f);
        EXECUTE format('ALTER FUNCTION %s OWNER TO chatflow_gate', f);
    END LOOP;
END $$;
REVOKE CREATE ON SCHEMA gate FROM chatflow_gate;
