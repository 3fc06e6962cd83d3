package io.dispatchcloud.server.http;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.dispatchcloud.server.Children;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@Tag("system")
@DisplayName("The page of dispatch serve, with instances on this machine")
class PageServedTest {
  private static final Pattern ADDRESS =
      Pattern.compile("management interface is there.*address=\"?(http://127.0.0.1:[0-9]+)");

  @TempDir private Path folder;
  private Children children;
  private Path go;
  private Browser browser;
  private Visit visit;

  @BeforeEach
  void files() throws Exception {
    String url = "jdbc:h2:file:" + folder.resolve("work");
    children =
        new Children(
            folder, Map.of("DISPATCH_STORE", url, "DISPATCH_MANAGEMENT_TOKEN", Site.TOKEN));
    Process made =
        new ProcessBuilder("ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-f", "key")
            .directory(folder.toFile())
            .start();
    assertThat(made.waitFor()).isZero();
    Files.writeString(
        folder.resolve("serve.yaml"),
        """
        instanceSetId: shop
        driver: local
        driverParameters: { directory: instances, maxInstances: 2 }
        dispatchPrivateKey: file:key
        instanceTypes: { small: { vcpus: 2, ram: 1GiB, price: 0.05 } }
        reserveExtraRam: 0B
        pollInterval: 1s
        probeInterval: 1s
        syncInterval: 1s
        timeoutShutdown: 2s
        goneAfter: 3s
        """);
    go = folder.resolve("go");
    StringBuilder job = new StringBuilder("containers:\n");
    for (int i = 1; i <= 6; i++) {
      job.append(
          """
            - id: work-%d
              command: "until [ -e %s ]; do sleep 0.1; done"
              needs: { vcpus: 1, ram: 64MiB }
              labels: { part: "<b>%d</b>" }
          """
              .formatted(i, go, i));
    }
    Files.writeString(folder.resolve("job.yaml"), job);
    children.run(0, "submit", "submit", "job.yaml");
    browser = new Browser();
  }

  @AfterEach
  void end() throws Exception {
    if (visit != null) {
      visit.close();
    }
    browser.close();
    children.close();
    // What was left: instances and what runs there.
    Files.writeString(go, "");
    Process drained = children.start("cleanup", "serve", "--config", "serve.yaml", "--drain");
    awaitActive("cleanup");
    drained.destroy();
    assertThat(drained.waitFor(2, TimeUnit.MINUTES)).isTrue();
    children.close();
  }

  private void awaitActive(String name) {
    await()
        .atMost(Children.PATIENCE)
        .until(() -> children.said(name).contains("this is the active dispatcher now"));
  }

  private Process serve(String name, int port) throws Exception {
    return children.start(name, "serve", "--config", "serve.yaml", "--http", "127.0.0.1:" + port);
  }

  private URI address(String name) throws Exception {
    await().atMost(Children.PATIENCE).until(() -> ADDRESS.matcher(children.said(name)).find());
    Matcher found = ADDRESS.matcher(children.said(name));
    assertThat(found.find()).isTrue();
    return URI.create(found.group(1));
  }

  @Test
  @DisplayName("shows it work: an instance is drained and goes, a container is killed")
  void operates() throws Exception {
    serve("first", 0);
    URI address = address("first");
    awaitActive("first");
    visit = browser.visit(address).in();
    visit.says(".figure.running .value", "4");
    visit.says(".figure.waiting .value", "2");
    Visit.soon(visit.find("#tiles-view .tile[data-state=running]:not(.swatch)")).hasCount(2);
    visit.says("#containers .label", "part: <b>1</b>");
    visit.says("#state", "active");

    visit.find("#container-search").fill("work-6");
    visit.says("#containers-count", "1 found");
    visit.find("#containers tbody .why").click();
    visit.within("#panel .cure");
    visit.order("kill", "<i>nobody</i> needs it");
    visit.says("#panel .pills", "Cancelled");
    visit.says("#panel", "<i>nobody</i> needs it");
    assertThat(visit.find("#panel i")).hasCount(0);

    String drained = visit.find("#tiles-view .tile:not(.swatch)").first().getAttribute("data-id");
    visit.tile(drained).click();
    visit.order("drain", "its disk is full");
    visit.says("#panel .pills", "Draining");
    assertThat(visit.tile(drained)).hasAttribute("data-mark", "drain");
    visit.says("#panel .events", "its disk is full");
    visit.assertQuiet(address);
    Files.writeString(go, "");
    assertThat(visit.tile(drained)).hasCount(0);
    visit.says("#panel", "This instance is gone");
    // The browser's own words for the answer about what is gone.
    assertThat(visit.complaints).allMatch(each -> each.contains("404 (Not Found)"));
    assertThat(children.said("first")).contains("its disk is full");
  }

  @Test
  @DisplayName("says that this one stands by, as long as it does")
  void standsBy() throws Exception {
    Process first = serve("first", 0);
    awaitActive("first");
    serve("second", 0);
    visit = browser.visit(address("second")).in();
    visit.says("#state", "standing by");
    visit.says("#containers .empty", "No dispatcher is active here");

    children.kill(first);

    visit.says("#state", "active");
    visit.says(".figure.running .value", "4");
    visit.says("#containers tbody", "Running on");
  }

  @Test
  @DisplayName("says that it is not connected, and comes back when the dispatcher is started again")
  void reconnects() throws Exception {
    Process first = serve("first", 0);
    URI address = address("first");
    visit = browser.visit(address).in();
    visit.says(".figure.running .value", "4");

    children.kill(first);

    visit.says("#connection", "not connected; what you see is");
    Visit.soon(visit.find("#tiles-view .tile:not(.swatch)")).hasCount(2);
    visit.says("#alerts", "The connection is lost");
    serve("second", address.getPort());

    visit.within(".connection.live");
    visit.says(".figure.running .value", "4");
    visit.says("#state", "active");
    Visit.soon(visit.find("#tiles-view .tile[data-state=running]:not(.swatch)")).hasCount(2);
    // What was asked just then was refused by one that was about to end.
    assertThat(visit.complaints)
        .allMatch(each -> each.contains("net::ERR_") || each.contains("503 (Service Unavailable)"));
  }
}
