-- Claims update executions as chatflow_gate, which sees no sequence: nothing has completed then, and the trigger must not
-- look further. It also spares every claim and every lease the search for sequences to lock.
CREATE OR REPLACE FUNCTION public.update_sequence_stats() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
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
