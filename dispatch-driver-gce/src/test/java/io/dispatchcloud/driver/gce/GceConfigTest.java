package io.dispatchcloud.driver.gce;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.dispatchcloud.api.cloud.CloudException;
import io.dispatchcloud.api.config.Parameter;
import io.dispatchcloud.api.config.ParameterException;
import io.dispatchcloud.api.config.Parameters;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayName("GCE-1 SET-1 parameters")
class GceConfigTest {
  @TempDir Path directory;

  private static GceConfig config(Map<String, ?> more) {
    Map<String, Object> raw = new HashMap<>(Map.of("project", "p-1", "zones", "us-east1-b"));
    raw.putAll(more);
    return GceConfig.of(Parameters.read("driver 'gce'", raw, new GceDriver().parameters()));
  }

  @Test
  @DisplayName("GCE-1 there is each of them, and no more")
  void all() {
    assertThat(new GceDriver().parameters())
        .extracting(Parameter::name)
        .containsExactly(
            "project",
            "zones",
            "network",
            "subnetwork",
            "externalAddress",
            "serviceAccountEmail",
            "scopes",
            "credentialsFile",
            "adminUsername",
            "diskType",
            "diskSize",
            "quotaGroups",
            "acceleratorTypes",
            "hostKeys",
            "endpoint");
  }

  @Test
  @DisplayName("GCE-1 one zone or a list, and defaults for the rest")
  void defaults() {
    GceConfig config = config(Map.of());
    assertThat(config.zones()).containsExactly("us-east1-b");
    assertThat(config.adminUsername()).isEqualTo("dispatch");
    assertThat(config.diskType()).isEqualTo("pd-balanced");
    assertThat(config.diskGib()).isEqualTo(50);
    assertThat(config.hostKeys()).isEqualTo(HostKeyMode.SECRET);
    assertThat(config.access().endpoint()).isEqualTo("https://compute.googleapis.com");
    assertThat(config.quotaGroups()).containsEntry("e2", "cpus").containsEntry("n1", "cpus");
    assertThat(config(Map.of("zones", List.of("us-east1-b", "us-east1-c"))).zones()).hasSize(2);
    assertThat(config(Map.of("hostKeys", "guestAttributes")).hostKeys())
        .isEqualTo(HostKeyMode.GUESTATTRIBUTES);
    assertThat(config(Map.of("diskSize", 10_000_000_000L)).diskGib()).isEqualTo(10);
  }

  @ParameterizedTest(name = "{0}: {1}")
  @CsvSource({
    "project, Not A Project, a project's id",
    "zones, us central, a zone's name",
    "zones, nozone, a zone's name",
    "adminUsername, Me!, a user name",
    "diskSize, 1MB, 1GiB or more",
    "quotaGroups, n2, two words with '='",
    "quotaGroups, =n2, two words with '='",
    "acceleratorTypes, 7.5=, two words with '='",
    "acceleratorTypes, a=b=c, two words with '='",
    "endpoint, localhost, https://host or http://host",
    "endpoint, ftp://localhost, https://host or http://host",
    "endpoint, http://a b, https://host or http://host",
    "endpoint, http://compute.googleapis.com, https for Google's own",
    "hostKeys, whatever, one of secret"
  })
  @DisplayName("SET-1 what is wrong is refused, with its name and what was expected")
  void wrong(String name, String value, String expected) {
    assertThatExceptionOfType(ParameterException.class)
        .isThrownBy(() -> config(Map.of(name, value)))
        .withMessageContaining(name)
        .withMessageContaining(expected);
  }

  @Test
  @DisplayName("SET-1 every wrong one is named, not the first alone")
  void everyWrongOne() {
    assertThatExceptionOfType(ParameterException.class)
        .isThrownBy(() -> config(Map.of("project", "?", "zones", List.of(), "adminUsername", "?")))
        .withMessageContaining("project")
        .withMessageContaining("zones")
        .withMessageContaining("adminUsername");
    assertThatExceptionOfType(ParameterException.class)
        .isThrownBy(() -> config(Map.of("zones", List.of("us-east1-b", "us-east1-b"))))
        .withMessageContaining("each once");
  }

