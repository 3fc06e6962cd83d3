package io.dispatchcloud.test.sim;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(Quiet.class)
@DisplayName("One seed decides everything")
class DeterminismTest {
  private static final String PAGE = "event-logs.sha256";

  private static List<String> log(long seed, FaultPlan faults) {
    List<String> lines = new ArrayList<>();
    Simulation.builder().seed(seed).faults(faults).containers(60).events(lines::add).run();
    return lines;
  }

  private static String digest(long seed) {
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      log(seed, FaultPlan.storm()).forEach(line -> digest.update((line + "\n").getBytes(UTF_8)));
      return HexFormat.of().formatHex(digest.digest());
    } catch (NoSuchAlgorithmException e) {
      throw new AssertionError("every Java platform has SHA-256", e);
    }
  }

  @Test
  @DisplayName("two runs of one seed write the same event log")
  void twice() {
    assertThat(log(5, FaultPlan.storm())).isEqualTo(log(5, FaultPlan.storm())).isNotEmpty();
  }

  @Test
  @DisplayName("another seed is another run")
  void another() {
    assertThat(log(5, FaultPlan.storm())).isNotEqualTo(log(6, FaultPlan.storm()));
  }

  @Test
  @DisplayName("logs have the same bytes on every machine and every Java runtime")
  void everywhere() throws Exception {
    Map<Long, String> digests = Seeds.each(LongStream.rangeClosed(1, 20), DeterminismTest::digest);
    String page =
        digests.entrySet().stream()
            .map(each -> each.getKey() + " " + each.getValue() + "\n")
            .collect(Collectors.joining());
    Path written = Path.of("target", PAGE);
    Files.writeString(written, page);

    assertThat(page)
        .as(
            "what the logs come to. If the dispatcher or the simulator decides otherwise than it"
                + " did, on purpose, then copy %s over src/test/resources/%s, and see to it that"
                + " another Java runtime agrees",
            written, PAGE)
        .isEqualTo(golden());
  }

  private static String golden() throws IOException {
    try (InputStream in = DeterminismTest.class.getResourceAsStream("/" + PAGE)) {
      return in == null ? "" : new String(in.readAllBytes(), UTF_8);
    }
  }
}
