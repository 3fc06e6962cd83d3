package io.dispatchcloud.server.http;

import io.dispatchcloud.api.config.Secret;
import io.dispatchcloud.core.ContainerStatus;
import io.dispatchcloud.core.DispatcherState;
import io.dispatchcloud.core.NotActiveException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

/** The real server over a dispatcher with something of everything, for tests of its clients. */
public final class SampleSite implements AutoCloseable {
  public static final String TOKEN = Site.TOKEN;

  private final FakeManagement management = new FakeManagement(Samples.world());
  private final CurrentManagement current = CurrentManagement.of(management);
  private final Site site;

  public SampleSite() throws IOException {
    this(HttpSettings.of("127.0.0.1:0", Secret.of(TOKEN), null));
  }

  /** One over TLS. */
  public SampleSite(Path certificate, Path key) throws IOException {
    this(
        HttpSettings.of(
            "127.0.0.1:0", Secret.of(TOKEN), new HttpSettings.TlsFiles(certificate, key)));
  }

  private SampleSite(HttpSettings settings) throws IOException {
    site = new Site(settings, current, UnaryOperator.identity());
  }

  /** Where it is. */
  public String url() {
    return site.uri("").toString();
  }

  /** What it was told to do. */
  public List<String> orders() {
    return management.orders;
  }

  /** One that stands by and takes no order. */
  public void standBy() {
    management.snapshot = Samples.standby(DispatcherState.STARTING);
    management.failure = new NotActiveException("not active");
  }

  /** All that there is are two that wait for an instance which boots: they are locked already. */
  public void locks() {
    management.snapshot =
        Samples.snapshot(
            List.of(),
            Stream.of("locked-1", "locked-2")
                .map(id -> Samples.queued(id).locked(Samples.SHOP, 1))
                .map(each -> Samples.view(each, new ContainerStatus.WaitingForInstance("small")))
                .toList());
  }

  /** Takes so many orders more, and stands by then. */
  public void standByAfter(int orders) {
    management.failAfter = orders;
  }

  /** All containers and instances go. */
  public void empties() {
    management.snapshot = Samples.snapshot(List.of(), List.of());
  }

  /** It has one again. */
  public void comesBack() {
    current.set(management);
  }

  /** The process has no dispatcher just now. */
  public void hasNone() {
    current.clear();
  }

  @Override
  public void close() {
    site.close();
  }
}
