package dev.kioto.instrument;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

/// The arrows: recorder <- aggregate <- endpoint <- the public face.
@AnalyzeClasses(packages = "dev.kioto.instrument", importOptions = ImportOption.DoNotIncludeTests.class)
final class ArchitectureTest {
  private static final String[] WIRE = {"io.grpc..", "com.google.protobuf..", "dev.kioto.proto..",
      "org.HdrHistogram.."};

  @ArchTest
  static final ArchRule runtime_isKnownByItsProbeAlone = noClasses()
      .should().dependOnClassesThat(resideInAPackage("dev.kioto..")
          .and(DescribedPredicate.not(resideInAnyPackage("dev.kioto.probe", "dev.kioto.instrument..",
              "dev.kioto.proto.."))))
      .because(
          "instrumentation must fit any runtime that calls a probe, and the runtime must be free to change inside");

  @ArchTest
  static final ArchRule recorder_knowsNoReader = noClasses().that().resideInAPackage("..instrument.recorder")
      .should().dependOnClassesThat().resideInAnyPackage("..instrument.aggregate", "..instrument.endpoint")
      .because("it runs on the program's threads, whoever reads");

  @ArchTest
  static final ArchRule recorderAndAggregate_knowNoWire = noClasses()
      .that().resideInAnyPackage("..instrument.recorder", "..instrument.aggregate")
      .should().dependOnClassesThat().resideInAnyPackage(WIRE)
      .because("the same totals are to be served by other protocols too");

  @ArchTest
  static final ArchRule aggregate_knowsNoEndpoint = noClasses().that().resideInAPackage("..instrument.aggregate")
      .should().dependOnClassesThat().resideInAPackage("..instrument.endpoint")
      .because("subscribers pull, so that a slow one costs nothing");

  @ArchTest
  static final ArchRule recorder_dependsOnNothingElse = classes().that().resideInAPackage("..instrument.recorder")
      .should().onlyDependOnClassesThat().resideInAnyPackage("java..", "org.jspecify..", "dev.kioto.probe",
          "dev.kioto.instrument.recorder")
      .because("what runs inside the program's polls must be small and known");
}
