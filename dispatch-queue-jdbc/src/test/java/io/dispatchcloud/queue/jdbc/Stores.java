package io.dispatchcloud.queue.jdbc;

import io.dispatchcloud.api.cloud.InstanceId;
import io.dispatchcloud.api.cloud.InstanceSetId;
import io.dispatchcloud.api.container.ContainerId;
import io.dispatchcloud.api.container.ContainerSpec;
import io.dispatchcloud.api.container.Needs;
import io.dispatchcloud.api.container.OutputTail;
import io.dispatchcloud.api.container.RunResult;
import io.dispatchcloud.api.container.RunSpec;
import io.dispatchcloud.api.queue.ControllerException;
import io.dispatchcloud.api.queue.Owner;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/** What the tests of the store have in common. */
final class Stores {
  static final InstanceSetId SET = new InstanceSetId("set");
  static final InstanceId HOST = new InstanceId("i-1");
  static final Instant T0 = Instant.parse("2026-01-02T03:04:05Z");
  static final String SECRET = "5ec7e75ec7e7";

  private Stores() {}

  /** The two databases, each with an empty store. */
  enum Kind {
    H2 {
      @Override
      String url(String schema) {
        return "jdbc:h2:mem:" + schema;
      }

      @Override
      String user() {
        return "";
      }
    },
    POSTGRESQL {
      @Override
      String url(String schema) {
        return Server.url();
      }

      @Override
      String user() {
        return "postgres";
      }
    };

    /** Where a schema is, or is to be. */
    abstract String url(String schema);

    abstract String user();

    JdbcEnvironment open() throws ControllerException {
      return open(Server.newSchema());
    }

    JdbcEnvironment open(String schema) throws ControllerException {
      return new JdbcEnvironment(url(schema), user(), schema);
    }
  }

  static ContainerId id(String name) {
    return new ContainerId(name);
  }

  static ContainerSpec.Builder specOf(String name) {
    RunSpec run = new RunSpec(List.of("run"), Map.of("TOKEN", SECRET), "", "");
    return ContainerSpec.builder(name, Needs.of(1, 1 << 20), run);
  }

  static ContainerSpec spec(String name) {
    return specOf(name).build();
  }

  static RunResult result(int status) {
    return result(status, T0, T0.plusSeconds(9));
  }

  static RunResult result(int status, Instant startedAt, Instant finishedAt) {
    OutputTail out = new OutputTail("out".getBytes(StandardCharsets.UTF_8), 3);
    return new RunResult(status, startedAt, finishedAt, out, OutputTail.EMPTY);
  }

  static Owner lead(JdbcController store) throws ControllerException {
    return store.acquire(SET, "test").orElseThrow().owner();
  }
}
