package io.dispatchcloud.server.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.dispatchcloud.api.config.Secret;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLHandshakeException;
import javax.net.ssl.TrustManagerFactory;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayName("TLS of the management API")
class TlsTest {
  private static final String PASSWORD = "changeit";

  @TempDir private Path folder;
  private final CurrentManagement current =
      CurrentManagement.of(new FakeManagement(Samples.world()));
  private KeyStore store;

  @BeforeEach
  void files() throws Exception {
    make("RSA");
  }

  /** A certificate for this machine, in PEM files. */
  private void make(String algorithm) throws Exception {
    Path made = folder.resolve(algorithm + ".p12");
    Files.deleteIfExists(made);
    Process keytool =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "keytool").toString(),
                "-genkeypair",
                "-keyalg",
                algorithm,
                "-alias",
                "a",
                "-dname",
                "CN=localhost",
                "-ext",
                "SAN=dns:localhost,ip:127.0.0.1",
                "-storepass",
                PASSWORD,
                "-keystore",
                made.toString())
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
            .start();
    assertThat(keytool.waitFor()).isZero();
    store = KeyStore.getInstance(made.toFile(), PASSWORD.toCharArray());
    pem("cert.pem", "CERTIFICATE", store.getCertificate("a").getEncoded());
    pem("key.pem", "PRIVATE KEY", store.getKey("a", PASSWORD.toCharArray()).getEncoded());
  }

  private void pem(String name, String what, byte[] bytes) throws IOException {
    String text = Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(bytes);
    Files.writeString(
        folder.resolve(name),
        "-----BEGIN " + what + "-----\n" + text + "\n-----END " + what + "-----\n");
  }

  private HttpSettings settings(String listen) {
    return HttpSettings.of(
        listen,
        Secret.of(Site.TOKEN),
        new HttpSettings.TlsFiles(folder.resolve("cert.pem"), folder.resolve("key.pem")));
  }

  private HttpClient client() throws Exception {
    KeyStore trusted = KeyStore.getInstance("PKCS12");
    trusted.load(null, null);
    trusted.setCertificateEntry("a", store.getCertificate("a"));
    TrustManagerFactory trust = TrustManagerFactory.getInstance("PKIX");
    trust.init(trusted);
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(null, trust.getTrustManagers(), null);
    return HttpClient.newBuilder().sslContext(context).build();
  }

  @ParameterizedTest
  @DisplayName("lets other machines in, with keys of these kinds, by any name")
  @ValueSource(strings = {"RSA", "EC", "Ed25519"})
  void served(String algorithm) throws Exception {
    make(algorithm);
    try (ManagementServer server =
        ManagementServer.builder(settings("0.0.0.0:0"), current).build()) {
      server.start();
      URI uri = URI.create("https://localhost:" + server.port() + "/api/v1/status");
      HttpRequest request =
          HttpRequest.newBuilder(uri).header("Authorization", "Bearer " + Site.TOKEN).build();
      HttpResponse<String> answer = client().send(request, HttpResponse.BodyHandlers.ofString());
      assertThat(answer.statusCode()).isEqualTo(200);
      Contract.isA("Status", answer.body());
      assertThatThrownBy(
              () -> HttpClient.newHttpClient().send(request, HttpResponse.BodyHandlers.ofString()))
          .as("a client that does not know the certificate")
          .isInstanceOf(SSLHandshakeException.class);
    }
  }

  @Test
  @DisplayName("is all that there is on that port")
  void notPlain() throws Exception {
    try (ManagementServer server =
        ManagementServer.builder(settings("127.0.0.1:0"), current).build()) {
      server.start();
      URI plain = URI.create("http://127.0.0.1:" + server.port());
      assertThat(Raw.request(plain, "GET", "/health/live", "").map(Raw::status))
          .isNotEqualTo(Optional.of(200));
    }
  }

  @Test
  @DisplayName("refuses files that are not what they should be, by name, and shows nothing of them")
  void badFiles() throws Exception {
    for (String name : List.of("cert.pem", "key.pem")) {
      String right = Files.readString(folder.resolve(name));
      Files.writeString(folder.resolve(name), "-----BEGIN RSA PRIVATE KEY-----\nhush\n");
      assertThatThrownBy(this::build)
          .isInstanceOf(IOException.class)
          .hasMessageContaining(folder.resolve(name).toString())
          .hasMessageNotContaining("hush");
      Files.delete(folder.resolve(name));
      assertThatThrownBy(this::build).hasMessageContaining("expected a file that can be read");
      Files.writeString(folder.resolve(name), right);
    }
    String before = Files.readString(folder.resolve("cert.pem"));
    make("RSA");
    Files.writeString(folder.resolve("cert.pem"), before);
    assertThatThrownBy(this::build).hasMessageContaining("expected a pair");
  }

  private void build() throws IOException {
    ManagementServer.builder(settings("127.0.0.1:0"), current).build().close();
  }
}
