package io.dispatchcloud.test.kit;

import static io.dispatchcloud.test.kit.DriverTests.claimed;
import static io.dispatchcloud.test.kit.DriverTests.ids;
import static io.dispatchcloud.test.kit.DriverTests.refused;
import static io.dispatchcloud.test.kit.DriverTests.test;
import static io.dispatchcloud.test.kit.DriverTests.unclaimed;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.dispatchcloud.api.cloud.Driver;
import io.dispatchcloud.api.cloud.Instance;
import io.dispatchcloud.api.cloud.InstanceSet;
import io.dispatchcloud.api.cloud.InstanceType;
import io.dispatchcloud.api.cloud.InstanceTypeCatalog;
import io.dispatchcloud.api.config.Parameter;
import io.dispatchcloud.api.config.ParameterException;
import io.dispatchcloud.api.config.Parameters;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.ServiceLoader;

/** SET-1: names, parameters, opening. */
final class OpeningTests {
  static final List<KitTest<DriverClaims, DriverBench>> ALL =
      List.of(
          test("SET-1.1", "the name is of lower-case letters and digits", OpeningTests::name),
          test("SET-1.2", "each parameter has a name of its own", OpeningTests::parameterNames),
          test("SET-1.3", "each parameter says what it means", OpeningTests::parameterMeanings),
          test("SET-1.4", "an unknown parameter is refused, by name", OpeningTests::unknown),
          test("SET-1.5", "a required parameter that is missing is named", OpeningTests::missing),
          test("SET-1.6", "a driver is found by its name", OpeningTests::found)
              .where(claimed(DriverClaim.FOUND_BY_NAME)),
          test("SET-1.7", "a driver for one application is not found", OpeningTests::notFound)
              .where(unclaimed(DriverClaim.FOUND_BY_NAME)),
          test("SET-1.8", "opening makes no instance", OpeningTests::makesNothing),
          test("SET-1.9", "two sets are open side by side", OpeningTests::sideBySide),
          test("SET-1.10", "a set that is opened again has its instances", OpeningTests::reopened),
          test("SET-1.11", "a set can be open twice", OpeningTests::openTwice)
              .where(claimed(DriverClaim.SETS_OPEN_TWICE)),
          test("SET-1.12", "a set that is open can't be opened", OpeningTests::openOnce)
              .where(unclaimed(DriverClaim.SETS_OPEN_TWICE)),
          test("SET-1.13", "a catalog tells types, cheapest first", OpeningTests::catalog)
              .where(claimed(DriverClaim.INSTANCE_TYPES)),
          test("SET-1.14", "a driver without a catalog is none", OpeningTests::noCatalog)
              .where(unclaimed(DriverClaim.INSTANCE_TYPES)));

  private OpeningTests() {}

  private static void name(DriverBench bench) {
    assertThat(bench.driver().name()).matches("[a-z0-9]+").isEqualTo(bench.driver().name());
  }

  private static void parameterNames(DriverBench bench) {
    assertThat(bench.driver().parameters())
        .extracting(Parameter::name)
        .doesNotHaveDuplicates()
        .allMatch(name -> name.matches("[a-z][A-Za-z0-9]*"), "camel case");
  }

  private static void parameterMeanings(DriverBench bench) {
    assertThat(bench.driver().parameters())
        .allSatisfy(parameter -> assertThat(parameter.description()).isNotBlank());
  }

  private static void unknown(DriverBench bench) {
    Map<String, Object> raw = new HashMap<>(bench.environment.parameters());
    raw.put("noSuchParameter", "1");
    assertThatExceptionOfType(ParameterException.class)
        .isThrownBy(() -> Parameters.read("driver", raw, bench.driver().parameters()))
        .withMessageContaining("noSuchParameter");
  }

  private static void missing(DriverBench bench) {
    List<Parameter<?>> declared = bench.driver().parameters();
    for (Parameter<?> parameter : declared.stream().filter(Parameter::isRequired).toList()) {
      Map<String, Object> raw = new HashMap<>(bench.environment.parameters());
      assertThat(raw.remove(parameter.name())).as(parameter.name()).isNotNull();
      assertThatExceptionOfType(ParameterException.class)
          .isThrownBy(() -> Parameters.read("driver", raw, declared))
          .withMessageContaining(parameter.name());
    }
  }

  private static List<Driver> namesakes(DriverBench bench) {
    ClassLoader loader = bench.driver().getClass().getClassLoader();
    return ServiceLoader.load(Driver.class, loader).stream()
        .map(ServiceLoader.Provider::get)
        .filter(driver -> driver.name().equals(bench.driver().name()))
        .toList();
  }

  private static void found(DriverBench bench) {
    assertThat(namesakes(bench)).as("drivers that are found by this name").hasSize(1);
  }

  private static void notFound(DriverBench bench) {
    assertThat(namesakes(bench)).as("drivers that are found by this name").isEmpty();
  }

  private static void makesNothing(DriverBench bench) throws Exception {
    assertThat(bench.list()).isEmpty();
    bench.closeSet();
    assertThat(bench.list()).isEmpty();
  }

  private static void sideBySide(DriverBench bench) throws Exception {
    InstanceSet other = bench.open(bench.otherId());
    assertThat(bench.list()).isEmpty();
    assertThat(other.instances(DriverBench.tags(bench.otherId()))).isEmpty();
  }

  private static void reopened(DriverBench bench) throws Exception {
    Instance made = bench.made();
    bench.closeSet();
    Instance found = bench.listed(made.id());
    assertThat(found.tags()).isEqualTo(bench.tags());
    assertThat(found.providerType()).isEqualTo(made.providerType());
  }

  private static void openTwice(DriverBench bench) throws Exception {
    InstanceSet second = bench.open(bench.id());
    Instance made = bench.made();
    bench.patience.until(
        "the other one lists it", () -> ids(second.instances(bench.tags())), l -> !l.isEmpty());
    assertThat(ids(second.instances(bench.tags()))).containsExactly(made.id());
  }

  private static void openOnce(DriverBench bench) throws Exception {
    Instance made = bench.made();
    refused("opening a set that is open", () -> bench.open(bench.id()));
    assertThat(ids(bench.list())).as("the one that is open").containsExactly(made.id());
  }

  private static void catalog(DriverBench bench) throws Exception {
    assertThat(bench.driver()).isInstanceOf(InstanceTypeCatalog.class);
    InstanceTypeCatalog catalog = (InstanceTypeCatalog) bench.driver();
    List<InstanceType> types = catalog.instanceTypes(bench.context(bench.id(), DriverBench.ID_KEY));
    assertThat(types).isNotEmpty().isSortedAccordingTo(Comparator.comparing(InstanceType::price));
    assertThat(types).extracting(InstanceType::name).doesNotHaveDuplicates();
    assertThat(types).extracting(InstanceType::providerType).contains(bench.type().providerType());
  }

  private static void noCatalog(DriverBench bench) {
    assertThat(bench.driver()).isNotInstanceOf(InstanceTypeCatalog.class);
  }
}
