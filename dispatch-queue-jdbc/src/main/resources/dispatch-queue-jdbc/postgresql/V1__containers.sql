-- Containers, their attempts, and who is active. Times are by this database's clock.

CREATE TABLE "${flyway:defaultSchema}".lease (
  instance_set text COLLATE "C" PRIMARY KEY,
  fence bigint NOT NULL,
  holder text NOT NULL,
  expires_at timestamptz NOT NULL,
  token uuid NOT NULL,
  -- Makes the fence part of a key: a take-over waits for writes under the former fence
  -- (they hold FOR KEY SHARE), while renewing does not.
  UNIQUE (instance_set, fence)
);

CREATE TABLE "${flyway:defaultSchema}".container (
  seq bigint GENERATED ALWAYS AS IDENTITY UNIQUE,
  id varchar(128) COLLATE "C" PRIMARY KEY,
  -- As submitted; never changed.
  run text NOT NULL,
  needs text NOT NULL,
  labels text NOT NULL,
  retry text NOT NULL,
  supervisor boolean NOT NULL,
  submitted_priority bigint NOT NULL,
  submitted_preemptible boolean NOT NULL,
  created_at timestamptz NOT NULL DEFAULT CURRENT_TIMESTAMP,
  -- As it is.
  state varchar(16) COLLATE "C" NOT NULL
    CHECK (state IN ('QUEUED', 'LOCKED', 'RUNNING', 'COMPLETE', 'CANCELLED')),
  priority bigint NOT NULL,
  -- Rises as the priority falls, so that one ascending index has the order of the queue.
  queue_rank bigint GENERATED ALWAYS AS (-1 - priority) STORED,
  preemptible boolean NOT NULL,
  held_by text COLLATE "C",
  attempt bigint NOT NULL DEFAULT 0,
  instance text,
  started_at timestamptz,
  error text NOT NULL DEFAULT '',
  failed_starts integer NOT NULL DEFAULT 0,
  losses integer NOT NULL DEFAULT 0,
  ended integer NOT NULL DEFAULT 0,
  preemptions integer NOT NULL DEFAULT 0,
  retried bigint NOT NULL DEFAULT 0,
  -- Rises with each change; the token is that of the newest one.
  version bigint NOT NULL DEFAULT 0,
  token uuid,
  CHECK ((held_by IS NULL) = (state NOT IN ('LOCKED', 'RUNNING')))
);

CREATE INDEX container_queued ON "${flyway:defaultSchema}".container (queue_rank, seq)
  WHERE state = 'QUEUED';
CREATE INDEX container_held ON "${flyway:defaultSchema}".container (held_by, seq)
  WHERE held_by IS NOT NULL;
CREATE INDEX container_state ON "${flyway:defaultSchema}".container (state, seq);

CREATE TABLE "${flyway:defaultSchema}".container_label (
  -- SHA-256 of the name and the value: of any length, and equal for equal labels alone.
  digest bytea NOT NULL,
  container_seq bigint NOT NULL
    REFERENCES "${flyway:defaultSchema}".container (seq) ON DELETE CASCADE,
  PRIMARY KEY (digest, container_seq)
);
CREATE INDEX container_label_container
  ON "${flyway:defaultSchema}".container_label (container_seq);

CREATE TABLE "${flyway:defaultSchema}".attempt (
  container_seq bigint NOT NULL
    REFERENCES "${flyway:defaultSchema}".container (seq) ON DELETE CASCADE,
  number bigint NOT NULL,
  instance_set text NOT NULL,
  fence bigint NOT NULL,
  preemptible boolean NOT NULL,
  outcome varchar(16) NOT NULL,
  reason text NOT NULL DEFAULT '',
  instance text,
  locked_at timestamptz NOT NULL DEFAULT CURRENT_TIMESTAMP,
  started_at timestamptz,
  finished_at timestamptz,
  exit_status integer,
  stdout bytea,
  stdout_length bigint,
  stderr bytea,
  stderr_length bigint,
  cost numeric,
  PRIMARY KEY (container_seq, number)
);

CREATE FUNCTION "${flyway:defaultSchema}".tell() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  PERFORM pg_notify(TG_TABLE_SCHEMA, TG_ARGV[0]);
  RETURN NULL;
END
$$;

CREATE TRIGGER container_submitted AFTER INSERT ON "${flyway:defaultSchema}".container
  FOR EACH STATEMENT EXECUTE FUNCTION "${flyway:defaultSchema}".tell('queue');

CREATE TRIGGER container_changed AFTER UPDATE ON "${flyway:defaultSchema}".container
  FOR EACH ROW
  WHEN (OLD.priority <> NEW.priority
    OR (NEW.state = 'CANCELLED' AND OLD.state <> 'CANCELLED'))
  EXECUTE FUNCTION "${flyway:defaultSchema}".tell('queue');

CREATE TRIGGER container_ended AFTER UPDATE ON "${flyway:defaultSchema}".container
  FOR EACH ROW
  WHEN (NEW.state IN ('COMPLETE', 'CANCELLED') AND OLD.state NOT IN ('COMPLETE', 'CANCELLED'))
  EXECUTE FUNCTION "${flyway:defaultSchema}".tell('ended');
