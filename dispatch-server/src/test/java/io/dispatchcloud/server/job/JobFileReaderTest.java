package io.dispatchcloud.server.job;

import static org.assertj.core.api.Assertions.assertThat;

import io.dispatchcloud.api.config.Quantities;
import io.dispatchcloud.api.container.ContainerSpec;
import io.dispatchcloud.api.container.RetryRule;
import io.dispatchcloud.core.Settings;
import io.dispatchcloud.server.yaml.Faults;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class JobFileReaderTest {
  private static final String KEY =
      "-----BEGIN PRIVATE KEY-----\nAAAA\n-----END PRIVATE KEY-----\n";
  private static final String HEAD =
      """
      driver: pretend
      driverParameters: { region: here }
      instanceTypes:
        small: { vcpus: 1, ram: 1GiB, price: 0.05 }
        large: { vcpus: 4, ram: 8GiB, price: 0.25 }
      reserveExtraRam: 0B
      """;
  private static final String ONE =
      """
      containers:
        - id: a
          command: [echo, hello]
          needs: { vcpus: 1, ram: 64MiB }
      """;

  @TempDir private Path folder;

  @Test
  void aWholeFileIsRead() throws IOException {
    Files.writeString(folder.resolve("key.pem"), KEY);
    JobFile job =
        read(
            HEAD
                + """
                instanceSetId: mine
                timeoutIdle: 5s
                resourceTags: { team: red }
                dispatchPrivateKey: file:key.pem
                containers:
                  - id: a
                    command: [cat, "${fileDirectory}/x"]
                    needs: { vcpus: 2, ram: 256MiB, tmp: 0B, cacheRam: 1MiB }
                    priority: 5
                    environment: { A: "${fileDirectory}", EMPTY: "" }
                    labels: { kind: test }
                  - id: b
                    command: "cat x | wc -l"
                    needs: { vcpus: 0, ram: 1 }
                finally:
                  command: echo done
                """);

    assertThat(job.config().instanceSetId().value()).isEqualTo("mine");
    assertThat(job.config().get(Settings.TIMEOUT_IDLE)).isEqualTo(Duration.ofSeconds(5));
    assertThat(job.config().resourceTags()).containsEntry("team", "red");
    assertThat(job.config().settings().find(Settings.DISPATCH_PRIVATE_KEY).get().reveal())
        .isEqualTo(KEY);
    assertThat(job.driver().name()).isEqualTo("pretend");
    assertThat(job.driverParameters()).containsEntry("region", "here");
    assertThat(job.lastCommand()).containsExactly("sh", "-c", "echo done");
    ContainerSpec a = job.containers().get(0);
    assertThat(a.priority()).isEqualTo(5);
    assertThat(a.needs().ram()).isEqualTo(256L << 20);
    assertThat(a.run().command()).containsExactly("cat", folder.resolve("x").toString());
    assertThat(a.run().environment())
        .containsEntry("A", folder.toString())
        .containsEntry("EMPTY", "");
    assertThat(a.labels()).containsEntry("kind", "test");
    assertThat(job.containers().get(1).run().command())
        .containsExactly("sh", "-c", "cat x | wc -l");
  }

  @Test
  void aRetryRuleIsRead() throws IOException {
    assertThat(read(HEAD + ONE).containers().get(0).retry()).isEqualTo(RetryRule.NONE);
    assertThat(
            read(HEAD + ONE + "    retry: { exitStatus: [75, 3], attempts: 4, onDemandAfter: 2 }\n")
                .containers()
                .get(0)
                .retry())
        .isEqualTo(new RetryRule(Set.of(75, 3), 4, 2));
    assertThat(read(HEAD + ONE + "    retry: { exitStatus: 75 }\n").containers().get(0).retry())
        .isEqualTo(new RetryRule(Set.of(75), 2, 0));
  }

  @Test
  void aRetryRuleThatIsNoneIsTold() throws IOException {
    assertThat(problems(HEAD + ONE + "    retry: { exitStatus: [0, x, 256], attempt: 2 }\n"))
        .hasSize(4)
        .anySatisfy(
            problem -> assertThat(problem).contains("'256'; expected numbers from 1 to 255"))
        .anySatisfy(problem -> assertThat(problem).contains("did you mean 'attempts'?"));
  }

  @Test
  void theInstanceSetIsCalledAsTheFileUnlessSaidOtherwise() throws IOException {
    JobFile job = read(HEAD + ONE);
    assertThat(job.config().instanceSetId().value()).matches("job-[0-9a-f]{10}");
    assertThat(job.ownsItsInstanceSet()).isTrue();
    assertThat(read(HEAD + ONE).config()).hasToString(job.config().toString());
    assertThat(read(HEAD + "instanceSetId: production\n" + ONE).ownsItsInstanceSet()).isFalse();
    assertThat(InstanceSetName.of(Path.of("/x/._my job!.yml"))).startsWith("my-job--");
    assertThat(InstanceSetName.of(Path.of("/"))).startsWith("dispatch-");
    String longest = InstanceSetName.of(Path.of("/x/" + "a".repeat(200)));
    assertThat(longest).hasSize(63).matches(InstanceSetName::isRight);
  }

  @Test
  void theSameFileNameOfSomebodyElseMakesAnotherInstanceSet() {
    Path file = Path.of("/work/job.yaml");
    assertThat(
            Set.of(
                InstanceSetName.of(file, "ann", "a"),
                InstanceSetName.of(file, "bob", "a"),
                InstanceSetName.of(file, "ann", "b"),
                InstanceSetName.of(Path.of("/home/job.yaml"), "ann", "a")))
        .hasSize(4);
    assertThat(InstanceSetName.of(file, "ann", "a"))
        .isEqualTo(InstanceSetName.of(Path.of("/work/x/../job.yaml"), "ann", "a"));
  }

  @Test
  void aPrivateKeyThatIsNoneIsToldWithTheOtherProblemsAndNeverShown() throws IOException {
    Files.writeString(folder.resolve("key.pub"), "ssh-ed25519 SECRET");
    assertThat(problems("pollIntervall: 3s\ndispatchPrivateKey: file:key.pub\n" + HEAD + ONE))
        .hasSize(2)
        .last()
        .asString()
        .startsWith("job.yaml:2: dispatchPrivateKey: 'file:key.pub'; expected a private key in");
    assertThat(problems("dispatchPrivateKey: SECRET\n" + HEAD + ONE))
        .singleElement()
        .asString()
        .startsWith("job.yaml:1: dispatchPrivateKey: a text, not shown here; expected ")
        .doesNotContain("SECRET");
  }

  @Test
  void anUnknownKeyNamesTheNearestOrAFew() throws IOException {
    assertThat(problems("parameters: 3s\n" + HEAD + ONE))
        .containsExactly(
            "job.yaml:1: parameters: an unknown key; did you mean 'driverParameters'?");
    assertThat(problems("xyzzy: 3s\n" + HEAD + ONE))
        .containsExactly(
            "job.yaml:1: xyzzy: an unknown key; expected one of instanceSetId, driver,"
                + " driverParameters, instanceTypes, resourceTags, containers, finally, store,"
                + " http, sshPort, ...");
  }

  @Test
  void everyProblemIsToldAtOnceWithItsLine() throws IOException {
    assertThat(
            problems(
                """
                driver: pretend
                driverParameters: { regio: here, tries: many }
                pollIntervall: 3s
                timeoutIdle: 5
                instanceTypes:
                  small: { vcpus: x, ram: [1] }
                containers:
                  - id: -x
                    comand: ls
                    needs: { vcpus: 1 }
                  - {}
                """))
        .containsExactly(
            "job.yaml:2: driverParameters.regio: an unknown key; did you mean 'region'?",
            "job.yaml:2: driverParameters.region: nothing given; expected a text",
            "job.yaml:2: driverParameters.tries: 'many'; expected a whole number from 0 to 9",
            "job.yaml:3: pollIntervall: an unknown key; did you mean 'pollInterval'?",
            "job.yaml:4: timeoutIdle: '5'; expected " + Quantities.DURATION_FORM,
            "job.yaml:6: instanceTypes.small.vcpus: 'x'; expected a whole number from 1 to 1000000",
            "job.yaml:6: instanceTypes.small.ram: '[1]'; expected " + Quantities.SIZE_FORM,
            "job.yaml:6: instanceTypes.small.price: nothing given; expected a number, 0 or more",
            "job.yaml:8: containers[0].command: nothing given; expected a program and its arguments"
                + " as a list of texts, or a text for sh -c",
            "job.yaml:8: containers[0].id: '-x'; expected 1 to 128 letters, digits, '.', '_' or '-',"
                + " the first a letter or a digit",
            "job.yaml:9: containers[0].comand: an unknown key; did you mean 'command'?",
            "job.yaml:10: containers[0].needs.ram: nothing given; expected " + Quantities.SIZE_FORM,
            "job.yaml:11: containers[1].id: nothing given; expected a text",
            "job.yaml:11: containers[1].command: nothing given; expected a program and its arguments"
                + " as a list of texts, or a text for sh -c",
            "job.yaml:11: containers[1].needs: nothing given; expected a map of names and values");
  }

  @Test
  void anIdThatIsThereAlreadyIsToldWithBothLines() throws IOException {
    assertThat(problems(HEAD + ONE + ONE.replace("containers:\n", "")))
        .containsExactly(
            "job.yaml:11: containers[1].id: 'a'; expected an id of its own: line 8 has this one, too");
  }

  @Test
  void aFileWithNothingToRunIsRefused() throws IOException {
    String expected =
        "containers: nothing given; expected at least one container: there is nothing to run";
    assertThat(problems(HEAD + "containers: []\n")).containsExactly("job.yaml:7: " + expected);
    assertThat(problems(HEAD)).containsExactly("job.yaml:1: " + expected);
  }

  @Test
  void anUnknownDriverIsToldWithThoseThereAre() throws IOException {
    assertThat(problems(HEAD.replace("driver: pretend", "driver: pretent") + ONE))
        .singleElement()
        .asString()
        .startsWith("job.yaml:1: driver: 'pretent'; expected one of the drivers found: ")
        .contains("pretend")
        .endsWith("; did you mean 'pretend'?");
  }

  @Test
  void aContainerThatFitsNoTypeIsToldWithWhatEachTypeMisses() throws IOException {
    assertThat(problems(HEAD + ONE.replace("vcpus: 1, ram: 64MiB", "vcpus: 9, ram: 2GiB")))
        .singleElement()
        .asString()
        .startsWith("job.yaml:10: containers[0].needs: a: no configured instance type fits: small")
        .contains("1.00 GiB", "large", "9");
  }

  @Test
  void aContainerOnHoldIsRefusedBecauseItWouldNeverEnd() throws IOException {
    assertThat(problems(HEAD + ONE + "    priority: 0\n"))
        .singleElement()
        .asString()
        .startsWith("job.yaml:11: containers[0].priority: '0'; expected a whole number from 1 to ");
  }

  @Test
  void secretsAreNeverShown() throws IOException {
    String text =
        HEAD.replace("region: here", "region: here, token: [s3cr3t], tokem: s3cr3t")
            + "dispatchPrivateKey: { pem: s3cr3t }\n"
            + ONE
            + "    environment: { A: [s3cr3t], 'B-B': s3cr3t }\n";

    assertThat(problems(text)).hasSize(5).noneMatch(line -> line.contains("s3cr3t"));
  }

  @Test
  void shapesAreChecked() throws IOException {
    assertThat(problems("[a]"))
        .containsExactly(
            "job.yaml:1: the file: a list; expected a map with driver, containers, ...");
    assertThat(problems(HEAD + "containers: { a: 1 }\n"))
        .containsExactly("job.yaml:7: containers: a map; expected a list of containers");
    assertThat(problems(HEAD + "containers: [a]\n"))
        .containsExactly(
            "job.yaml:7: containers[0]: a single value; expected a map with id, command, needs, ...");
    assertThat(problems(HEAD + ONE + "finally: {}\n"))
        .singleElement()
        .asString()
        .startsWith("job.yaml:11: finally.command: nothing given; expected ");
  }

  @Test
  void namesThatTheOutputFolderNeedsAreRefused() throws IOException {
    assertThat(problems(HEAD + ONE.replace("id: a", "id: taken")))
        .containsExactly(
            "job.yaml:8: containers[0].id: 'taken'; expected another id: the output folder has a file"
                + " of this name");
  }

  @Test
  void gpusAreRead() throws IOException {
    String text =
        HEAD.replace(
                "price: 0.25 }",
                "price: 0.25, gpu: { stack: cuda, hardwareTarget: '9.0', driverVersion: 12.4, deviceCount: 2, vram: 16GiB } }")
            + ONE.replace(
                "ram: 64MiB }",
                "ram: 64MiB, gpu: { stack: cuda, deviceCount: 1, hardwareTargets: ['9.0'], driverVersion: 11.0 } }");

    JobFile job = read(text);

    assertThat(job.containers().get(0).needs().gpu().driverVersion()).isEqualTo("11.0");
    assertThat(job.config().instanceTypes().get(1).gpu().vram()).isEqualTo(16L << 30);
  }

  private JobFile read(String text) throws IOException {
    Faults faults = new Faults("job.yaml");
    Optional<JobFile> job = JobFileReader.read(file(text), Set.of("taken"), faults);
    assertThat(faults.lines()).isEmpty();
    return job.orElseThrow();
  }

  private List<String> problems(String text) throws IOException {
    Faults faults = new Faults("job.yaml");
    assertThat(JobFileReader.read(file(text), Set.of("taken"), faults)).isEmpty();
    return faults.lines();
  }

  private Path file(String text) throws IOException {
    return Files.writeString(folder.resolve("job.yaml"), text);
  }
}
