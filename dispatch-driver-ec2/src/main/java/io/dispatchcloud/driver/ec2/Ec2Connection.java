package io.dispatchcloud.driver.ec2;

import io.dispatchcloud.api.cloud.CapacityException;
import io.dispatchcloud.api.cloud.CloudException;
import io.dispatchcloud.api.cloud.QuotaException;
import io.dispatchcloud.api.cloud.RateLimitException;
import java.time.Duration;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.function.Function;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.auth.credentials.DefaultCredentialsProvider;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.awscore.retry.AwsRetryStrategy;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.ec2.Ec2Client;
import software.amazon.awssdk.services.ec2.Ec2ClientBuilder;
import software.amazon.awssdk.utils.SdkAutoCloseable;

/**
 * The way to EC2: one client, without retries of its own, each call bounded in time. Turns what can
 * go wrong with a call into the failures that the dispatcher knows. Thread-safe.
 */
final class Ec2Connection implements AutoCloseable {
  /** The longest that one call may take: what opening a set may block for. */
  static final Duration LONGEST_CALL = Duration.ofMinutes(1);

  private static final String CLOSED = "EC2: the instance set is closed";

  private final AbortableHttpClient http = new AbortableHttpClient();
  private final ScheduledThreadPoolExecutor timer =
      new ScheduledThreadPoolExecutor(1, Ec2Connection::daemon);
  private final RateLimits limits = new RateLimits();
  private final AwsCredentialsProvider credentials;
  private final Ec2Client client;
  private volatile boolean closed;

  private Ec2Connection(Ec2Settings settings) {
    timer.setRemoveOnCancelPolicy(true);
    credentials = credentials(settings);
    Ec2ClientBuilder builder =
        Ec2Client.builder()
            .region(Region.of(settings.region()))
            .credentialsProvider(credentials)
            .httpClient(http)
            .overrideConfiguration(
                override ->
                    override
                        .retryStrategy(AwsRetryStrategy.doNotRetry())
                        .apiCallTimeout(LONGEST_CALL)
                        .scheduledExecutorService(timer));
    if (settings.endpoint() != null) {
      builder.endpointOverride(settings.endpoint());
    }
    client = builder.build();
  }

  static Ec2Connection open(Ec2Settings settings) {
    return new Ec2Connection(settings);
  }

  private static Thread daemon(Runnable work) {
    Thread thread = new Thread(work, "dispatch-ec2-timer");
    thread.setDaemon(true);
    return thread;
  }

  private static AwsCredentialsProvider credentials(Ec2Settings settings) {
    if (settings.accessKeyId() == null || settings.secretAccessKey() == null) {
      return DefaultCredentialsProvider.builder().build();
    }
    return StaticCredentialsProvider.create(
        AwsBasicCredentials.create(
            settings.accessKeyId().reveal(), settings.secretAccessKey().reveal()));
  }

  /**
   * Makes one call.
   *
   * @throws RefusedException if EC2 answered with an error
   * @throws RateLimitException if that error asks for fewer calls
   * @throws CloudException if there was no answer that could be understood
   */
  <T> T ask(CallKind kind, Function<Ec2Client, T> call) throws RefusedException, CloudException {
    if (closed) {
      throw new CloudException(CLOSED);
    }
    try {
      T answer = call.apply(client);
      limits.succeeded(kind);
      return answer;
    } catch (AwsServiceException e) {
      Refusal refusal = Refusal.of(e);
      if (ErrorCodes.meaning(refusal) == ErrorCodes.Meaning.RATE_LIMIT) {
        throw new RateLimitException("EC2: " + refusal.text(), limits.refused(kind));
      }
      throw new RefusedException(refusal, e);
    } catch (SdkException e) {
      throw unanswered(e);
    } catch (RuntimeException e) {
      // Answers that are no XML, or of another form, surface as whatever broke on them.
      throw unanswered(e);
    }
  }

  private CloudException unanswered(RuntimeException e) {
    if (closed) {
      return new CloudException(CLOSED + ", the outcome of a call in flight unknown", e);
    }
    return new CloudException("EC2: no answer, or none that could be read: " + e, e);
  }

  /** Makes one call; a refusal becomes the failure that the dispatcher knows. */
  <T> T call(CallKind kind, Function<Ec2Client, T> call) throws CloudException {
    try {
      return ask(kind, call);
    } catch (RefusedException e) {
      throw failure(e);
    }
  }

  static CloudException failure(RefusedException refused) {
    String message = "EC2: " + refused.refusal().text();
    return switch (ErrorCodes.meaning(refused.refusal())) {
      case QUOTA -> new QuotaException(message);
      case TYPE_CAPACITY -> new CapacityException(message, CapacityException.Scope.INSTANCE_TYPE);
      case GROUP_CAPACITY -> new CapacityException(message, CapacityException.Scope.QUOTA_GROUP);
      default -> new CloudException(message, refused);
    };
  }

  /** Ends calls in flight, and all that waits for them. A second call does nothing. */
  @Override
  public void close() {
    closed = true;
    http.close();
    client.close();
    timer.shutdownNow();
    if (credentials instanceof SdkAutoCloseable closeable) {
      closeable.close();
    }
  }
}
