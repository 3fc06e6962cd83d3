package io.dispatchcloud.test.kit;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("The lists of tests in docs/drivers.md and docs/stores.md")
class KitPagesTest {
  private static final Path DOCS = Path.of(System.getProperty("dispatch.root"), "docs");

  @Test
  @DisplayName("are those of the kit for drivers")
  void drivers() throws Exception {
    checkPage(
        "drivers.md",
        table(DriverTests.all(), DriverClaims.builder().build(), FakeEnvironment.everything()));
  }

  @Test
  @DisplayName("are those of the kit for stores")
  void stores() throws Exception {
    StoreClaims everything = StoreClaims.builder().claim(StoreClaim.values()).build();
    checkPage("stores.md", table(StoreTests.all(), StoreClaims.builder().build(), everything));
  }

  private static void checkPage(String page, String table) throws Exception {
    assertThat(Files.readString(DOCS.resolve(page)))
        .as("the page, which should have:%n%s", table)
        .contains(table);
  }

  private static <C, B> String table(List<KitTest<C, B>> tests, C nothing, C everything) {
    return tests.stream()
        .map(test -> row(test, who(test.exists(), nothing, everything)))
        .collect(Collectors.joining());
  }

  private static String row(KitTest<?, ?> test, String who) {
    return "| %s | %s | %s |\n".formatted(test.number(), test.title(), who);
  }

  private static <C> String who(Predicate<C> exists, C nothing, C everything) {
    if (exists.test(nothing) && exists.test(everything)) {
      return "everyone";
    }
    return exists.test(nothing) ? "who does not claim it" : "who claims it";
  }
}
