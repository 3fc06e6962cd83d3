package io.dispatchcloud.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.dispatchcloud.api.cloud.InstanceId;
import io.dispatchcloud.api.cloud.InstanceSetId;
import io.dispatchcloud.api.config.Secret;
import io.dispatchcloud.api.container.Container;
import io.dispatchcloud.api.container.ContainerId;
import io.dispatchcloud.api.container.OutputTail;
import io.dispatchcloud.api.container.RunResult;
import io.dispatchcloud.api.queue.AttemptLimits;
import io.dispatchcloud.api.queue.Owner;
import io.dispatchcloud.queue.jdbc.JdbcController;
import io.dispatchcloud.server.store.StoreAddress;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The commands that submit to a store, look at it and change it. */
class StoreCommandsTest {
  private static final String JOB =
      """
      containers:
        - { id: a, command: ls, needs: { vcpus: 1, ram: 64MiB }, labels: { team: blue } }
        - { id: b, command: ls, needs: { vcpus: 1, ram: 64MiB }, environment: { TOKEN: 5ec7e7 } }
      """;

  @TempDir private Path folder;

  private String url() {
    return "jdbc:h2:file:" + folder.resolve("store");
  }

  private Program run(String... arguments) {
    List<String> all = new ArrayList<>(List.of(arguments));
    all.addAll(1, List.of("--store", url()));
    return Program.run(all.toArray(String[]::new));
  }

  private String job(String yaml) throws Exception {
    return Files.writeString(folder.resolve("job.yaml"), yaml).toString();
  }

  private JdbcController store() throws Exception {
    return new StoreAddress(url(), "", Secret.of(""), "dispatch").open(AttemptLimits.DEFAULT);
  }

  /** What a dispatcher does with one container. */
  private void finish(String id, int status, String stdout) throws Exception {
    try (JdbcController store = store()) {
      Owner owner = store.acquire(new InstanceSetId("set"), "test").orElseThrow().owner();
      Container locked = store.lock(owner, new ContainerId(id));
      var attempt = locked.currentAttempt().orElseThrow();
      InstanceId instance = new InstanceId("i-1");
      store.recordStart(owner, attempt, instance);
      store.recordRunning(owner, attempt, instance, Instant.EPOCH);
      byte[] bytes = stdout.getBytes(StandardCharsets.UTF_8);
      store.recordResult(
          owner,
          attempt,
          instance,
          new RunResult(
              status,
              Instant.EPOCH,
              Instant.EPOCH.plusSeconds(3),
              new OutputTail(bytes, bytes.length + 7L),
              new OutputTail("oh no\n".getBytes(StandardCharsets.UTF_8), 6)));
      store.recordCost(attempt, new BigDecimal("0.25"));
      store.release(owner);
    }
  }

  @Test
  @DisplayName("CTR-2 to submit the same again is a success that says so")
  void submitTwice() throws Exception {
    run("submit", job(JOB)).endsWith(0).says("2 new, 0 already there");
    run("submit", job(JOB)).endsWith(0).says("0 new, 2 already there");
    run(
            "submit",
            "--json",
            job(
                JOB
                    + JOB.substring(12)
                        .replace("id: a", "id: c")
                        .replace(JOB.lines().toList().get(2), "")))
        .endsWith(0)
        .says("{\"added\":[\"c\"],\"alreadyThere\":[\"a\",\"b\"]}");
  }

  @Test
  @DisplayName("CTR-2 another container under the same id is refused, and nothing is submitted")
  void submitAnother() throws Exception {
    run("submit", job(JOB)).endsWith(0);

    run(
            "submit",
            job(
                JOB.replace("id: b", "id: c")
                    .replace("command: ls, needs: { vcpus: 1,", "command: ls, needs: { vcpus: 2,")))
        .endsWith(1)
        .complains("error: ", "'a'");

    run("list", "--json").endsWith(0);
    assertThat(run("list").out()).doesNotContain("c  ");
  }

  @Test
  @DisplayName(
      "CTR-2 a file that can't be used is refused as by run, and an empty one, and no secret is shown")
  void badFiles() throws Exception {
    run("submit", job("")).isRefused().complains("job.yaml");
    run("submit", job(JOB.replace("id: a", "id: ../a"))).isRefused().complains("'../a'");
    run("submit", folder.resolve("none.yaml").toString()).isRefused().complains("no such file");
    Program refused = run("submit", job(JOB.replace("id: b", "ide: b")));
    refused.isRefused().complains("did you mean 'id'?");
    assertThat(refused.err()).doesNotContain("5ec7e7");
    assertThat(folder.resolve("store.mv.db")).as("nothing was made").exists();
  }

