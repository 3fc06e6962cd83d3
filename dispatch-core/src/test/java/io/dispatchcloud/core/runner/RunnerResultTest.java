package io.dispatchcloud.core.runner;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RunnerResultTest {
  private static final String GOOD =
      """
      {"attempt":3,"exitStatus":137,"new":{"a":[1]},
       "startedAt":"2026-01-02T03:04:05Z","finishedAt":"2026-01-02T03:04:06Z",
       "stdoutBytes":1000,"stderrBytes":0,"stdoutTail":"aGkK","stderrTail":""}
      """;

  @Test
  @DisplayName("RUN-5: attempt, status, times, and the ends of both streams")
  void everyMember() throws RunnerProtocolException {
    RunnerResult result = parse(GOOD);

    assertThat(result.attempt()).isEqualTo(3);
    assertThat(result.result().exitStatus()).isEqualTo(137);
    assertThat(result.result().startedAt()).isEqualTo(Instant.parse("2026-01-02T03:04:05Z"));
    assertThat(result.result().finishedAt()).isEqualTo(Instant.parse("2026-01-02T03:04:06Z"));
    assertThat(result.result().stdout().text()).isEqualTo("hi\n");
    assertThat(result.result().stdout().length()).isEqualTo(1000);
    assertThat(result.result().stderr().bytes()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "\"attempt\":3,/",
        "137/256",
        "137/-1",
        "137/4294967296",
        "137/1.5",
        "137/\"137\"",
        "2026-01-02T03:04:05Z/yesterday",
        "\"2026-01-02T03:04:05Z\"/null",
        "1000/2",
        "1000/99999999999999999999",
        "aGkK/a,b",
        "\"aGkK\"/7",
        "}\n/",
        "{\"att/[\"att",
      })
  @DisplayName("RUN-5: what is no result is refused, and nothing of it repeated")
  void notAResult(String change) {
    String[] fromTo = change.split("/", 2);
    String json = GOOD.replace(fromTo[0], fromTo[1]);
    assertThat(json).isNotEqualTo(GOOD);

    assertThatThrownBy(() -> parse(json))
        .isInstanceOf(RunnerProtocolException.class)
        .hasMessageStartingWith("no result")
        .hasMessageNotContaining("aGkK")
        .hasNoCause();
  }

  @ParameterizedTest
  @ValueSource(strings = {"", " ", "{}", "null", "sudo: a password is required"})
  @DisplayName("RUN-5: neither is anything else")
  void nothingLikeIt(String text) {
    assertThatThrownBy(() -> parse(text)).isInstanceOf(RunnerProtocolException.class);
  }

  private static RunnerResult parse(String json) throws RunnerProtocolException {
    return RunnerResult.parse(json.getBytes(StandardCharsets.UTF_8));
  }
}
