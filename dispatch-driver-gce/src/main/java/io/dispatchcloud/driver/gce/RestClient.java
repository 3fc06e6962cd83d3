package io.dispatchcloud.driver.gce;

import com.google.api.gax.httpjson.HttpJsonCallContext;
import com.google.api.gax.rpc.ClientContext;
import com.google.api.gax.rpc.UnaryCallable;
import com.google.auth.Credentials;
import com.google.common.util.concurrent.Futures;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * Makes calls, each bounded in time and none repeated, until it is closed; then those in flight
 * fail at once, and no connection or thread is left. Thread-safe.
 */
final class RestClient implements AutoCloseable {
  private final String endpoint;
  private final @Nullable Credentials credentials;
  private final HttpConnections connections = new HttpConnections();
  private final Map<RestExchange, Future<?>> inFlight = new ConcurrentHashMap<>();
  private final ExecutorService threads;
  // Google's client wants one for repeating calls, which it is told not to do: it has no thread.
  private final ScheduledExecutorService repeater = Executors.newScheduledThreadPool(0);
  private final CountDownLatch closed = new CountDownLatch(1);

  /**
   * Made without connecting.
   *
   * @param endpoint scheme, host and port
   * @param credentials who we are; null for nobody
   * @param name what its threads are called
   */
  RestClient(String endpoint, @Nullable Credentials credentials, String name) {
    this.endpoint = endpoint;
    this.credentials = credentials;
    AtomicInteger count = new AtomicInteger();
    this.threads =
        Executors.newCachedThreadPool(
            task -> {
              Thread thread = new Thread(task, name + "-" + count.incrementAndGet());
              thread.setDaemon(true);
              return thread;
            });
  }

  /** What Google's stubs are made with. */
  ClientContext context() {
    return ClientContext.newBuilder()
        .setExecutor(repeater)
        .setDefaultCallContext(HttpJsonCallContext.createDefault())
        .build();
  }

  /**
   * Makes a call and waits for its answer.
   *
   * @param what what it does, for people
   * @param method which call
   * @param message what to ask
   * @param limit how long it may take
   * @return the answer
   * @throws ApiException if it failed, took too long, was interrupted, or this is closed
   */
  <Q, R> R call(String what, UnaryCallable<Q, R> method, Q message, Duration limit)
      throws ApiException {
    RestExchange exchange = new RestExchange(connections.client(), endpoint, credentials, limit);
    HttpJsonCallContext context =
        HttpJsonCallContext.createDefault()
            .withChannel(exchange)
            .withRetryableCodes(Set.of())
            .withTimeoutDuration(limit);
    try {
      // The exchange is over when futureCall returns: what it returns has its answer.
      Future<R> answer = threads.submit(() -> Futures.getDone(method.futureCall(message, context)));
      inFlight.put(exchange, answer);
      if (isClosed()) {
        throw closed(what);
      }
      return answer.get(limit.toMillis(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw ApiException.withoutAnswer(what, "interrupted while waiting for the answer");
    } catch (TimeoutException e) {
      throw ApiException.withoutAnswer(what, "no answer within " + limit);
    } catch (RejectedExecutionException | CancellationException e) {
      throw closed(what);
    } catch (ExecutionException e) {
      throw failure(what, e);
    } finally {
      exchange.cut();
      inFlight.remove(exchange);
    }
  }

  private ApiException failure(String what, ExecutionException thrown) {
    if (isClosed()) {
      return closed(what);
    }
    for (Throwable each = thrown; each != null; each = each.getCause()) {
      if (each instanceof RestFailure failure) {
        Fault fault = failure.fault();
        return new ApiException(what, fault, FaultTable.find(fault).orElse(Meaning.ORDINARY));
      }
    }
    Throwable last = thrown;
    while (last.getCause() != null) {
      last = last.getCause();
    }
    return ApiException.withoutAnswer(what, "Google's client failed: " + last.getClass().getName());
  }

  private static ApiException closed(String what) {
    return ApiException.withoutAnswer(what, "the instance set is closed");
  }

  boolean isClosed() {
    return closed.getCount() == 0;
  }

  /** Lets some time go by; fails if this is closed meanwhile. */
  void pause(String what, Duration time) throws ApiException {
    try {
      if (closed.await(time.toMillis(), TimeUnit.MILLISECONDS)) {
        throw closed(what);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw ApiException.withoutAnswer(what, "interrupted while waiting for the operation");
    }
  }

  @Override
  public void close() {
    closed.countDown();
    inFlight.forEach(
        (exchange, answer) -> {
          exchange.cut();
          answer.cancel(true);
        });
    connections.close();
    threads.shutdownNow();
    repeater.shutdownNow();
  }
}
