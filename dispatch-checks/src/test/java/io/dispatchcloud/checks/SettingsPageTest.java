package io.dispatchcloud.checks;

import static org.assertj.core.api.Assertions.assertThat;

import io.dispatchcloud.api.config.Parameter;
import io.dispatchcloud.core.Settings;
import java.nio.file.Files;
import java.util.stream.Collectors;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("The table of settings in docs/running.md")
class SettingsPageTest {
  @Test
  @DisplayName("is that of the code")
  void isThatOfTheCode() throws Exception {
    String table = Settings.all().stream().map(this::row).collect(Collectors.joining());

    assertThat(Files.readString(Sources.ROOT.resolve("docs/running.md")))
        .as("the page, which should have:%n%s", table)
        .contains(table);
  }

  private String row(Parameter<?> setting) {
    return "| `%s` | %s | %s |\n"
        .formatted(setting.name(), setting.description(), setting.defaultText());
  }
}
