package io.dispatchcloud.driver.gce;

import com.google.auth.Credentials;
import com.google.auth.oauth2.GoogleCredentials;
import io.dispatchcloud.api.cloud.CloudException;
import io.dispatchcloud.api.config.Problem;
import io.dispatchcloud.api.config.Secret;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Where the API is, and who we are there. Google's credentials are for Google: a server that is not
 * Google's gets none unless a file of credentials is named, and no credentials go over plain HTTP
 * to another machine. Calls do, if they are told to: they hold init commands with the secrets of
 * instances, which is why that is warned of.
 *
 * @param endpoint scheme, host, port, and where the API's path begins, without a slash at the end;
 *     no password, query or fragment
 * @param credentialsFile the file that was named; empty for none
 * @param google whether the server is Google's own
 */
record Access(String endpoint, String credentialsFile, boolean google) {
  private static final String PATH = "/compute/v1";
  private static final String GOOGLES = ".googleapis.com";
  private static final String SCOPE = "https://www.googleapis.com/auth/compute";
  private static final Pattern LOOPBACK =
      Pattern.compile("localhost|127(?:\\.[0-9]{1,3}){3}|\\[::1]");
  private static final Pattern USER = Pattern.compile("^([a-zA-Z0-9+.-]+://)?.*@", Pattern.DOTALL);
  private static final Pattern QUERY = Pattern.compile("[?#].*", Pattern.DOTALL);

  static Access of(List<Problem> problems, String endpoint, String credentialsFile) {
    String base = base(endpoint);
    String host = "";
    String scheme = "";
    boolean more = false;
    try {
      URI uri = new URI(base);
      host = uri.getHost() == null ? "" : uri.getHost().toLowerCase(Locale.ROOT);
      scheme = uri.getScheme() == null ? "" : uri.getScheme().toLowerCase(Locale.ROOT);
      more =
          uri.getRawUserInfo() != null || uri.getRawQuery() != null || uri.getRawFragment() != null;
    } catch (URISyntaxException e) {
      host = "";
    }
    boolean secure = scheme.equals("https");
    if (more || host.isEmpty() || !(secure || scheme.equals("http"))) {
      problems.add(
          new Problem(
              "endpoint",
              shown(endpoint),
              "https://host or http://host, with or without a port; no user, query or fragment"));
    } else if (!secure && !credentialsFile.isEmpty() && !LOOPBACK.matcher(host).matches()) {
      problems.add(
          new Problem(
              "endpoint", shown(endpoint), "https where there are credentials (credentialsFile)"));
    } else if (!secure && host.endsWith(GOOGLES)) {
      problems.add(new Problem("endpoint", shown(endpoint), "https for Google's own servers"));
    }
    return new Access(base, credentialsFile, secure && host.endsWith(GOOGLES));
  }

  /** What people may see of it: whatever stands where passwords and keys may stand is masked. */
  private static String shown(String endpoint) {
    String masked = USER.matcher(endpoint).replaceFirst("$1" + Secret.MASK + "@");
    return QUERY.matcher(masked).replaceFirst(Secret.MASK);
  }

  /** Whether calls can be read on their way to another machine. */
  boolean isPlainRemote() {
    URI uri = URI.create(endpoint);
    return !"https".equalsIgnoreCase(uri.getScheme())
        && !LOOPBACK.matcher(uri.getHost().toLowerCase(Locale.ROOT)).matches();
  }

  /** Google's client adds the path of the API by itself. */
  private static String base(String endpoint) {
    String base = endpoint.strip();
    while (base.endsWith("/")) {
      base = base.substring(0, base.length() - 1);
    }
    return base.endsWith(PATH) ? base.substring(0, base.length() - PATH.length()) : base;
  }

  /**
   * Finds out who we are; may ask the metadata server.
   *
   * @return null for nobody
   * @throws CloudException if there are no credentials, or they can't be read; shows none of them
   */
  @Nullable Credentials credentials() throws CloudException {
    try {
      if (!credentialsFile.isEmpty()) {
        try (InputStream file = Files.newInputStream(Path.of(credentialsFile))) {
          return GoogleCredentials.fromStream(file).createScoped(SCOPE);
        }
      }
      return google ? GoogleCredentials.getApplicationDefault().createScoped(SCOPE) : null;
    } catch (IOException | IllegalArgumentException e) {
      // What the parser of a key file says may quote from it.
      throw new CloudException(
          credentialsFile.isEmpty()
              ? "there are no application default credentials; name a credentialsFile"
              : "credentialsFile: '"
                  + credentialsFile
                  + "' can't be used ("
                  + e.getClass().getSimpleName()
                  + "); expected a key of a service account, or another file of credentials");
    }
  }
}
