package io.dispatchcloud.server.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.eclipse.jetty.io.AbstractConnection;
import org.eclipse.jetty.io.ByteArrayEndPoint;
import org.eclipse.jetty.util.thread.ScheduledExecutorScheduler;
import org.eclipse.jetty.util.thread.Scheduler;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(120)
@DisplayName("Who has no token")
class GuestsTest {
  private static final Duration PATIENCE = Duration.ofSeconds(20);

  /** A connection from some address, as far as it is asked. */
  private static final class Guest extends AbstractConnection {
    private long bytes;
    private long messages;

    private Guest(String address) {
      super(
          new ByteArrayEndPoint() {
            @Override
            public java.net.SocketAddress getRemoteSocketAddress() {
              return new InetSocketAddress(address, 1);
            }
          },
          Runnable::run);
    }

    @Override
    public void onFillable() {}

    @Override
    public long getBytesIn() {
      return bytes;
    }

    @Override
    public long getMessagesIn() {
      return messages;
    }

    private boolean isOpen() {
      return getEndPoint().isOpen();
    }
  }

  private final Deque<Runnable> timers = new ArrayDeque<>();
  private final Scheduler scheduler =
      new ScheduledExecutorScheduler() {
        @Override
        public Task schedule(Runnable task, long delay, TimeUnit unit) {
          timers.add(task);
          return () -> true;
        }
      };
  private long now;
  private final Guests guests = new Guests(scheduler, 2, PATIENCE, () -> now);

  private Guest opens(String address) {
    Guest guest = new Guest(address);
    guests.onOpened(guest);
    return guest;
  }

  @Test
  @DisplayName("has so many connections from each other machine, and no more")
  void each() {
    List<Guest> open = new ArrayList<>();
    for (int i = 0; i < 2; i++) {
      open.add(opens("192.0.2.1"));
    }
    Guest third = opens("192.0.2.1");
    assertThat(third.isOpen()).isFalse();
    guests.onClosed(third);
    assertThat(opens("192.0.2.2").isOpen()).as("from another one").isTrue();
    assertThat(open).allMatch(Guest::isOpen);

    guests.onClosed(open.get(0));
    assertThat(opens("192.0.2.1").isOpen()).as("in the place of one that ended").isTrue();
    for (int i = 0; i < 5; i++) {
      assertThat(opens("127.0.0.1").isOpen()).as("all of this machine share that").isTrue();
    }
  }

  private void passes(Duration time) {
    now += time.toNanos();
    timers.remove().run();
  }

  @Test
  @DisplayName("has so much time to send one request, however it comes in")
  void slow() {
    Guest guest = opens("127.0.0.1");
    for (int i = 0; i < 5; i++) {
      guest.bytes++;
      passes(Duration.ofSeconds(5));
    }
    assertThat(guest.isOpen()).isTrue();
    guest.bytes++;
    passes(Duration.ofSeconds(5));
    assertThat(guest.isOpen()).isFalse();
    assertThat(timers).isEmpty();
  }

  @Test
  @DisplayName("has no more time where it rests between the parts of a request")
  void slowWithRests() {
    Guest guest = opens("127.0.0.1");
    for (int i = 0; i < 3; i++) {
      guest.bytes++;
      passes(Duration.ofSeconds(5));
      passes(Duration.ofSeconds(5));
    }
    assertThat(guest.isOpen()).isTrue();
    guest.bytes++;
    passes(Duration.ofSeconds(5));
    assertThat(guest.isOpen()).isFalse();
  }

  @Test
  @DisplayName("may wait long for the answer to what it sent, and then send more")
  void waits() {
    Guest guest = opens("127.0.0.1");
    guest.messages++;
    passes(Duration.ofSeconds(5));
    guest.bytes += 100;
    for (int i = 0; i < 12; i++) {
      passes(Duration.ofSeconds(5));
    }
    guest.bytes += 20;
    passes(Duration.ofSeconds(5));
    assertThat(guest.isOpen()).isTrue();
  }

  @Test
  @DisplayName("may send request after request on one connection, or listen to a stream")
  void busy() {
    Guest guest = opens("127.0.0.1");
    for (int i = 0; i < 20; i++) {
      guest.bytes += 100;
      guest.messages++;
      passes(Duration.ofSeconds(5));
    }
    for (int i = 0; i < 20; i++) {
      passes(Duration.ofSeconds(5));
    }
    assertThat(guest.isOpen()).isTrue();
  }

  @Test
  @DisplayName("is hung up on who sends the head of a request for ever")
  void heads() throws Exception {
    FakeManagement management = new FakeManagement(Samples.world());
    Duration brief = Duration.ofMillis(500);
    try (Site site = new Site(CurrentManagement.of(management), all -> all.patience(brief));
        Socket socket = new Socket(InetAddress.getLoopbackAddress(), site.server.port())) {
      socket.setSoTimeout(20);
      OutputStream out = socket.getOutputStream();
      out.write("GET / HTTP/1.1\r\nHost: localhost\r\nX: ".getBytes(StandardCharsets.US_ASCII));
      int sent = 0;
      // Far below the limit of a head, and never idle.
      while (sent < 5_000 && sends(socket, out)) {
        sent++;
      }
      assertThat(sent).isLessThan(5_000);
      assertThat(site.get("/api/v1/status").status()).isEqualTo(200);
    }
  }

  /** One byte more, a moment later; false if the other side has hung up. */
  private static boolean sends(Socket socket, OutputStream out) {
    try {
      out.write('x');
      return socket.getInputStream().read() >= 0;
    } catch (SocketTimeoutException e) {
      return true;
    } catch (IOException e) {
      return false;
    }
  }

  @Test
  @DisplayName("is not hung up on while requests come one after the other")
  void keepsAlive() throws Exception {
    FakeManagement management = new FakeManagement(Samples.world());
    Duration brief = Duration.ofMillis(200);
    try (Site site = new Site(CurrentManagement.of(management), all -> all.patience(brief))) {
      for (int i = 0; i < 300; i++) {
        assertThat(site.get("/api/v1/instances").status()).isEqualTo(200);
      }
    }
  }
}
