package io.dispatchcloud.test.sim;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Map;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/** What event logs come to, beside what they came to on other machines and Java runtimes. */
final class EventLogDigests {
  private static final String PAGE = "event-logs.sha256";

  private final Map<Long, MessageDigest> bySeed = new ConcurrentSkipListMap<>();

  /** Takes the lines of one seed's log. */
  Consumer<String> of(long seed) {
    MessageDigest digest = sha256();
    bySeed.put(seed, digest);
    return line -> digest.update((line + "\n").getBytes(UTF_8));
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new AssertionError("every Java platform has SHA-256", e);
    }
  }

  void assertGolden(int seeds) throws IOException {
    String page =
        bySeed.entrySet().stream()
            .limit(seeds)
            .map(each -> each.getKey() + " " + HexFormat.of().formatHex(each.getValue().digest()))
            .collect(Collectors.joining("\n", "", "\n"));
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
    try (InputStream in = EventLogDigests.class.getResourceAsStream("/" + PAGE)) {
      return in == null ? "" : new String(in.readAllBytes(), UTF_8);
    }
  }
}
