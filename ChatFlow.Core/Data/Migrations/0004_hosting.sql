-- What the command line and the webhooks of Meta must find before the organization is known.
GRANT SELECT (slug) ON public.organizations TO chatflow_gate;
GRANT SELECT (meta_business_account_id) ON public.bot_configs TO chatflow_gate;
CREATE INDEX bot_configs_meta_account ON public.bot_configs (meta_business_account_id);
GRANT CREATE ON SCHEMA gate TO chatflow_gate;

CREATE FUNCTION gate.find_organization(p_slug text) RETURNS uuid
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public AS $$
    SELECT o.id FROM organizations o WHERE o.slug = p_slug
$$;

-- Whose a part of a Meta body may be: it names a number, or (templates, account matters) only the account.
CREATE FUNCTION gate.find_meta_owners(p_routes text[]) RETURNS TABLE (organization_id uuid, meta_app_secret text)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public AS $$
    SELECT b.organization_id, b.meta_app_secret
    FROM bot_configs b JOIN organizations o ON o.id = b.organization_id
    WHERE (b.meta_phone_number_id = ANY (p_routes) OR b.meta_business_account_id = ANY (p_routes))
        AND b.connection_type = 'meta_api' AND o.is_active
$$;

REVOKE ALL ON FUNCTION gate.find_organization(text), gate.find_meta_owners(text[]) FROM PUBLIC;
ALTER FUNCTION gate.find_organization(text) OWNER TO chatflow_gate;
ALTER FUNCTION gate.find_meta_owners(text[]) OWNER TO chatflow_gate;
REVOKE CREATE ON SCHEMA gate FROM chatflow_gate;
