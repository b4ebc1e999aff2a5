package dev.kioto.console;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

/// The arrows between the packages of the console server.
@AnalyzeClasses(packages = "dev.kioto.console", importOptions = ImportOption.DoNotIncludeTests.class)
final class ArchitectureTest {

  @ArchTest
  static final ArchRule API_DEPENDS_ON_NOTHING = classes().that().resideInAPackage("dev.kioto.console.api..")
      .should().onlyDependOnClassesThat()
      .resideInAnyPackage("dev.kioto.console.api..", "java..", "org.jspecify.annotations..",
          "com.fasterxml.jackson.annotation..")
      .because("every screen shares these messages, whatever it is built with");

  @ArchTest
  static final ArchRule CLIENT_DEPENDS_ON_THE_API = classes().that().resideInAPackage("dev.kioto.console.client..")
      .should().onlyDependOnClassesThat()
      .resideInAnyPackage("dev.kioto.console.client..", "dev.kioto.console.api..", "dev.kioto.console.json..", "java..",
          "javax.net.ssl..", "org.jspecify.annotations..", "com.fasterxml.jackson..")
      .because("a screen may run without the server in its process");

  @ArchTest
  static final ArchRule MODEL_IS_HEADLESS = classes().that().resideInAPackage("dev.kioto.console.model..")
      .should().onlyDependOnClassesThat()
      .resideInAnyPackage("dev.kioto.console.model..", "java..", "org.jspecify.annotations..")
      .because("the model knows neither wire nor screen");

  @ArchTest
  static final ArchRule DETECTORS_READ_THE_MODEL_ALONE = classes().that()
      .resideInAPackage("dev.kioto.console.diagnosis..")
      .should().onlyDependOnClassesThat()
      .resideInAnyPackage("dev.kioto.console.diagnosis..", "dev.kioto.console.cause..", "dev.kioto.console.model..",
          "java..", "org.jspecify.annotations..")
      .because("a detector must say the same of a live program and of a recording");

  @ArchTest
  static final ArchRule FILTERS_READ_MODEL_AND_DETECTORS = classes().that()
      .resideInAPackage("dev.kioto.console.filter..")
      .should().onlyDependOnClassesThat()
      .resideInAnyPackage("dev.kioto.console.filter..", "dev.kioto.console.diagnosis..", "dev.kioto.console.model..",
          "java..", "org.jspecify.annotations..")
      .because("the filter language knows neither wire nor screen");

  @ArchTest
  static final ArchRule FILES_KNOW_NO_WIRE = classes().that()
      .resideInAnyPackage("dev.kioto.console.store..", "dev.kioto.console.recording..")
      .should().onlyDependOnClassesThat()
      .resideInAnyPackage("dev.kioto.console.store..", "dev.kioto.console.recording..", "java..", "org.duckdb..",
          "org.slf4j..", "org.jspecify.annotations..")
      .because("what is on disk is bytes and figures: what they mean is the collector's");

  @ArchTest
  static final ArchRule TRACES_ARE_HEADLESS = classes().that().resideInAPackage("dev.kioto.console.trace..")
      .should().onlyDependOnClassesThat()
      .resideInAnyPackage("dev.kioto.console.trace..", "java..", "org.jspecify.annotations..")
      .because("exports and screens read the same events, wherever they came from");

  @ArchTest
  static final ArchRule CAUSES_ARE_HEADLESS = classes().that().resideInAPackage("dev.kioto.console.cause..")
      .should().onlyDependOnClassesThat()
      .resideInAnyPackage("dev.kioto.console.cause..", "dev.kioto.console.trace..", "dev.kioto.console.model..",
          "java..", "org.jspecify.annotations..")
      .because("diagnosis and API tell the same causes");

  @ArchTest
  static final ArchRule DATABASE_STOPS_AT_THE_STORE = noClasses().that()
      .resideOutsideOfPackage("dev.kioto.console.store..")
      .should().dependOnClassesThat().resideInAnyPackage("org.duckdb..", "java.sql..")
      .because("another database must be a matter of one package");

  @ArchTest
  static final ArchRule COLLECTOR_IS_NO_SERVER = noClasses().that().resideInAPackage("dev.kioto.console.collector..")
      .should().dependOnClassesThat()
      .resideInAnyPackage("dev.kioto.console.web..", "dev.kioto.console.client..", "dev.kioto.console.cli..",
          "io.javalin..", "org.eclipse.jetty..")
      .because("the collector works without a web API");

  @ArchTest
  static final ArchRule WIRE_STOPS_AT_THE_COLLECTOR = noClasses().that()
      .resideOutsideOfPackage("dev.kioto.console.collector..")
      .should().dependOnClassesThat().resideInAnyPackage("dev.kioto.proto..", "io.grpc..")
      .because("messages of the wire are turned into records where they arrive");

  @ArchTest
  static final ArchRule PROTOBUF_STOPS_WITH_IT = noClasses().that()
      .resideOutsideOfPackages("dev.kioto.console.collector..", "dev.kioto.console.export..")
      .should().dependOnClassesThat().resideInAnyPackage("com.google.protobuf..")
      .because("but for the wire, it is a form that other tools read");

  @ArchTest
  static final ArchRule WEB_KNOWS_NO_COMMANDS = noClasses().that().resideInAPackage("dev.kioto.console.web..")
      .should().dependOnClassesThat().resideInAnyPackage("dev.kioto.console.cli..", "picocli..")
      .because("commands start the server, not the other way round");

  @ArchTest
  static final ArchRule NOTHING_KNOWS_THE_PROGRAM = noClasses().should().dependOnClassesThat()
      .resideInAnyPackage("dev.kioto.runtime..", "dev.kioto.task..", "dev.kioto.future..", "dev.kioto.probe..",
          "dev.kioto.instrument..", "javafx..")
      .because("the server watches programs from outside and shows nothing itself");

  @ArchTest
  static final ArchRule PACKAGES_HAVE_NO_CYCLES = slices().matching("dev.kioto.console.(*)..").should().beFreeOfCycles()
      .because("arrows point one way");
}
