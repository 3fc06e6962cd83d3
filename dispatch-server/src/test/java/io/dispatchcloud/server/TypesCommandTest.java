package io.dispatchcloud.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.dispatchcloud.api.cloud.DriverContext;
import io.dispatchcloud.api.cloud.InstanceSetId;
import io.dispatchcloud.api.config.Parameters;
import io.dispatchcloud.api.meter.Meters;
import io.dispatchcloud.server.job.JobFile;
import io.dispatchcloud.server.job.JobFileReader;
import io.dispatchcloud.server.job.PretendDriver;
import io.dispatchcloud.server.yaml.Faults;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Map;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@DisplayName("dispatch types")
class TypesCommandTest {
  @TempDir private Path folder;

  private static DriverContext context() throws Exception {
    return new DriverContext(
        Parameters.read("test", Map.of("region", "here"), new PretendDriver().parameters()),
        new InstanceSetId("test"),
        "id",
        Map.of(),
        System.getLogger("test"),
        Meters.none(),
        InstantSource.system());
  }

  @Test
  @DisplayName("prints a section that can be read, and then says the same")
  void section() throws Exception {
    Program printed = Program.run("types", "--driver", "pretend", "--region", "here");
    printed.endsWith(0).says("# 4 types of driver pretend, ");

    Path file =
        Files.writeString(
            folder.resolve("account.yaml"),
            "driver: pretend\ndriverParameters: { region: here }\n" + printed.out());
    Faults faults = new Faults(file.toString());
    JobFile read = JobFileReader.readConfiguration(file, faults).orElseThrow();
    assertThat(faults.lines()).isEmpty();
    assertThat(read.config().instanceTypes())
        .containsExactlyInAnyOrderElementsOf(new PretendDriver().instanceTypes(context()));
  }

  @Test
  @DisplayName("shows only what is wanted")
  void filters() throws Exception {
    Program.run("types", "--driver", "pretend", "--region", "here", "--filter", "m7.*")
        .endsWith(0)
        .says("# 2 of 4 types", "m7.large: {", "m7.large.spot: {")
        .conceals("tiny");
    Program.run(
            "types",
            "--driver",
            "pretend",
            "--region",
            "here",
            "--filter",
            "vcpus>=2",
            "--filter",
            "ram<=8GiB",
            "--filter",
            "preemptible=true")
        .endsWith(0)
        .says("# 1 of 4 types", "m7.large.spot: { providerType: m7.large, vcpus: 2, ram: 8GiB,");
    Program.run("types", "--driver", "pretend", "-P", "region=here", "--filter", "gpus>0", "--json")
        .endsWith(0)
        .says("{\"64\":{", "\"ram\":1099511627776", "\"deviceCount\":4")
        .conceals("#");
    Program.run("types", "--driver", "pretend", "--region", "here", "--filter", "price>100")
        .endsWith(0)
        .says("instanceTypes: {}");
  }

  @Test
  @DisplayName("takes driver and parameters from a file, which need not have types")
  void fromFile() throws Exception {
    Path file =
        Files.writeString(
            folder.resolve("account.yaml"),
            "driver: pretend\ndriverParameters: { region: here, token: hush-hush }\n");
    Program.run("types", "--config", file.toString()).endsWith(0).says("tiny:");
    Program.run("types", "--config", file.toString(), "--region", "nowhere")
        .endsWith(1)
        .complains("types: there is no region nowhere");
  }

  @Test
  @DisplayName("refuses what makes no sense, with what was expected; secrets above all")
  void badInput() throws Exception {
    Program.run("types").endsWith(2).complains("expected either --driver or --config");
    Program.run("types", "--driver", "pretent")
        .endsWith(2)
        .complains("--driver: 'pretent'; expected one of", "did you mean 'pretend'?");
    Program.run("types", "--driver", "local")
        .endsWith(2)
        .complains("'local'; expected one that knows its provider's types");
    Program.run("types", "--driver", "pretend").endsWith(2).complains("region");
    Program.run("types", "--driver", "local", "--region", "here")
        .endsWith(2)
        .complains("--region: 'here'; driver local has no such parameter, but ");
    Program.run("types", "--driver", "pretend", "--region", "here", "--filter", "vcpus>many")
        .endsWith(2)
        .complains("--filter: 'vcpus>many'; expected a name with * and ?");
    Program.run("types", "--driver", "pretend", "-P", "token=hush-hush")
        .endsWith(2)
        .complains("--parameter: 'token'; a secret is for --config")
        .conceals("hush-hush");
  }
}
