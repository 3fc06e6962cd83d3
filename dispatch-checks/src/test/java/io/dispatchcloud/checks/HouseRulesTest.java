package io.dispatchcloud.checks;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideOutsideOfPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaCall;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import java.time.Instant;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CompletableFuture;

@AnalyzeClasses(packages = "io.dispatchcloud", importOptions = ImportOption.DoNotIncludeTests.class)
class HouseRulesTest {
  private static final String LOOP = "io.dispatchcloud.core.loop..";

  // Arrows between modules: api <- core <- server, and drivers see the api alone.

  @ArchTest
  static final ArchRule apiKnowsOnlyItself =
      classes()
          .that()
          .resideInAPackage("io.dispatchcloud.api..")
          .should()
          .onlyDependOnClassesThat()
          .resideInAnyPackage("io.dispatchcloud.api..", "java..", "org.jspecify..");

  @ArchTest
  static final ArchRule coreKnowsTheApiAlone =
      noClasses()
          .that()
          .resideInAPackage("io.dispatchcloud.core..")
          .should()
          .dependOnClassesThat(
              resideInAPackage("io.dispatchcloud..")
                  .and(resideOutsideOfPackage("io.dispatchcloud.core.."))
                  .and(resideOutsideOfPackage("io.dispatchcloud.api..")));

  private static final String THE_ADAPTER = ".*\\.core\\.MicrometerMeters(\\$.*)?";

  /** Micrometer is an optional dependency: who does not use the adapter does not need it. */
  @ArchTest
  static final ArchRule coreWorksWithoutMicrometer =
      noClasses()
          .that()
          .resideInAPackage("io.dispatchcloud.core..")
          .and()
          .haveNameNotMatching(THE_ADAPTER)
          .should()
          .dependOnClassesThat()
          .resideInAPackage("io.micrometer..")
          .orShould()
          .dependOnClassesThat()
          .haveNameMatching(THE_ADAPTER);

  @ArchTest
  static final ArchRule driversKnowTheApiAlone =
      noClasses()
          .that()
          .resideInAPackage("io.dispatchcloud.driver..")
          .should()
          .dependOnClassesThat(
              resideInAPackage("io.dispatchcloud..")
                  .and(resideOutsideOfPackage("io.dispatchcloud.driver.."))
                  .and(resideOutsideOfPackage("io.dispatchcloud.api..")));

  @ArchTest
  static final ArchRule storesKnowTheApiAlone =
      noClasses()
          .that()
          .resideInAPackage("io.dispatchcloud.queue..")
          .should()
          .dependOnClassesThat(
              resideInAPackage("io.dispatchcloud..")
                  .and(resideOutsideOfPackage("io.dispatchcloud.queue.."))
                  .and(resideOutsideOfPackage("io.dispatchcloud.api..")));

  @ArchTest
  static final ArchRule serverUsesOfCoreWhatEveryoneMayUse =
      noClasses()
          .that()
          .resideInAPackage("io.dispatchcloud.server..")
          .should()
          .dependOnClassesThat(
              resideInAPackage("io.dispatchcloud.core..")
                  .and(resideOutsideOfPackage("io.dispatchcloud.core")));

  @ArchTest
  static final ArchRule testStubUsesOfCoreWhatEveryoneMayUse =
      noClasses()
          .that()
          .resideInAPackage("io.dispatchcloud.test..")
          .should()
          .dependOnClassesThat(
              resideInAPackage("io.dispatchcloud..")
                  .and(resideOutsideOfPackage("io.dispatchcloud.test.."))
                  .and(resideOutsideOfPackage("io.dispatchcloud.api.."))
                  .and(resideOutsideOfPackage("io.dispatchcloud.core"))
                  .and(resideOutsideOfPackage("io.dispatchcloud.driver.local.ssh")));

  // Arrows between the rooms of core: nothing calls back up.

  @ArchTest
  static final ArchRule poolKnowsNeitherSchedulerNorQueue =
      noClasses()
          .that()
          .resideInAPackage("io.dispatchcloud.core.pool..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(
              "io.dispatchcloud.core.scheduler..",
              "io.dispatchcloud.core.queue..",
              "io.dispatchcloud.api.queue..");

