package io.dispatchcloud.server.http;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Browser.NewContextOptions;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.assertions.LocatorAssertions;
import com.microsoft.playwright.options.ColorScheme;
import com.microsoft.playwright.options.ReducedMotion;
import io.dispatchcloud.server.Children;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** The page in a browser, with all that it asked for and complained of. */
final class Visit implements AutoCloseable {
  /** What axe finds serious, each with where it is. */
  private static final String SERIOUS =
      """
      () => axe.run({ resultTypes: ['violations'] }).then((found) => found.violations
        .filter((each) => each.impact === 'serious' || each.impact === 'critical')
        .flatMap((each) => each.nodes.map((node) =>
          `${each.id}: ${node.html.slice(0, 200)}: ${node.failureSummary}`)))
      """;

  final Page page;
  final List<String> requests = new ArrayList<>();
  final List<String> complaints = new ArrayList<>();
  private final BrowserContext context;

  Visit(
      com.microsoft.playwright.Browser browser, URI address, int width, int height, boolean dark) {
    context =
        browser.newContext(
            new NewContextOptions()
                .setViewportSize(width, height)
                .setReducedMotion(ReducedMotion.REDUCE)
                .setColorScheme(dark ? ColorScheme.DARK : ColorScheme.LIGHT));
    context.setDefaultTimeout((double) Children.PATIENCE.toMillis());
    page = context.newPage();
    page.onRequest(request -> requests.add(request.url()));
    page.onConsoleMessage(
        message -> {
          if (message.type().equals("error") || message.type().equals("warning")) {
            complaints.add(message.text());
          }
        });
    page.onPageError(complaints::add);
    page.navigate(address.resolve("/").toString());
  }

  /** Has something become true while the page works on it. */
  static LocatorAssertions soon(Locator locator) {
    return assertThat(locator);
  }

  Visit signIn(String token) {
    page.locator("#token").fill(token);
    page.locator("#sign-in button").click();
    return this;
  }

  Visit in() {
    signIn(Site.TOKEN);
    within(".connection.live");
    return this;
  }

  Locator find(String selector) {
    return page.locator(selector);
  }

  /** Waits until there is something like that to see. */
  Locator within(String selector) {
    Locator found = page.locator(selector);
    found.first().waitFor();
    return found;
  }

  Locator tile(String id) {
    return page.locator(".tile[data-id='" + id + "']");
  }

  /** Waits until an element has a text. */
  void says(String selector, String text) {
    Locator place = page.locator(selector);
    page.waitForCondition(
        () -> place.allInnerTexts().stream().anyMatch(each -> each.contains(text)));
  }

  /** Gives an order in the story that is open. */
  void order(String verb, String reason) {
    page.locator("#panel [data-key='order-" + verb + "']").click();
    page.locator("dialog #reason").fill(reason);
    page.locator("dialog button[type=submit]").click();
    page.waitForCondition(() -> page.locator("dialog").count() == 0);
  }

  boolean wholePageFits() {
    return (Boolean)
        page.evaluate("() => document.documentElement.scrollWidth <= window.innerWidth");
  }

  /** Looks for what keeps people out who use a screen reader, or see little. */
  void assertAccessible() throws IOException {
    try (InputStream script = Visit.class.getResourceAsStream("/axe.min.js")) {
      assertThat(script).as("axe's script").isNotNull();
      page.evaluate(new String(script.readAllBytes(), StandardCharsets.UTF_8));
    }
    assertThat((List<?>) page.evaluate(SERIOUS)).isEmpty();
  }

  void assertQuiet(URI address) {
    assertThat(complaints).as("errors in the browser's console").isEmpty();
    assertThat(requests)
        .isNotEmpty()
        .allMatch(url -> url.startsWith(address.toString()))
        .noneMatch(url -> url.contains(Site.TOKEN));
  }

  void picture(String name) {
    Path file = Path.of("target", "pictures", name + ".png");
    page.screenshot(new Page.ScreenshotOptions().setPath(file));
    assertThat(file).isNotEmptyFile();
  }

  @Override
  public void close() {
    context.close();
  }
}
