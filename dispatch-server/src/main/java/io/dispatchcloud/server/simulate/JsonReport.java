package io.dispatchcloud.server.simulate;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import io.dispatchcloud.test.sim.FaultPlan;
import io.dispatchcloud.test.sim.SimulationResult;
import io.dispatchcloud.test.sim.Violation;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import org.jspecify.annotations.Nullable;

/** The figures for programs: one JSON object. */
final class JsonReport {
  private static final double MILLIS = 1_000;

  private JsonReport() {}

  /**
   * The commands that show failures again.
   *
   * @param violation what broke a rule; null if nothing did
   * @param shrunk the smallest case of that; null if there is none
   * @param broken what did not come to its end; null if all did
   */
  record Replays(@Nullable String violation, @Nullable String shrunk, @Nullable String broken) {}

  /**
   * Writes it.
   *
   * @param faults what went wrong
   * @param firstSeed the first seed
   * @param outcome what came of it
   * @param replays the commands that show failures again
   * @return the object, on one line
   */
  public static String of(FaultPlan faults, long firstSeed, Outcome outcome, Replays replays) {
    StringWriter text = new StringWriter();
    try (JsonGenerator json = new JsonFactory().createGenerator(text)) {
      json.writeStartObject();
      json.writeNumberField("firstSeed", firstSeed);
      json.writeNumberField("seeds", outcome.figures().size());
      json.writeStringField("faults", faults.toString());
      json.writeNumberField("tookSeconds", outcome.took().toMillis() / MILLIS);
      if (outcome.failed() != null) {
        violation(json, outcome.failed(), replays.violation(), replays.shrunk());
      }
      if (outcome.broken() != null) {
        broken(json, outcome.broken(), replays.broken());
      }
      json.writeArrayFieldStart("sampledRules");
      for (String rule : outcome.sampledRules()) {
        json.writeString(rule);
      }
      json.writeEndArray();
      json.writeObjectFieldStart("figures");
      if (!outcome.figures().isEmpty()) {
        for (Figure figure : Figure.ALL) {
          figure(json, figure, outcome);
        }
      }
      json.writeEndObject();
      json.writeEndObject();
    } catch (IOException e) {
      throw new UncheckedIOException("a writer in memory fails", e);
    }
    return text.toString();
  }

  private static void violation(
      JsonGenerator json, SimulationResult failed, @Nullable String replay, @Nullable String shrunk)
      throws IOException {
    Violation violation = failed.violation().orElseThrow();
    json.writeObjectFieldStart("violation");
    json.writeNumberField("seed", failed.seed());
    json.writeStringField("rule", violation.rule());
    json.writeStringField("text", violation.text());
    json.writeNumberField("atSeconds", violation.at().toMillis() / MILLIS);
    json.writeNumberField("event", violation.eventNumber());
    json.writeStringField("replay", replay);
    if (shrunk != null) {
      json.writeStringField("shrunk", shrunk);
    }
    json.writeEndObject();
  }

  private static void broken(JsonGenerator json, Broken broken, @Nullable String replay)
      throws IOException {
    json.writeObjectFieldStart("broken");
    json.writeNumberField("seed", broken.seed());
    json.writeStringField("failure", broken.failure().toString());
    json.writeStringField("replay", replay);
    json.writeEndObject();
  }

  private static void figure(JsonGenerator json, Figure figure, Outcome outcome)
      throws IOException {
    Spread spread = Spread.of(figure, outcome.figures());
    if (outcome.figures().size() == 1) {
      number(json, figure.key(), spread.median());
      return;
    }
    json.writeObjectFieldStart(figure.key());
    number(json, "least", spread.least());
    number(json, "median", spread.median());
    number(json, "most", spread.most());
    json.writeEndObject();
  }

  /** Whole numbers without a fraction. */
  private static void number(JsonGenerator json, String key, double value) throws IOException {
    if (value == Math.rint(value)) {
      json.writeNumberField(key, (long) value);
    } else {
      json.writeNumberField(key, value);
    }
  }
}
