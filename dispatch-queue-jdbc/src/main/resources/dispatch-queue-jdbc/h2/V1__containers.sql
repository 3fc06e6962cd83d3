-- Containers, their attempts, and who is active. Times are by this database's clock.

CREATE TABLE "${flyway:defaultSchema}".lease (
  instance_set varchar PRIMARY KEY,
  fence bigint NOT NULL,
  holder varchar NOT NULL,
  expires_at timestamp(9) with time zone NOT NULL,
  token uuid NOT NULL,
  UNIQUE (instance_set, fence)
);

CREATE TABLE "${flyway:defaultSchema}".container (
  seq bigint GENERATED ALWAYS AS IDENTITY UNIQUE,
  id varchar(128) PRIMARY KEY,
  -- As submitted; never changed.
  run character large object NOT NULL,
  needs varchar NOT NULL,
  labels varchar NOT NULL,
  retry varchar NOT NULL,
  supervisor boolean NOT NULL,
  submitted_priority bigint NOT NULL,
  submitted_preemptible boolean NOT NULL,
  created_at timestamp(9) with time zone NOT NULL DEFAULT CURRENT_TIMESTAMP,
  -- As it is.
  state varchar(16) NOT NULL
    CHECK (state IN ('QUEUED', 'LOCKED', 'RUNNING', 'COMPLETE', 'CANCELLED')),
  priority bigint NOT NULL,
  -- Rises as the priority falls, so that one ascending index has the order of the queue.
  queue_rank bigint GENERATED ALWAYS AS (-1 - priority),
  preemptible boolean NOT NULL,
  held_by varchar,
  attempt bigint NOT NULL DEFAULT 0,
  instance varchar,
  started_at timestamp(9) with time zone,
  error varchar NOT NULL DEFAULT '',
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

CREATE INDEX "${flyway:defaultSchema}".container_queued
  ON "${flyway:defaultSchema}".container (state, queue_rank, seq);
CREATE INDEX "${flyway:defaultSchema}".container_held
  ON "${flyway:defaultSchema}".container (held_by, seq);
CREATE INDEX "${flyway:defaultSchema}".container_state ON "${flyway:defaultSchema}".container (state, seq);

CREATE TABLE "${flyway:defaultSchema}".container_label (
  -- SHA-256 of the name and the value: of any length, and equal for equal labels alone.
  digest varbinary NOT NULL,
  container_seq bigint NOT NULL
    REFERENCES "${flyway:defaultSchema}".container (seq) ON DELETE CASCADE,
  PRIMARY KEY (digest, container_seq)
);
CREATE INDEX "${flyway:defaultSchema}".container_label_container
  ON "${flyway:defaultSchema}".container_label (container_seq);

CREATE TABLE "${flyway:defaultSchema}".attempt (
  container_seq bigint NOT NULL
    REFERENCES "${flyway:defaultSchema}".container (seq) ON DELETE CASCADE,
  number bigint NOT NULL,
  instance_set varchar NOT NULL,
  fence bigint NOT NULL,
  preemptible boolean NOT NULL,
  outcome varchar(16) NOT NULL,
  reason varchar NOT NULL DEFAULT '',
  instance varchar,
  locked_at timestamp(9) with time zone NOT NULL DEFAULT CURRENT_TIMESTAMP,
  started_at timestamp(9) with time zone,
  finished_at timestamp(9) with time zone,
  exit_status integer,
  stdout varbinary,
  stdout_length bigint,
  stderr varbinary,
  stderr_length bigint,
  cost decfloat(34),
  PRIMARY KEY (container_seq, number)
);
