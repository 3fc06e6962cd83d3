package io.dispatchcloud.driver.gce;

import com.google.auth.Credentials;
import com.google.auth.oauth2.GoogleCredentials;
import io.dispatchcloud.api.cloud.CloudException;
import io.dispatchcloud.api.config.Problem;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Where the API is, and who we are there. Google's credentials are for Google: a server that is not
 * Google's gets none unless a file of credentials is named, and nothing secret ever goes over plain
 * HTTP to another machine.
 *
 * @param endpoint scheme, host and port, without a slash at the end
 * @param credentialsFile the file that was named; empty for none
 * @param google whether the server is Google's own
 */
record Access(String endpoint, String credentialsFile, boolean google) {
  private static final String PATH = "/compute/v1";
  private static final String GOOGLES = ".googleapis.com";
  private static final String SCOPE = "https://www.googleapis.com/auth/compute";
  private static final Set<String> LOOPBACK = Set.of("localhost", "127.0.0.1", "[::1]");

  static Access of(List<Problem> problems, String endpoint, String credentialsFile) {
    String base = base(endpoint);
    String host = "";
    String scheme = "";
    try {
      URI uri = new URI(base);
      host = uri.getHost() == null ? "" : uri.getHost().toLowerCase(Locale.ROOT);
      scheme = uri.getScheme() == null ? "" : uri.getScheme().toLowerCase(Locale.ROOT);
    } catch (URISyntaxException e) {
      host = "";
    }
    boolean secure = scheme.equals("https");
    if (host.isEmpty() || !(secure || scheme.equals("http"))) {
      problems.add(
          new Problem("endpoint", endpoint, "https://host or http://host, with or without a port"));
    } else if (!secure && !credentialsFile.isEmpty() && !LOOPBACK.contains(host)) {
      problems.add(
          new Problem("endpoint", endpoint, "https where there are credentials (credentialsFile)"));
    } else if (!secure && host.endsWith(GOOGLES)) {
      problems.add(new Problem("endpoint", endpoint, "https for Google's own servers"));
    }
    return new Access(base, credentialsFile, secure && host.endsWith(GOOGLES));
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
