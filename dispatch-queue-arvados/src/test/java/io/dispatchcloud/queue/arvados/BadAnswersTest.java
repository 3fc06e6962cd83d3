package io.dispatchcloud.queue.arvados;

import static io.dispatchcloud.queue.arvados.Bench.SET;
import static io.dispatchcloud.queue.arvados.Bench.T1;
import static io.dispatchcloud.queue.arvados.Bench.attempt;
import static io.dispatchcloud.queue.arvados.Bench.id;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.dispatchcloud.api.queue.ConflictException;
import io.dispatchcloud.api.queue.ControllerException;
import io.dispatchcloud.api.queue.OverloadException;
import io.dispatchcloud.api.queue.Owner;
import io.dispatchcloud.api.queue.Page;
import io.dispatchcloud.api.queue.UnlockReason;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import org.assertj.core.api.AbstractThrowableAssert;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class BadAnswersTest {
  private final CountDownLatch released = new CountDownLatch(1);
  private Bench bench;
  private Owner owner;

  @BeforeEach
  void open() throws Exception {
    bench = new Bench();
    owner = bench.owner();
    bench.server.add(1, 7, T1);
  }

  @AfterEach
  void close() {
    released.countDown();
    bench.close();
  }

  private AbstractThrowableAssert<?, ?> listing() {
    return assertThatThrownBy(() -> bench.store.queued(Page.FIRST));
  }

  @ParameterizedTest(name = "{0}")
  @ValueSource(ints = {401, 403, 404, 409, 422, 429, 500, 502, 503, 504})
  @DisplayName(
      "QUEUE-3 a list that is refused is a failure that tells the status and the server's words")
  void refusedList(int status) {
    bench.server.nextError(status, "no\nsuch luck");
    listing()
        .isInstanceOf(ControllerException.class)
        .isNotInstanceOf(ConflictException.class)
        .hasMessageContaining("answered " + status)
        .hasMessageContaining("no such luck; error token 1700000000+abcdef01");
  }

  @ParameterizedTest(name = "{0}")
  @ValueSource(ints = {403, 404, 409, 422})
  @DisplayName("CTR-1 a refusal that the container's state explains is a conflict")
  void explainedRefusal(int status) {
    bench.server.next(
        exchange -> {
          bench.server.put(1, "state", "Cancelled");
          FakeArvados.error(exchange, status, "it is not queued");
        });
    assertThatThrownBy(() -> bench.store.lock(owner, id(1)))
        .isInstanceOf(ConflictException.class)
        .hasMessageContaining("answered " + status)
        .hasMessageContaining("it is CANCELLED");
  }

  @ParameterizedTest(name = "{0}")
  @ValueSource(ints = {401, 403, 404, 409, 422, 500})
  @DisplayName("CTR-1 a refusal that the container's state does not explain is no conflict")
  void unexplainedRefusal(int status) {
    bench.server.nextError(status, "only for administrators");
    assertThatThrownBy(() -> bench.store.lock(owner, id(1)))
        .isInstanceOf(ControllerException.class)
        .isNotInstanceOf(ConflictException.class)
        .hasMessageContaining("lock " + id(1) + ": the server answered " + status)
        .hasMessageContaining("only for administrators");
  }

  @Test
  @DisplayName(
      "CTR-1 a refusal that can't be explained, since the server fails then, is kept beside that failure")
  void refusalAndFailure() {
    bench.server.nextError(422, "first");
    bench.server.nextError(500, "second");
    assertThatThrownBy(() -> bench.store.lock(owner, id(1)))
        .hasMessageContaining("second")
        .satisfies(error -> assertThat(error.getSuppressed()[0]).hasMessageContaining("first"));
  }

  @ParameterizedTest(name = "{0}")
  @ValueSource(ints = {503, 429})
  @DisplayName("SCH-9 503 and 429 are seen as overload, by lists and by changes")
  void overload(int status) {
    bench.server.nextError(status, "too busy");
    listing().isInstanceOf(OverloadException.class).hasMessageContaining("too busy");
    bench.server.nextText(status, "<html>Service Unavailable</html>");
    assertThatThrownBy(() -> bench.store.lock(owner, id(1)))
        .isInstanceOf(OverloadException.class)
        .hasMessage("lock " + id(1) + ": the server answered " + status);
  }

  private void busy(String retryAfter) {
    bench.server.next(
        exchange -> {
          exchange.getResponseHeaders().add("Retry-After", retryAfter);
          FakeArvados.error(exchange, 503, "too busy");
        });
    listing().isInstanceOf(OverloadException.class);
  }

  @Test
  @DisplayName("SCH-9 for as long as Retry-After says nothing is sent")
  void retryAfterSeconds() throws Exception {
    busy("20");
    int sent = bench.server.seen().size();
    bench.pass(Duration.ofSeconds(19));
    assertThatThrownBy(() -> bench.store.lock(owner, id(1)))
        .isInstanceOf(OverloadException.class)
        .hasMessageContaining("not sent")
        .hasMessageContaining("2026-01-02T00:00:20.250Z");
    assertThat(bench.server.seen()).hasSize(sent);

    bench.pass(Duration.ofSeconds(1));
    bench.store.lock(owner, id(1));
  }

  @Test
  @DisplayName(
      "SCH-9 Retry-After may be a date, is a minute at most, and nothing if it can't be read")
  void retryAfterOtherForms() throws Exception {
    busy("Fri, 02 Jan 2026 00:00:10 GMT");
    listing().isInstanceOf(OverloadException.class).hasMessageContaining("not sent");
    bench.pass(Duration.ofSeconds(10));
    bench.store.queued(Page.FIRST);

    busy("86400");
    bench.pass(Duration.ofSeconds(59));
    listing().isInstanceOf(OverloadException.class).hasMessageContaining("not sent");
    bench.pass(Duration.ofSeconds(1));
    bench.store.queued(Page.FIRST);

    for (String odd : List.of("soon", "-5", "", "99999999999999999999")) {
      busy(odd);
      bench.store.queued(Page.FIRST);
    }
  }

  @ParameterizedTest(name = "answer {index}")
  @ValueSource(
      strings = {
        "",
        "null",
        "[]",
        "\"items\"",
        "{\"items\":[",
        "{\"items\":[]} and more",
        "<html>hello</html>",
        "{}",
        "{\"items\":null}",
        "{\"items\":{}}",
        "{\"items\":[7]}",
        "{\"items\":[{}]}",
        "{\"items\":[{\"uuid\":7}]}",
        "{\"items\":[{\"uuid\":\"../../etc\"}]}"
      })
  @DisplayName("QUEUE-3 what is not a list of containers is a failure, not an empty list")
  void notAList(String text) {
    bench.server.nextText(200, text);
    listing().isInstanceOf(BadAnswerException.class);
    bench.server.nextText(200, text);
    assertThatThrownBy(() -> bench.store.locked(SET, Page.FIRST))
        .isInstanceOf(BadAnswerException.class);
    bench.server.nextText(200, text);
    assertThatThrownBy(() -> bench.store.byId(List.of(id(1))))
        .isInstanceOf(BadAnswerException.class);
  }

  @Test
  @DisplayName("QUEUE-3 nesting without end is refused, not followed")
  void deepNesting() {
    bench.server.nextText(200, "{\"items\":" + "[".repeat(100_000));
    listing().isInstanceOf(BadAnswerException.class);
  }

  @Test
  @DisplayName("QUEUE-3 lists that have what was not asked for are not believed")
  void otherThanAskedFor() throws Exception {
    ObjectNode other = bench.server.add(2, 1, T1);
    String text = MapperText.list(other);
    bench.server.nextText(200, text);
    assertThatThrownBy(() -> bench.store.byId(List.of(id(1))))
        .hasMessageContaining("was not asked for");
    bench.server.nextText(200, text);
    assertThatThrownBy(() -> bench.store.locked(SET, Page.FIRST))
        .hasMessageContaining("is not blue's");
    other.put("state", "Complete");
    bench.server.nextText(200, MapperText.list(other));
    listing().hasMessageContaining("is not queued, or on hold");
  }

  @Test
  @DisplayName("QUEUE-3 a server that repeats a page for ever is noticed")
  void repeatedPages() throws Exception {
    Map<String, Object> settings = new HashMap<>();
    settings.put("url", bench.server.url());
    settings.put("token", FakeArvados.TOKEN);
    settings.put("pageSize", 1);
    var store = bench.open(settings);
    String queued = MapperText.list(bench.server.container(1));
    String next = store.queued(Page.FIRST).next();
    bench.server.nextText(200, queued);
    assertThatThrownBy(() -> store.queued(next)).hasMessageContaining("no end");

    bench.store.lock(owner, id(1));
    String page = bench.store.locked(SET, Page.FIRST).next();
    bench.server.nextText(200, MapperText.list(bench.server.container(1)));
    assertThatThrownBy(() -> bench.store.locked(SET, page)).hasMessageContaining("no end");
    store.close();
  }

  @Test
  @DisplayName(
      "QUEUE-3 a queued one that can't be read is left alone, told of once, and the rest is listed")
  void unreadableInQueue() throws Exception {
    bench.server.add(2, 9, T1).putObject("runtime_constraints").put("vcpus", "many");
    bench.server.add(3, 8, T1).put("runtime_constraints", "none");
    assertThat(bench.allQueued()).containsExactly(id(1));
    assertThat(bench.allQueued()).containsExactly(id(1));
    assertThat(bench.log.lines())
        .containsExactly(
            "WARNING A queued container can't be read, and is left alone: container="
                + id(2)
                + " reason=\"container "
                + id(2)
                + ".runtime_constraints: vcpus: string; expected a whole number from 0 to"
                + " 2147483647\"",
            "WARNING A queued container can't be read, and is left alone: container="
                + id(3)
                + " reason=\"container "
                + id(3)
                + ".runtime_constraints: string; expected an object\"");
  }

  @Test
  @DisplayName("QUEUE-3 one that was asked for and can't be read is a failure: it is not gone")
  void unreadableById() throws Exception {
    for (Map.Entry<String, Object> wrong :
        Map.<String, Object>of("state", "Sleeping", "created_at", "yesterday", "priority", 1.5)
            .entrySet()) {
      bench.server.add(1, 7, T1);
      bench.server.put(1, wrong.getKey(), wrong.getValue());
      assertThatThrownBy(() -> bench.store.byId(List.of(id(1))))
          .isInstanceOf(BadAnswerException.class)
          .hasMessageContaining(id(1).value())
          .hasMessageContaining(wrong.getKey());
    }
    bench.server.add(1, 7, T1).put("state", "Locked");
    assertThatThrownBy(() -> bench.store.byId(List.of(id(1))))
        .hasMessageContaining("locked_by_uuid: null; expected a text");
    bench.server.put(1, "locked_by_uuid", FakeArvados.TOKEN_UUID);
    assertThatThrownBy(() -> bench.store.byId(List.of(id(1))))
        .hasMessageContaining("lock_count: 0 or nothing; expected 1 or more");
  }

  @Test
  @DisplayName("CTR-1 a change that is answered with something else is not taken for done")
  void otherAnswerToChange() throws Exception {
    String queued = bench.server.container(1).toString();
    bench.server.nextText(200, queued);
    assertThatThrownBy(() -> bench.store.lock(owner, id(1)))
        .isInstanceOf(BadAnswerException.class)
        .hasMessageContaining("QUEUED");
    bench.store.lock(owner, id(1));
    String locked = bench.server.container(1).toString();
    bench.server.add(2, 1, T1);
    bench.server.nextText(200, locked);
    assertThatThrownBy(() -> bench.store.lock(owner, id(2))).isInstanceOf(BadAnswerException.class);
    bench.server.put(1, "locked_by_uuid", FakeArvados.OTHER_UUID);
    String others = bench.server.container(1).toString();
    bench.server.nextText(200, others);
    assertThatThrownBy(() -> bench.store.lock(owner, id(1))).isInstanceOf(BadAnswerException.class);
  }

  @Test
  @DisplayName("CTR-1 a change whose answer is cut short may be done; asking again finds it done")
  void cutShort() throws Exception {
    bench.store.lock(owner, id(1));
    // The look before the change, as it is; then the change, done, but not told whole.
    bench.server.nextText(200, MapperText.list(bench.server.container(1)));
    bench.server.next(
        exchange -> {
          bench.server.put(1, "state", "Queued");
          bench.server.put(1, "locked_by_uuid", null);
          exchange.sendResponseHeaders(200, 1000);
          exchange.getResponseBody().write('{');
          exchange.getResponseBody().flush();
        });
    assertThatThrownBy(() -> bench.store.unlock(owner, attempt(1, 1), UnlockReason.QUOTA))
        .isInstanceOf(ControllerException.class)
        .isNotInstanceOf(ConflictException.class);
    assertThatThrownBy(() -> bench.store.unlock(owner, attempt(1, 1), UnlockReason.QUOTA))
        .isInstanceOf(ConflictException.class)
        .hasMessageContaining("it is QUEUED");
  }

  @Test
  @DisplayName("QUEUE-3 huge pages are read whole")
  void hugePage() throws Exception {
    List<ObjectNode> many = new ArrayList<>();
    for (int number = 1; number <= 5_000; number++) {
      ObjectNode container = bench.server.container(1).deepCopy();
      many.add(container.put("uuid", FakeArvados.uuid(number)));
    }
    bench.server.nextText(200, MapperText.list(many.toArray(new ObjectNode[0])));
    assertThat(bench.store.queued(Page.FIRST).items()).hasSize(5_000);
  }

  @Test
  @DisplayName("QUEUE-3 an answer without end is given up before it fills the memory")
  void endless() {
    bench.server.next(
        exchange -> {
          exchange.sendResponseHeaders(200, 0);
          byte[] spaces = " ".repeat(1 << 20).getBytes(StandardCharsets.UTF_8);
          try (OutputStream out = exchange.getResponseBody()) {
            for (long sent = 0; sent < 4L * ApiClient.LARGEST; sent += spaces.length) {
              out.write(spaces);
            }
          }
        });
    listing()
        .isInstanceOf(ControllerException.class)
        .hasMessageContaining("the answer has more than " + ApiClient.LARGEST + " bytes");
  }

  @ParameterizedTest(name = "headers first: {0}")
  @ValueSource(booleans = {false, true})
  @DisplayName("QUEUE-1 a slow answer ends a call after the timeout, wherever it stalls")
  void slow(boolean headersFirst) throws Exception {
    Map<String, Object> settings = new HashMap<>();
    settings.put("url", bench.server.url());
    settings.put("token", FakeArvados.TOKEN);
    settings.put("timeout", "1s");
    var store = bench.open(settings);
    bench.server.next(
        exchange -> {
          if (headersFirst) {
            exchange.sendResponseHeaders(200, 100);
            exchange.getResponseBody().write('{');
            exchange.getResponseBody().flush();
          }
          try {
            released.await();
          } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
          }
        });
    assertThatThrownBy(() -> store.queued(Page.FIRST))
        .isInstanceOf(ControllerException.class)
        .hasMessageContaining("no whole answer within 1s; it may be done all the same");
    store.close();
  }

  @Test
  @DisplayName("QUEUE-1 all requests of a call have one time together")
  void slowTogether() throws Exception {
    bench.store.lock(owner, id(1));
    bench.server.next(
        exchange -> {
          bench.pass(Duration.ofMinutes(1));
          FakeArvados.reply(exchange, 200, MapperText.list(bench.server.container(1)));
        });
    int sent = bench.server.seen().size();
    assertThatThrownBy(() -> bench.store.unlock(owner, attempt(1, 1), UnlockReason.QUOTA))
        .isInstanceOf(ControllerException.class)
        .hasMessage("unlock " + id(1) + ": not sent; what came before it took 1m");
    assertThat(bench.server.seen()).hasSize(sent + 1);
  }

  @Test
  @DisplayName("QUEUE-1 a thread that is interrupted stops to wait, and stays interrupted")
  void interrupted() {
    bench.server.next(
        exchange -> {
          try {
            released.await();
          } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
          }
        });
    Thread.currentThread().interrupt();
    listing().isInstanceOf(ControllerException.class).hasMessageContaining("interrupted");
    assertThat(Thread.interrupted()).isTrue();
  }

  @Test
  @DisplayName("QUEUE-1 a server that is not there is a failure that says so")
  void nobodyThere() {
    bench.server.close();
    listing().isInstanceOf(ControllerException.class).hasMessageContaining("Connect");
  }

  @Test
  @DisplayName("QUEUE-1 a store that was closed does nothing more; closing twice does nothing more")
  void closed() {
    bench.store.close();
    bench.store.close();
    listing().isInstanceOf(ControllerException.class).hasMessageContaining("closed");
  }
}