  @ArchTest
  static final ArchRule queueKnowsNeitherPoolNorScheduler =
      noClasses()
          .that()
          .resideInAPackage("io.dispatchcloud.core.queue..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("io.dispatchcloud.core.scheduler..", "io.dispatchcloud.core.pool..");

  @ArchTest
  static final ArchRule roomsHaveNoCycles =
      slices().matching("io.dispatchcloud.core.(*)..").should().beFreeOfCycles();

  @ArchTest
  static final ArchRule apiHasNoCycles =
      slices().matching("io.dispatchcloud.api.(*)..").should().beFreeOfCycles();

  // Time, chance and threads come from the loop alone.

  @ArchTest
  static final ArchRule timeComesFromTheLoop =
      noClasses()
          .that()
          .resideOutsideOfPackage(LOOP)
          .should()
          .callMethod(Instant.class, "now")
          .orShould()
          .callMethod(System.class, "nanoTime")
          .orShould()
          .callMethod(System.class, "currentTimeMillis")
          .orShould()
          .callMethod(Thread.class, "sleep", long.class)
          .orShould()
          .callMethod(Thread.class, "sleep", long.class, int.class);

  @ArchTest
  static final ArchRule chanceAndThreadsComeFromTheLoop =
      noClasses()
          .that()
          .resideOutsideOfPackage(LOOP)
          .should()
          .callConstructor(Random.class)
          .orShould()
          .callConstructorWhere(
              new DescribedPredicate<JavaCall<?>>("a thread is made") {
                @Override
                public boolean test(JavaCall<?> call) {
                  return call.getTargetOwner().isEquivalentTo(Thread.class)
                      && !resideInAPackage("io.dispatchcloud.driver..")
                          .or(resideInAPackage("io.dispatchcloud.queue.."))
                          .or(resideInAPackage("io.dispatchcloud.server.."))
                          .test(call.getOriginOwner());
                }
              });

  @ArchTest
  static final ArchRule nothingHidesInACommonPool =
      noClasses()
          .that()
          .resideOutsideOfPackage("io.dispatchcloud.driver..")
          .should()
          .callMethodWhere(
              new DescribedPredicate<JavaCall<?>>("a future runs something elsewhere") {
                @Override
                public boolean test(JavaCall<?> call) {
                  return call.getTargetOwner().isAssignableTo(CompletableFuture.class)
                      && call.getName().endsWith("Async");
                }
              });

  @ArchTest
  static final ArchRule noLocksInPoolAndScheduler =
      noClasses()
          .that()
          .resideInAnyPackage("io.dispatchcloud.core.pool..", "io.dispatchcloud.core.scheduler..")
          .should()
          .dependOnClassesThat(
              resideInAPackage("java.util.concurrent..")
                  .and(resideOutsideOfPackage("java.util.concurrent.atomic")));

  @ArchTest
  static final ArchRule onlyTheProgramPrints =
      noClasses()
          .that()
          .resideOutsideOfPackage("io.dispatchcloud.server..")
          .should()
          .accessField(System.class, "out")
          .orShould()
          .accessField(System.class, "err");

  // Public is what somebody else uses.

  @ArchTest
  static final ArchRule publicMeansUsedByAnotherPackage =
      classes()
          .that()
          .areTopLevelClasses()
          .and()
          .haveModifier(JavaModifier.PUBLIC)
          .and()
          .resideOutsideOfPackages(
              "io.dispatchcloud.api..",
              "io.dispatchcloud.core",
              "io.dispatchcloud.queue.jdbc",
              "io.dispatchcloud.server",
              "io.dispatchcloud.test..")
          .should(beUsedByAnotherPackage());

  private static final Set<String> FOUND_BY_SERVICE_LOADER =
      Set.of(
          "Ec2Driver",
          "GceDriver",
          "LocalDriver",
          "InMemoryControllerProvider",
          "ArvadosControllerProvider");

  private static ArchCondition<JavaClass> beUsedByAnotherPackage() {
    return new ArchCondition<>("be used by another package") {
      @Override
      public void check(JavaClass candidate, ConditionEvents events) {
        boolean used =
            candidate.getDirectDependenciesToSelf().stream()
                .map(dependency -> dependency.getOriginClass().getPackageName())
                .anyMatch(user -> !user.equals(candidate.getPackageName()));
        // The hand-driven loop is for tests, which are not looked at here.
        boolean forTests = candidate.getSimpleName().equals("HandDrivenLoop");
        if (!used
            && !forTests
            && !candidate.getSimpleName().equals("package-info")
            && !FOUND_BY_SERVICE_LOADER.contains(candidate.getSimpleName())) {
          events.add(
              SimpleConditionEvent.violated(
                  candidate, candidate.getName() + " is public, but no other package uses it"));
        }
      }
    };
  }
}
