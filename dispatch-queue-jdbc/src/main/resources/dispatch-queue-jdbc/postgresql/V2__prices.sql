-- What the cost of an attempt follows from, however it ends: since when it was on its instance, by
-- this database's clock, and what that costs an hour.
ALTER TABLE "${flyway:defaultSchema}".attempt
  ADD COLUMN placed_at timestamptz,
  ADD COLUMN price_per_hour numeric;
