package io.dispatchcloud.server.yaml;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import com.fasterxml.jackson.dataformat.yaml.YAMLParser;
import java.io.IOException;
import java.io.InputStream;
import java.io.StringReader;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.error.MarkedYAMLException;
import org.yaml.snakeyaml.error.YAMLException;
import org.yaml.snakeyaml.reader.ReaderException;

/** Reads a YAML file with bounds on all that it can make us do. Messages quote none of its text. */
public final class YamlFile {
  private static final int LARGEST = 64 << 20;
  private static final int DEEPEST = 100;
  private static final char BYTE_ORDER_MARK = '\uFEFF';

  private YamlFile() {}

  /**
   * Reads a file.
   *
   * @param path the file
   * @param faults gets what is wrong with it
   * @return its only document; empty if it can't be read or has a fault, which is in the list then
   */
  public static Optional<YamlNode> read(Path path, Faults faults) {
    if (!Files.exists(path)) {
      faults.add(new Fault(0, "no such file"));
      return Optional.empty();
    }
    if (Files.isDirectory(path)) {
      faults.add(new Fault(0, "a folder; expected a YAML file"));
      return Optional.empty();
    }
    try (InputStream in = Files.newInputStream(path)) {
      byte[] bytes = in.readNBytes(LARGEST + 1);
      if (bytes.length > LARGEST) {
        faults.add(new Fault(0, "too large; expected at most 64 MiB"));
        return Optional.empty();
      }
      return parse(StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)), faults);
    } catch (CharacterCodingException e) {
      faults.add(new Fault(0, "not UTF-8; expected a YAML file in UTF-8"));
    } catch (IOException e) {
      faults.add(new Fault(0, "can't be read: " + e.getClass().getSimpleName()));
    }
    return Optional.empty();
  }

  /**
   * Reads a text.
   *
   * @param text YAML
   * @param faults gets what is wrong with it
   * @return its only document; empty if it has a fault
   */
  public static Optional<YamlNode> parse(CharSequence text, Faults faults) {
    String yaml = text.toString();
    if (!yaml.isEmpty() && yaml.charAt(0) == BYTE_ORDER_MARK) {
      yaml = yaml.substring(1);
    }
    try (YAMLParser parser = factory().createParser(new StringReader(yaml))) {
      return new YamlTree(parser, faults).document();
    } catch (JsonProcessingException e) {
      faults.add(syntax(e, yaml));
    } catch (YAMLException e) {
      faults.add(marked(e, yaml).orElse(new Fault(0, "not YAML")));
    } catch (IOException e) {
      faults.add(new Fault(0, "not YAML"));
    }
    return Optional.empty();
  }

  private static YAMLFactory factory() {
    LoaderOptions options = new LoaderOptions();
    options.setCodePointLimit(LARGEST);
    return YAMLFactory.builder()
        .loaderOptions(options)
        .streamReadConstraints(StreamReadConstraints.builder().maxNestingDepth(DEEPEST).build())
        .build();
  }

  private static Fault syntax(JsonProcessingException e, String yaml) {
    for (Throwable cause = e; cause != null; cause = cause.getCause()) {
      Optional<Fault> fault = marked(cause, yaml);
      if (fault.isPresent()) {
        return fault.get();
      }
    }
    int line = e.getLocation() == null ? 0 : e.getLocation().getLineNr();
    return new Fault(
        Math.max(0, line), "not YAML that can be read here: " + e.getOriginalMessage());
  }

  /** What the YAML library says without its excerpt of the file, which may show a secret. */
  private static Optional<Fault> marked(Throwable cause, String yaml) {
    if (cause instanceof MarkedYAMLException marked && marked.getProblemMark() != null) {
      int line = marked.getProblemMark().getLine() + 1;
      String problem = marked.getProblem().replaceAll("\\s+", " ").strip();
      boolean tab = problem.contains("TAB");
      return Optional.of(
          new Fault(line, tab ? "a tab; expected spaces to indent with" : "not YAML: " + problem));
    }
    if (cause instanceof ReaderException wrong) {
      long line = 1 + yaml.chars().limit(wrong.getPosition()).filter(c -> c == '\n').count();
      return Optional.of(
          new Fault(
              (int) line,
              String.format(
                  "the character U+%04X; expected text without control characters",
                  wrong.getCodePoint())));
    }
    return Optional.empty();
  }
}