  @Test
  @DisplayName("CTR-1 list shows states and labels, cut where asked to")
  void list() throws Exception {
    run("submit", job(JOB)).endsWith(0);
    finish("a", 3, "out\n");

    run("list").endsWith(0).says("container", "a ", "complete", "b ", "queued");
    assertThat(run("list", "--state", "queued,running").out()).contains("b ").doesNotContain("a  ");
    assertThat(run("list", "--label", "team=blue", "--json").out())
        .startsWith("[{\"id\":\"a\",\"state\":\"complete\"")
        .contains("\"exitStatus\":3", "\"labels\":{\"team\":\"blue\"}")
        .doesNotContain("\"id\":\"b\"");
    run("list", "--limit", "1").endsWith(0).complains("there are more");
    run("list", "--limit", "-1").isRefused().complains("'-1'; expected 0 or more");
    run("list", "--state", "lost").isRefused().complains("lost");
    run("list", "--label", "blue").isRefused().complains("NAME=VALUE");
  }

  @Test
  @DisplayName("CTR-7 show tells of all attempts, and of an environment only the names")
  void show() throws Exception {
    run("submit", job(JOB)).endsWith(0);
    finish("b", 0, "out\n");

    run("show", "b").endsWith(0).says("container    b", "complete", "i-1", "0.2500", "sh -c ls");
    run("show", "b").says("cost         0.25\n");
    run("list", "--json").says("\"cost\":0.25");
    Program json = run("show", "b", "--json").endsWith(0);
    json.says("\"environmentNames\":[\"TOKEN\"]", "\"outcome\":\"finished\"", "\"cost\":0.25");
    assertThat(json.out()).doesNotContain("5ec7e7");
    run("show", "zzz").endsWith(1).complains("error: ", "zzz");
  }

  @Test
  @DisplayName("RUN-5 logs gives the end of what an attempt wrote, each stream where it belongs")
  void logs() throws Exception {
    run("submit", job(JOB)).endsWith(0);
    run("logs", "a").endsWith(1).complains("no attempt has ended by itself yet");
    finish("a", 0, "out\n");

    Program logs = run("logs", "a").endsWith(0).complains("oh no", "the last 4 of 11 bytes");
    assertThat(logs.out()).isEqualTo("out\n");
    run("logs", "a", "--attempt", "2").endsWith(1).complains("a has no attempt 2");
    run("logs", "a", "--attempt", "1", "--json").endsWith(0).says("\"end\":\"out\\n\"");
    run("logs", "zzz").endsWith(1).complains("no container zzz");
  }

  @Test
  @DisplayName("CTR-4 hold, release and priority change how much a container matters")
  void holdAndRelease() throws Exception {
    run("submit", job(JOB)).endsWith(0);

    run("priority", "a", "7").endsWith(0).says("a: queued, priority 7");
    run("hold", "a", "b")
        .endsWith(0)
        .says("a: queued (on hold), priority -7", "b: queued (on hold)");
    run("release", "a", "b").endsWith(0).says("a: queued, priority 7", "b: queued, priority 1");
    run("priority", "a", "--", "-2").endsWith(0).says("on hold");
    run("priority", "a", "high").isRefused().complains("high");
    run("hold", "--json", "a").endsWith(0).says("[{\"id\":\"a\"", "\"onHold\":true");
  }

  @Test
  @DisplayName("CTR-1 cancel names those that can't be cancelled, and cancels the others")
  void cancel() throws Exception {
    run("submit", job(JOB)).endsWith(0);

    run("cancel", "zzz", "a", "--reason", "too dear")
        .endsWith(1)
        .complains("zzz")
        .says("a: cancelled");
    run("cancel", "a").endsWith(1).complains("error: ");
    run("show", "a").endsWith(0).says("too dear");
  }