  @Test
  @DisplayName("GCE-1 the endpoint may end as Google's documents write it")
  void endpoint() {
    assertThat(config(Map.of("endpoint", "http://127.0.0.1:8080/compute/v1/")).access().endpoint())
        .isEqualTo("http://127.0.0.1:8080");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "https://me:tops3cret@example.com",
        "https://tops3cret@example.com",
        "https://me:a/b?c#tops3cret@example.com",
        "me:tops3cret@example.com",
        "http://me:tops3cret@compute.googleapis.com",
        "https://example.com/?key=tops3cret",
        "https://example.com/#tops3cret",
        "https://exam ple.com/?key=tops3cret"
      })
  @DisplayName(
      "SET-1 an endpoint with a password, query or fragment is refused, and does not show it")
  void endpointSecrets(String endpoint) {
    assertThatExceptionOfType(ParameterException.class)
        .isThrownBy(() -> config(Map.of("endpoint", endpoint)))
        .withMessageContaining("endpoint")
        .withMessageContaining("no user, query or fragment")
        .satisfies(e -> assertThat(e.toString()).doesNotContain("tops3cret"));
  }

  @Test
  @DisplayName("SET-1 plain HTTP to another machine is warned of")
  void plainRemote() throws Exception {
    for (String host : List.of("http://localhost:80", "http://127.0.0.2", "https://example.com")) {
      assertThat(config(Map.of("endpoint", host)).access().isPlainRemote()).as(host).isFalse();
    }
    for (String host : List.of("http://10.0.0.1:80", "http://127.0.0.1.example.com")) {
      assertThat(config(Map.of("endpoint", host)).access().isPlainRemote()).as(host).isTrue();
    }
    try (GceBench bench = new GceBench()) {
      bench.open();
      assertThat(bench.log.lines()).isEmpty();
      // Not this machine's name, but whoever connects there reaches it.
      String other = bench.fake.endpoint().replace("127.0.0.1", "0.0.0.0");
      bench.with("endpoint", other).open();
      assertThat(bench.log.lines()).singleElement().asString().contains("plain HTTP", other);
    }
  }

  @Test
  @DisplayName("GCE-1 nobody but Google is shown credentials that were not given for them")
  void noCredentials() throws Exception {
    assertThat(config(Map.of("endpoint", "http://10.0.0.1:80")).access().credentials()).isNull();
    assertThat(config(Map.of("endpoint", "https://example.com")).access().credentials()).isNull();
    assertThat(config(Map.of("endpoint", "https://googleapis.com.example.com")).access().google())
        .isFalse();
    assertThat(
            config(Map.of("endpoint", "https://compute.us.rep.googleapis.com")).access().google())
        .isTrue();
  }

  @Test
  @DisplayName("GCE-1 credentials go over plain HTTP to this machine alone")
  void plainHttp() {
    String file = directory.resolve("key.json").toString();
    for (String host : List.of("localhost:80", "127.0.0.1", "[::1]:8080")) {
      config(Map.of("endpoint", "http://" + host, "credentialsFile", file));
    }
    assertThatExceptionOfType(ParameterException.class)
        .isThrownBy(() -> config(Map.of("endpoint", "http://10.0.0.1", "credentialsFile", file)))
        .withMessageContaining("credentialsFile");
  }

  @Test
  @DisplayName("SET-1 a file of credentials that is none is refused, and not shown")
  void badFile() throws Exception {
    Path file =
        Files.writeString(directory.resolve("key.json"), "{\"private_key\": \"tops3cret\"}");
    List<String> files = new ArrayList<>(List.of(file.toString(), directory + "/missing"));
    files.add(Files.writeString(directory.resolve("other"), "tops3cret").toString());
    for (String each : files) {
      Access access = config(Map.of("credentialsFile", each)).access();
      assertThatExceptionOfType(CloudException.class)
          .isThrownBy(access::credentials)
          .withMessageContaining("credentialsFile")
          .withMessageContaining(each)
          .withNoCause()
          .satisfies(e -> assertThat(e.getMessage()).doesNotContain("tops3cret"));
    }
  }
}
