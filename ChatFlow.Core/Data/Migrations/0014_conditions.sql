-- Which comparison failed where a sequence's conditions decided, for whoever asks why nothing happened.
ALTER TABLE public.follow_up_decisions ADD COLUMN detail varchar(200);
