package io.dispatchcloud.server.yaml;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class YamlFileTest {
  private final Faults faults = new Faults("job.yaml");

  @Test
  void everyValueKnowsItsLine() {
    YamlMap root = (YamlMap) parse("a: 1\nb:\n  - x\n  - {c: 'two words'}\n# end\nd: ~\n").get();

    assertThat(root.lineOf("b")).isEqualTo(2);
    YamlList list = (YamlList) root.find("b").get();
    assertThat(list.items()).extracting(YamlNode::line).containsExactly(3, 4);
    YamlMap inner = (YamlMap) list.items().get(1);
    assertThat(inner.find("c")).contains(new YamlScalar(4, "two words", false));
    assertThat(root.find("d")).isEmpty();
    assertThat(root.keys()).containsExactly("a", "b", "d");
  }

  @Test
  void numbersAndWordsStayAsTheyAreWritten() {
    YamlMap root = (YamlMap) parse("a: 1.10\nb: 0x1F\nc: yes\nd: 1_000\ne: ''\nf: true").get();

    assertThat(root.keys().stream().map(key -> ((YamlScalar) root.find(key).get()).text()))
        .containsExactly("1.10", "0x1F", "yes", "1_000", "", "true");
  }

  @Test
  void aTabIsCalledATab() {
    assertThat(problems("driver: local\n\tfoo: bar\n"))
        .containsExactly("job.yaml:2: a tab; expected spaces to indent with");
  }

  @Test
  void brokenYamlIsToldWithItsLineAndWithoutItsText() {
    List<String> problems = problems("a: 1\npassword: 'hunter2\nb: 2\n");

    assertThat(problems).hasSize(1);
    assertThat(problems.get(0)).startsWith("job.yaml:4: not YAML: ").doesNotContain("hunter2");
  }

  @Test
  void aKeyThatIsGivenTwiceIsToldWithBothLines() {
    assertThat(problems("a: 1\nb:\n  c: 1\n  c: 2\na: 3\n"))
        .containsExactly(
            "job.yaml:4: b.c: given again; expected it once, as on line 3",
            "job.yaml:5: a: given again; expected it once, as on line 1");
  }

  @Test
  void anAliasIsWhatItsAnchorNames() {
    YamlMap root = (YamlMap) parse("a: &x {b: 1}\nc: *x\n").get();

    assertThat(root.find("c")).isEqualTo(root.find("a"));
  }

  @Test
  void anAliasOfNothingIsRefused() {
    assertThat(problems("a: *x\n"))
        .containsExactly("job.yaml:1: a: '*x'; expected an alias of an anchor further up");
    assertThat(new Faults("").none()).isTrue();
  }

  @Test
  void anAliasOfItselfIsRefused() {
    assertThat(problems("a: &x [*x]\n")).hasSize(1);
  }

  @Test
  void aFewLinesCannotMeanBillionsOfValues() {
    StringBuilder bomb = new StringBuilder("a0: &a0 [x, x, x, x, x, x, x, x, x, x]\n");
    for (int i = 1; i < 12; i++) {
      String alias = "*a" + (i - 1);
      bomb.append("a" + i + ": &a" + i + " [" + (alias + ", ").repeat(9) + alias + "]\n");
    }

    assertThat(problems(bomb.toString()))
        .containsExactly("job.yaml:7: too many values; expected at most 2000000");
  }

  @Test
  void nestingHasABound() {
    assertThat(problems("[".repeat(5_000))).hasSize(1);
  }

  @Test
  void anEmptyFileAndASecondDocumentAreRefused() {
    assertThat(problems("# nothing\n")).hasSize(1).first().asString().contains("an empty file");
    Faults second = new Faults("two.yaml");
    assertThat(YamlFile.parse("a: 1\n---\nb: 2\n", second)).isEmpty();
    assertThat(second.lines()).containsExactly("two.yaml:3: a second document; expected one");
  }

  @Test
  void controlCharactersAreRefusedWithTheirLine() {
    assertThat(problems("a: 1\nb: \u0007\n"))
        .containsExactly(
            "job.yaml:2: the character U+0007; expected text without control characters");
  }

  @Test
  void whatIsNoFileIsSaid(@TempDir Path folder) throws IOException {
    assertThat(read(folder.resolve("none.yaml"))).containsExactly("f: no such file");
    assertThat(read(folder)).containsExactly("f: a folder; expected a YAML file");
    Path latin = folder.resolve("latin.yaml");
    Files.write(latin, new byte[] {'a', ':', ' ', (byte) 0xE4});
    assertThat(read(latin)).containsExactly("f: not UTF-8; expected a YAML file in UTF-8");
  }

  @Test
  void aByteOrderMarkIsNoPartOfTheFirstKey() {
    assertThat(((YamlMap) parse("\uFEFFa: 1").get()).keys()).containsExactly("a");
  }

  @Test
  void aFileOfSeveralMegabytesIsRead() {
    String text = "a:\n" + "  - 'some text of no great length'\n".repeat(150_000);

    assertThat(((YamlList) ((YamlMap) parse(text).get()).find("a").get()).items()).hasSize(150_000);
  }

  private static List<String> read(Path file) {
    Faults faults = new Faults("f");
    assertThat(YamlFile.read(file, faults)).isEmpty();
    return faults.lines();
  }

  private Optional<YamlNode> parse(String text) {
    Optional<YamlNode> read = YamlFile.parse(text, faults);
    assertThat(faults.lines()).isEmpty();
    return read;
  }

  private List<String> problems(String text) {
    assertThat(YamlFile.parse(text, faults)).isEmpty();
    return faults.lines();
  }
}