  @Test
  @DisplayName("CTR-1 wait tells success, failure and time that is over apart")
  void await() throws Exception {
    run("submit", job(JOB)).endsWith(0);
    run("wait", "--timeout", "0s").endsWith(3).says("0 done, 0 failed, 2 not ended");
    finish("a", 0, "");
    run("wait", "a").endsWith(0).says("1 done, 0 failed, 0 not ended");
    run("wait", "a", "zzz").endsWith(1).complains("no container zzz");
    finish("b", 9, "");
    run("wait").endsWith(1).says("1 done, 1 failed, 0 not ended", "b failed: exit status 9");
    run("wait", "--json")
        .endsWith(1)
        .says("{\"succeeded\":1,\"unfinished\":0,\"failed\":[{\"id\":\"b\"");
    run("wait", "a", "--timeout", "soon").isRefused().complains("soon");
  }

  @Test
  @DisplayName("CTR-2 ids that are none are refused before anything is asked")
  void hostileIds() {
    for (String id : List.of("../a", "a b", "a;DROP TABLE container", "\u001b[31m", "")) {
      for (String command : List.of("show", "logs", "cancel", "hold", "release", "wait")) {
        Program refused = run(command, id).isRefused();
        assertThat(refused.err()).doesNotContain("\u001b");
      }
    }
    assertThat(folder.resolve("store.mv.db")).doesNotExist();
  }

  @Test
  @DisplayName("SET-1 a password in an address is refused and never shown")
  void passwordInAddress() throws Exception {
    for (String url :
        List.of(
            "jdbc:postgresql://db/work?user=me&password=5ec7e7",
            "jdbc:postgresql://me:5ec7e7@db/work",
            "jdbc:postgresql://db/work?sslpassword=5ec7e7",
            "jdbc:h2:file:/tmp/x;PASSWORD=5ec7e7")) {
      Program refused = Program.run("list", "--store", url).isRefused();
      refused.complains("--store: an address with a password in it", "DISPATCH_STORE_PASSWORD");
      assertThat(refused.err()).doesNotContain("5ec7e7");
      String file = job("store: { url: '" + url + "' }");
      refused =
          Program.run("list", "--config", file).isRefused().complains("job.yaml:1: store.url: ");
      assertThat(refused.err()).doesNotContain("5ec7e7");
      refused = Program.run(Map.of("DISPATCH_STORE", url), "list").isRefused();
      assertThat(refused.err()).doesNotContain("5ec7e7");
    }
    String file = job("store: { url: 'jdbc:h2:file:/x', password: 5ec7e7 }");
    Program refused = Program.run("list", "--config", file).isRefused().complains("passwordFile");
    assertThat(refused.err()).doesNotContain("5ec7e7");
  }

  @Test
  @DisplayName(
      "SET-1 the store is found by option, file or environment; the password by file or environment")
  void whereTheStoreIs() throws Exception {
    Program.run("list").isRefused().complains("DISPATCH_STORE", "--config");
    Path password = Files.writeString(folder.resolve("password"), "right\n");
    String config =
        job(
            "store: { url: 'jdbc:h2:file:${fileDirectory}/store', user: me, passwordFile: password }");
    Program.run("list", "--config", config).endsWith(0);
    Map<String, String> environment =
        Map.of(
            "DISPATCH_STORE",
            url(),
            "DISPATCH_STORE_USER",
            "me",
            "DISPATCH_STORE_PASSWORD",
            "right");
    Program.run(environment, "list").endsWith(0);
    run("list", "--store-user", "me", "--store-password-file", password.toString()).endsWith(0);

    Files.writeString(password, "wr0ng\n");
    Program wrong =
        Program.run("list", "--config", config).endsWith(1).complains("error: ", "28000");
    assertThat(wrong.err()).doesNotContain("wr0ng", "right");
    Files.writeString(password, "");
    Program.run("list", "--config", config).isRefused().complains("first line is the password");
    Files.delete(password);
    Program.run("list", "--config", config)
        .isRefused()
        .complains("expected a file that can be read");
  }

  @Test
  @DisplayName(
      "SET-1 addresses that can't be a store's are refused, servers that aren't there are told")
  void addresses() {
    Program.run("list", "--store", "jdbc:mysql://db/x").isRefused().complains("jdbc:mysql://db/x");
    Program.run("list", "--store", "jdbc:h2:mem:x").isRefused().complains("outlives this process");
    Program.run("list", "--store", "jdbc:h2:file:/x", "--store-schema", "public")
        .isRefused()
        .complains("'public'");
    Program.run("list", "--store", "jdbc:postgresql://127.0.0.1:1/x")
        .endsWith(1)
        .complains("error: ", "08001");
  }
}
