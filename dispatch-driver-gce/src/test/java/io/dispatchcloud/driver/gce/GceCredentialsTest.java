package io.dispatchcloud.driver.gce;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonObject;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPairGenerator;
import java.util.Base64;
import java.util.Map;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@DisplayName("GCE-1 credentials")
class GceCredentialsTest {
  @TempDir Path directory;

  private static String key() throws Exception {
    KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
    generator.initialize(2048);
    byte[] key = generator.generateKeyPair().getPrivate().getEncoded();
    return Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(key);
  }

  @Test
  @DisplayName("GCE-1 a service account's key is changed for a token, and neither is shown")
  void serviceAccount() throws Exception {
    String key = key();
    try (GceBench bench = new GceBench();
        AllLogs logs = new AllLogs()) {
      JsonObject file = new JsonObject();
      file.addProperty("type", "service_account");
      file.addProperty("client_id", "1");
      file.addProperty("client_email", "a@p.iam.gserviceaccount.com");
      file.addProperty("private_key_id", "2");
      file.addProperty(
          "private_key", "-----BEGIN PRIVATE KEY-----\n" + key + "\n-----END PRIVATE KEY-----\n");
      file.addProperty("token_uri", bench.fake.endpoint() + "/token");
      Path path = Files.writeString(directory.resolve("key.json"), file.toString());
      var set = bench.with("credentialsFile", path.toString()).open();
      set.instances(Map.of());
      assertThat(bench.fake.tokenRequests).hasSize(1);
      assertThat(bench.fake.authorizations).containsOnly("Bearer t0ken").hasSize(2);
      assertThat(String.join("\n", bench.log.lines())).doesNotContain("t0ken");
      assertThat(String.join("\n", logs.lines())).doesNotContain(key.lines().findFirst().get());
      assertThat(set + " " + bench.context("set-1")).doesNotContain("t0ken");
    }
  }
}
