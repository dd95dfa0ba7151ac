-- What the plans on a million rows showed (ChatFlow.Tests/Plans): a tab of the inbox must not walk over the conversations
-- of the others. A conversation is in exactly one of the first two, so that writing costs what one index did.
CREATE INDEX conversations_open ON public.conversations (organization_id, last_message_at DESC, id DESC) WHERE status <> 'resolved';
CREATE INDEX conversations_resolved ON public.conversations (organization_id, last_message_at DESC, id DESC) WHERE status = 'resolved';
CREATE INDEX conversations_unread ON public.conversations (organization_id, last_message_at DESC, id DESC) WHERE unread_count > 0;
CREATE INDEX conversations_held ON public.conversations (organization_id, holder_user_id, last_message_at DESC, id DESC)
    WHERE holder = 'person' AND status <> 'resolved';
DROP INDEX public.conversations_newest;

-- Every message touches its contact; with room on the page that is no new entry in any index, the one of three letters above all.
ALTER TABLE public.contacts SET (fillfactor = 80);

-- Nor must a rare tag be looked for in every contact. Array operators are not leakproof and use no index under a policy:
-- so the tag is looked for with the organization as an explicit predicate, as words are.
CREATE INDEX contacts_tags ON public.contacts USING gin (organization_id, tags);
GRANT CREATE ON SCHEMA gate TO chatflow_gate;
CREATE FUNCTION gate.tagged_contacts(p_tag text, p_status text, p_before_at timestamptz, p_before_id uuid, p_limit integer)
RETURNS SETOF uuid
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, public AS $$
DECLARE org uuid := nullif(current_setting('app.current_organization_id', true), '')::uuid;
BEGIN
    IF org IS NULL THEN
        RAISE EXCEPTION 'no organization' USING ERRCODE = '42501';
    END IF;
    RETURN QUERY SELECT c.id FROM contacts c
        WHERE c.organization_id = org AND c.tags @> ARRAY[p_tag] AND (p_status IS NULL OR c.status = p_status)
            AND (p_before_at IS NULL OR (c.created_at, c.id) < (p_before_at, p_before_id))
        ORDER BY c.created_at DESC, c.id DESC LIMIT p_limit;
END $$;
REVOKE ALL ON FUNCTION gate.tagged_contacts(text, text, timestamptz, uuid, integer) FROM PUBLIC;
ALTER FUNCTION gate.tagged_contacts(text, text, timestamptz, uuid, integer) OWNER TO chatflow_gate;
REVOKE CREATE ON SCHEMA gate FROM chatflow_gate;
