package io.dispatchcloud.queue.arvados;

import io.dispatchcloud.api.config.Parameter;
import io.dispatchcloud.api.config.Parameters;
import io.dispatchcloud.api.config.Quantities;
import io.dispatchcloud.api.config.Secret;
import io.dispatchcloud.api.container.ContainerId;
import io.dispatchcloud.api.container.RunSpec;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * What the store is configured with, checked.
 *
 * @param base the API's address, without a path
 * @param token what is sent in the Authorization header
 * @param timeout how long one call to the store may take, with all its requests
 * @param pageSize how many containers to ask for at a time
 * @param payload the program that an instance starts for a container, and its first arguments
 */
record Settings(URI base, Secret token, Duration timeout, int pageSize, List<String> payload) {
  static final Parameter<String> URL =
      Parameter.text("url", "The address of the cluster's API: https://zzzzz.example.com.")
          .required();

  static final Parameter<Secret> TOKEN =
      Parameter.secret("token", "The API token, which belongs to this instance set alone.");

  static final Parameter<String> TOKEN_FILE =
      Parameter.text("tokenFile", "A file that has the token and nothing else, in its place.");

  static final Parameter<Duration> TIMEOUT =
      Parameter.duration(
              "timeout",
              "How long one call may take with all its requests, a minute at most.",
              Duration.ofMillis(10))
          .defaultsTo(Duration.ofMinutes(1));

  static final Parameter<Long> PAGE_SIZE =
      Parameter.integer("pageSize", "How many containers to ask for at a time.", 1, 1000)
          .defaultsTo(500L);

  static final Parameter<List<String>> PAYLOAD =
      Parameter.textList(
              "payload",
              "What an instance starts for a container; the container's uuid is added at the end.")
          .defaultsTo(List.of("crunch-run"));

  static final List<Parameter<?>> ALL =
      List.of(URL, TOKEN, TOKEN_FILE, TIMEOUT, PAGE_SIZE, PAYLOAD);

  private static final Duration LONGEST = Duration.ofMinutes(1);
  // What may stand in a header; anything else would be refused there, with the token in the
  // message.
  private static final Pattern TOKEN_FORM = Pattern.compile("[\\x21-\\x7e]{1,4096}");

  Settings {
    payload = List.copyOf(payload);
  }

  static Settings read(Parameters parameters) {
    Duration timeout = parameters.get(TIMEOUT);
    if (timeout.compareTo(LONGEST) > 0) {
      throw refused("timeout", Quantities.format(timeout), "at most " + Quantities.format(LONGEST));
    }
    List<String> payload = parameters.get(PAYLOAD);
    if (payload.isEmpty() || payload.stream().anyMatch(word -> word.indexOf('\0') >= 0)) {
      throw refused("payload", "", "a program and its first arguments");
    }
    return new Settings(
        base(parameters.get(URL)),
        token(parameters.find(TOKEN), parameters.find(TOKEN_FILE)),
        timeout,
        parameters.get(PAGE_SIZE).intValue(),
        payload);
  }

  private static URI base(String url) {
    String expected = "https://HOST or https://HOST:PORT (http:// for this machine alone)";
    URI uri;
    try {
      uri = URI.create(url);
    } catch (IllegalArgumentException e) {
      throw refused("url", "not shown: it can't be read", expected);
    }
    String path = uri.getPath();
    boolean bare =
        uri.getUserInfo() == null
            && uri.getQuery() == null
            && uri.getFragment() == null
            && (path == null || path.isEmpty() || path.equals("/"));
    if (uri.getHost() == null || !bare) {
      // It may hold a password.
      throw refused("url", "not shown: it has more or less than a host", expected);
    }
    boolean safe =
        "https".equalsIgnoreCase(uri.getScheme())
            || ("http".equalsIgnoreCase(uri.getScheme()) && isLoopback(uri.getHost()));
    if (!safe) {
      throw refused("url", uri.getScheme() + "://" + uri.getHost(), expected);
    }
    return URI.create(uri.getScheme() + "://" + uri.getAuthority());
  }

  /** By its name alone: what a name server says can change. */
  private static boolean isLoopback(String host) {
    return host.equals("localhost")
        || host.equals("[::1]")
        || host.matches("127\\.\\d{1,3}\\.\\d{1,3}\\.\\d{1,3}");
  }

  private static Secret token(Optional<Secret> given, Optional<String> file) {
    if (given.isPresent() == file.isPresent()) {
      throw new IllegalArgumentException(
          "token, tokenFile: "
              + (given.isPresent() ? "both given" : "nothing given")
              + "; expected one of them");
    }
    Secret token = given.orElseGet(() -> Secret.of(content(file.orElseThrow())));
    if (!TOKEN_FORM.matcher(token.reveal()).matches()) {
      throw refused(
          given.isPresent() ? "token" : "tokenFile",
          Secret.MASK,
          "a token of 1 to 4096 visible ASCII characters, without spaces");
    }
    return token;
  }

  private static String content(String file) {
    try {
      return Files.readString(Path.of(file)).strip();
    } catch (IOException e) {
      throw new IllegalArgumentException(
          "tokenFile: '" + file + "'; expected a file that can be read", e);
    }
  }

  private static IllegalArgumentException refused(String name, String value, String expected) {
    return new IllegalArgumentException(name + ": '" + value + "'; expected " + expected);
  }

  /** What runs for a container: it asks the API for the rest, and records what comes of it. */
  RunSpec payloadFor(ContainerId id) {
    List<String> command = new ArrayList<>(payload);
    command.add(id.value());
    Map<String, String> environment =
        Map.of("ARVADOS_API_HOST", base.getAuthority(), "ARVADOS_API_TOKEN", token.reveal());
    return new RunSpec(command, environment, "", "");
  }
}
