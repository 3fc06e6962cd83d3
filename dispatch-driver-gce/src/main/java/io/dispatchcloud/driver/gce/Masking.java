package io.dispatchcloud.driver.gce;

import io.dispatchcloud.api.cloud.CreateRequest;
import io.dispatchcloud.api.config.Secret;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Takes out of a message what a request must keep to itself: Compute Engine quotes values that it
 * does not like, and the init command and the tags hold a secret (SET-1).
 *
 * @param secrets what is masked, the longest first
 */
record Masking(List<String> secrets) {
  private static final Pattern WORD_ENDS = Pattern.compile("[\\s\"']+");
  private static final int SHORTEST_LINE = 8;

  /** Shorter ones are words of other messages, too. */
  private static final int SHORTEST_WORD = 16;

  /** Tags that look like secrets: nothing else that long is made of such digits alone. */
  private static final Pattern HEXADECIMAL = Pattern.compile("[0-9a-fA-F]{16,}");

  static Masking of(CreateRequest request) {
    String command = request.initCommand();
    Stream<String> lines =
        Stream.concat(Stream.of(command), command.lines().map(String::strip))
            .filter(line -> line.length() >= SHORTEST_LINE);
    Stream<String> words =
        Stream.of(WORD_ENDS.split(command, -1)).filter(word -> word.length() >= SHORTEST_WORD);
    return of(Stream.concat(Stream.concat(lines, words), secrets(request.tags())));
  }

  /** For messages that quote tags alone. */
  static Masking of(Map<String, String> tags) {
    return of(secrets(tags));
  }

  private static Masking of(Stream<String> secrets) {
    return new Masking(
        secrets.distinct().sorted(Comparator.comparingInt(String::length).reversed()).toList());
  }

  /** As they are, and as labels have them. */
  private static Stream<String> secrets(Map<String, String> tags) {
    return tags.values().stream()
        .filter(value -> HEXADECIMAL.matcher(value).matches())
        .flatMap(value -> Stream.of(value, LabelText.encodeValue(value)));
  }

  String mask(String text) {
    String masked = text;
    for (String secret : secrets) {
      masked = masked.replace(secret, Secret.MASK);
    }
    return masked;
  }

  ApiException mask(ApiException failure) {
    return failure.withMessage(mask(failure.fault().message()));
  }
}
