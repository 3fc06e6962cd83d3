package io.dispatchcloud.driver.ec2;

import io.dispatchcloud.api.cloud.CapacityException;
import io.dispatchcloud.api.cloud.CloudException;
import io.dispatchcloud.api.cloud.QuotaException;
import io.dispatchcloud.api.cloud.RateLimitException;
import java.time.Duration;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.function.Function;
import javax.xml.stream.XMLStreamException;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.auth.credentials.DefaultCredentialsProvider;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.awscore.retry.AwsRetryStrategy;
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

  /** How the SDK's default chain says that it found none; it has no exception of its own. */
  private static final String NO_CREDENTIALS = "Unable to load credentials";

  private static final String CLOSED = "EC2: the instance set is closed";

  private final AbortableHttpClient http;
  private final ScheduledThreadPoolExecutor timer;
  private final RateLimits limits = new RateLimits();
  private final AwsCredentialsProvider credentials;
  private final Ec2Client client;
  private volatile boolean closed;

  private Ec2Connection(
      AbortableHttpClient http,
      ScheduledThreadPoolExecutor timer,
      AwsCredentialsProvider credentials,
      Ec2Client client) {
    this.http = http;
    this.timer = timer;
    this.credentials = credentials;
    this.client = client;
  }

  /**
   * Opens one; does not ask EC2 anything yet.
   *
   * @throws CloudException if the SDK's own files, such as {@code ~/.aws/config}, can't be used
   */
  static Ec2Connection open(Ec2Settings settings) throws CloudException {
    return open(settings, LONGEST_CALL);
  }

  static Ec2Connection open(Ec2Settings settings, Duration longestCall) throws CloudException {
    AbortableHttpClient http = new AbortableHttpClient();
    ScheduledThreadPoolExecutor timer = new ScheduledThreadPoolExecutor(1, Ec2Connection::daemon);
    timer.setRemoveOnCancelPolicy(true);
    AwsCredentialsProvider credentials = null;
    try {
      credentials = credentials(settings);
      Ec2Client client = client(settings, longestCall, http, timer, credentials);
      return new Ec2Connection(http, timer, credentials, client);
    } catch (RuntimeException e) {
      http.close();
      timer.shutdownNow();
      close(credentials);
      throw new CloudException("EC2: the SDK can't be set up, see ~/.aws/config: " + e, e);
    }
  }

  private static Ec2Client client(
      Ec2Settings settings,
      Duration longestCall,
      AbortableHttpClient http,
      ScheduledThreadPoolExecutor timer,
      AwsCredentialsProvider credentials) {
    Ec2ClientBuilder builder =
        Ec2Client.builder()
            .region(Region.of(settings.region()))
            .credentialsProvider(credentials)
            .httpClient(http)
            .overrideConfiguration(
                override ->
                    override
                        .retryStrategy(AwsRetryStrategy.doNotRetry())
                        .apiCallTimeout(longestCall)
                        .scheduledExecutorService(timer));
    if (settings.endpoint() != null) {
      builder.endpointOverride(settings.endpoint());
    }
    return builder.build();
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
    } catch (RuntimeException | StackOverflowError e) {
      // Answers that are no XML, or of another form, surface as whatever broke on them; those that
      // are nested without end, as the end of the stack.
      throw unanswered(e);
    }
  }

  private CloudException unanswered(Throwable e) {
    if (closed) {
      return new CloudException(CLOSED + ", the outcome of a call in flight unknown", e);
    }
    if (String.valueOf(e.getMessage()).startsWith(NO_CREDENTIALS)) {
      return new CloudException("EC2: no credentials, so nothing was asked: " + e, e);
    }
    for (Throwable each = e; each != null; each = reason(each)) {
      if (each instanceof UnfitAnswerException) {
        return new CloudException("EC2: no answer that could be read: " + each.getMessage(), e);
      }
    }
    return new CloudException("EC2: no answer, or none that could be read: " + e, e);
  }

  /** What the XML parser failed for is not its exceptions' cause. */
  private static @Nullable Throwable reason(Throwable failure) {
    return failure instanceof XMLStreamException unread
        ? unread.getNestedException()
        : failure.getCause();
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
    close(credentials);
  }

  private static void close(@Nullable AwsCredentialsProvider credentials) {
    if (credentials instanceof SdkAutoCloseable closeable) {
      closeable.close();
    }
  }
}
