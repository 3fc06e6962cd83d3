package io.dispatchcloud.driver.gce;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.cloud.compute.v1.Metadata;
import io.dispatchcloud.api.cloud.InstanceSetId;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("GCE-2 tags in labels and metadata")
class LabelTextTest {
  @Test
  @DisplayName("GCE-2 what is a label's text already stays as it is")
  void plain() {
    for (String text : List.of("team", "a-b_c", "x", "a1", "xray", "z9-")) {
      assertThat(LabelText.encodeKey(text)).isEqualTo(text);
      assertThat(LabelText.encodeValue(text)).isEqualTo(text);
    }
    assertThat(LabelText.encodeValue("")).isEmpty();
    assertThat(LabelText.encodeValue("007")).isEqualTo("007");
  }

  @Test
  @DisplayName("GCE-2 other texts are written in a label's alphabet")
  void encoded() {
    assertThat(LabelText.encodeKey("DispatchInstanceSetID"))
        .isEqualTo("x-_dispatch_instance_set_i_d");
    assertThat(LabelText.encodeKey("7up")).isEqualTo("x-7up");
    assertThat(LabelText.encodeKey("_")).isEqualTo("x-__");
    assertThat(LabelText.encodeKey("x-a")).isEqualTo("x-x-a");
    assertThat(LabelText.encodeValue("Team.Name")).isEqualTo("x-_team_22e_name");
    assertThat(LabelText.encodeValue("\u20ac\t")).isEqualTo("x-_420ac_19");
  }

  @Test
  @DisplayName("GCE-2 every text comes back exactly")
  void comesBack() {
    for (int c = 0; c <= Character.MAX_VALUE; c++) {
      check("" + (char) c);
      check("a" + (char) c + "b");
    }
    Random random = new Random(7);
    for (int i = 0; i < 20_000; i++) {
      StringBuilder text = new StringBuilder();
      for (int length = random.nextInt(20); length > 0; length--) {
        text.append("aZ0_-x .\u00fc\ud83d".charAt(random.nextInt(10)));
      }
      check(text.toString());
    }
  }

  private static void check(String text) {
    String key = LabelText.encodeKey(text);
    assertThat(LabelText.decode(key)).isEqualTo(text);
    assertThat(LabelText.decode(LabelText.encodeValue(text))).isEqualTo(text);
    assertThat(key).matches(text.isEmpty() ? "x-" : "[a-z][a-z0-9_-]*");
  }

  @Test
  @DisplayName("GCE-2 labels that nobody encoded are what they say")
  void foreign() {
    for (String label : List.of("x-_", "x-_9", "x-_4abc", "x-_0", "x-_2zz", "x-a_5")) {
      assertThat(LabelText.decode(label)).isEqualTo(label);
    }
  }

  private static Map<String, String> throughTheCloud(Map<String, String> tags) {
    Tagging tagging = Tagging.of(tags);
    FakeRules.checkLabels(tagging.labels());
    assertThat(tagging.labels()).hasSizeLessThanOrEqualTo(63);
    Metadata metadata = tagging.intoMetadata(Metadata.getDefaultInstance());
    return Tagging.tags(tagging.labels(), metadata);
  }

  @Test
  @DisplayName("GCE-2 what can't be a label is kept in metadata")
  void metadata() {
    Map<String, String> tags = new HashMap<>();
    tags.put("short", "v");
    tags.put("K".repeat(300), "v".repeat(2000));
    tags.put("long", "v".repeat(64));
    tags.put("l".repeat(64), "");
    tags.put("", "no key");
    tags.put("lines", "a=b\nc=d\n");
    tags.put("goog-mine", "1");
    tags.put(Ownership.LABEL, "somebody");
    for (int i = 0; i < 100; i++) {
      tags.put("Tag " + i, "Value " + i);
    }
    assertThat(throughTheCloud(tags)).isEqualTo(tags);
    assertThat(Tagging.of(Map.of("short", "v")).rest()).isEmpty();
  }

  @Test
  @DisplayName("GCE-2 lines of metadata that are no tags are not tags")
  void oddMetadata() {
    Metadata odd = new Tagging(Map.of(), "nonsense\n").intoMetadata(Metadata.getDefaultInstance());
    assertThat(Tagging.tags(Map.of("goog-x", "1", Ownership.LABEL, "y"), odd)).isEmpty();
  }

  @Test
  @DisplayName("SET-5 ids that are no label are labels all the same, and none is another's")
  void ownership() {
    assertThat(Ownership.of(new InstanceSetId("prod")).filter())
        .isEqualTo("labels.dispatch-instance-set=prod");
    assertThat(Ownership.of(new InstanceSetId("7")).filter())
        .isEqualTo("labels.dispatch-instance-set=\"7\"");
    assertThat(Ownership.of(new InstanceSetId("true")).filter()).endsWith("=\"true\"");
    assertThat(Ownership.of(new InstanceSetId("false")).filter()).endsWith("=\"false\"");
    assertThat(Ownership.of(new InstanceSetId("My.Set")).value()).isEqualTo("x-_my_22e_set");
    String digest = Ownership.of(new InstanceSetId("A".repeat(63))).value();
    assertThat(digest).startsWith("x-sha256-").hasSize(49);
    assertThat(Ownership.of(new InstanceSetId("A".repeat(62) + "B")).value()).isNotEqualTo(digest);
    assertThat(Ownership.of(new InstanceSetId(digest.substring(2))).value()).isNotEqualTo(digest);
  }
}
