package io.dispatchcloud.server.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("The page's files")
class PageFilesTest {
  private static final Path FOLDER =
      Path.of("src", "main", "resources", "io", "dispatchcloud", "server", "page");
  private static final int LONGEST = 300;
  private static final Pattern OTHER_HOST = Pattern.compile("[a-z]+://|[\"'(]//");
  private static final Pattern NAMESPACE = Pattern.compile("xmlns=\"http://www.w3.org/2000/svg\"");
  private static final Pattern COMMENT =
      Pattern.compile("/\\*.*?\\*/|(?<![:\"'])//[^\n]*", Pattern.DOTALL);
  private static final Pattern MARKUP =
      Pattern.compile(
          "innerHTML|outerHTML|insertAdjacentHTML|setHTML|createContextualFragment|srcdoc"
              + "|document\\.write|DOMParser|\\beval\\b|new Function|javascript:");
  private static final Pattern INLINE =
      Pattern.compile("<style|\\sstyle=|\\son[a-z]+=|<script(?![^>]*\\ssrc=\"/assets/)");
  private static final Pattern REFERENCE = Pattern.compile("(?:src|href)=\"(/assets/[^\"]+)\"");
  private static final Pattern IMPORT = Pattern.compile("(?:from|import) '\\./([^']+)'");
  private static final Pattern PICTURE = Pattern.compile("url\\(\"(/assets/[^\"]+)\"\\)");

  private static List<Path> files() throws IOException {
    try (Stream<Path> all = Files.walk(FOLDER)) {
      return all.filter(Files::isRegularFile).sorted().toList();
    }
  }

  private static boolean ours(Path file) {
    return !file.getParent().endsWith("vendor");
  }

  @Test
  @DisplayName("lead to no other host")
  void noOtherHost() throws Exception {
    for (Path file : files()) {
      String text = NAMESPACE.matcher(Files.readString(file)).replaceAll("");
      // Comments of others may say where they come from.
      String looked = ours(file) ? text : COMMENT.matcher(text).replaceAll("");
      assertThat(OTHER_HOST.matcher(looked).results().map(found -> around(looked, found.start())))
          .as(file.toString())
          .isEmpty();
    }
  }

  private static String around(String text, int place) {
    return text.substring(Math.max(0, place - 40), Math.min(text.length(), place + 40));
  }

  @Test
  @DisplayName("never make markup, or code, out of text")
  void noMarkup() throws Exception {
    assertThat(files()).hasSizeGreaterThan(20);
    for (Path file : files()) {
      assertThat(MARKUP.matcher(Files.readString(file)).results().map(found -> found.group()))
          .as(file.toString())
          .isEmpty();
    }
  }

  @Test
  @DisplayName("have neither script nor style inline, which the policy would not let in")
  void nothingInline() throws Exception {
    String index = Files.readString(FOLDER.resolve("index.html"));
    assertThat(INLINE.matcher(index).results().map(found -> found.group())).isEmpty();
  }

  @Test
  @DisplayName("name only files that are there, and all of those are needed")
  void allThere() throws Exception {
    List<String> named = new ArrayList<>(List.of("index.html", "assets/vendor/uplot-license.txt"));
    for (Path file : files()) {
      if (!ours(file)) {
        continue;
      }
      String text = Files.readString(file);
      for (Pattern each : List.of(REFERENCE, PICTURE, IMPORT)) {
        Matcher matcher = each.matcher(text);
        while (matcher.find()) {
          String path = matcher.group(1);
          named.add(path.startsWith("/") ? path.substring(1) : "assets/" + path);
        }
      }
    }
    List<String> there = files().stream().map(file -> FOLDER.relativize(file).toString()).toList();
    assertThat(named).isSubsetOf(there);
    assertThat(there).isSubsetOf(named);
  }

  @Test
  @DisplayName("are served under a type that browsers take them for")
  void served() throws Exception {
    try (Site site = new Site(new FakeManagement(Samples.world()))) {
      HttpClient client = HttpClient.newHttpClient();
      for (Path file : files()) {
        String path = FOLDER.relativize(file).toString().replace("index.html", "");
        HttpRequest request = HttpRequest.newBuilder(site.uri("/" + path)).build();
        HttpResponse<byte[]> answer = client.send(request, HttpResponse.BodyHandlers.ofByteArray());
        assertThat(answer.statusCode()).as(path).isEqualTo(200);
        assertThat(answer.body()).as(path).isNotEmpty().isEqualTo(Files.readAllBytes(file));
        assertThat(answer.headers().firstValue("Content-Security-Policy").orElse(""))
            .startsWith("default-src 'self';")
            .doesNotContain("unsafe");
        if (path.endsWith(".js")) {
          assertThat(answer.headers().firstValue("Content-Type").orElse(""))
              .startsWith("text/javascript");
        }
      }
    }
  }

  @Test
  @DisplayName("are small ones, but for what others made")
  void small() throws Exception {
    for (Path file : files()) {
      if (ours(file)) {
        assertThat(Files.readAllLines(file)).as(file.toString()).hasSizeLessThan(LONGEST);
      }
    }
  }
}
