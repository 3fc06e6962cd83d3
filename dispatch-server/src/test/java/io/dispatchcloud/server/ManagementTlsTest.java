package io.dispatchcloud.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.dispatchcloud.server.http.SampleSite;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.Key;
import java.security.KeyStore;
import java.util.Base64;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Commands that ask a dispatcher over TLS. */
class ManagementTlsTest {
  private static final String PASSWORD = "changeit";

  @TempDir private Path folder;
  private Path certificate;
  private Path key;

  @BeforeEach
  void files() throws Exception {
    certificate = folder.resolve("cert.pem");
    key = folder.resolve("key.pem");
    Path store = folder.resolve("store.p12");
    Process made =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "keytool").toString(),
                "-genkeypair",
                "-keyalg",
                "RSA",
                "-alias",
                "a",
                "-dname",
                "CN=localhost",
                "-ext",
                "SAN=ip:127.0.0.1",
                "-storepass",
                PASSWORD,
                "-keystore",
                store.toString())
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
            .start();
    assertThat(made.waitFor()).isZero();
    KeyStore opened = KeyStore.getInstance(store.toFile(), PASSWORD.toCharArray());
    Key secret = opened.getKey("a", PASSWORD.toCharArray());
    Files.writeString(certificate, pem("CERTIFICATE", opened.getCertificate("a").getEncoded()));
    Files.writeString(key, pem("PRIVATE KEY", secret.getEncoded()));
  }

  private static String pem(String kind, byte[] bytes) {
    String text = Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(bytes);
    return "-----BEGIN " + kind + "-----\n" + text + "\n-----END " + kind + "-----\n";
  }

  @Test
  void aCertificateIsTrustedIfItIsGivenAndOnlyThen() throws Exception {
    try (SampleSite site = new SampleSite(certificate, key)) {
      Map<String, String> environment =
          Map.of(
              "DISPATCH_MANAGEMENT_URL", site.url(), "DISPATCH_MANAGEMENT_TOKEN", SampleSite.TOKEN);

      Program.run(environment, "instances", "--ca", certificate.toString())
          .endsWith(0)
          .says("3 instances");
      Program.run(environment, "instances")
          .endsWith(3)
          .complains("error: " + site.url() + " can't be trusted: ", "by --ca FILE");
      String another = site.url().replace("127.0.0.1", "localhost");
      Program.run(environment, "instances", "--server", another)
          .endsWith(3)
          .complains("can't be trusted: ");
      Program.run(environment, "instances", "--ca", key.toString())
          .isRefused()
          .complains("--ca: '" + key + "'; expected a file of certificates: ");
      Program.run(environment, "instances", "--ca", folder + "/none")
          .isRefused()
          .complains("none'; expected a file of certificates: no such file");
    }
  }
}
