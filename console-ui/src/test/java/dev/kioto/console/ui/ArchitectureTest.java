package dev.kioto.console.ui;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import javafx.application.Platform;

@AnalyzeClasses(packages = "dev.kioto.console.ui", importOptions = ImportOption.DoNotIncludeTests.class)
final class ArchitectureTest {
  @ArchTest
  static final ArchRule VIEW_MODELS = noClasses().that().haveSimpleNameEndingWith("ViewModel")
      .or().haveSimpleName("TaskSlots").or().haveSimpleName("Slot").or().haveSimpleName("Listing").or()
      .haveSimpleNameEndingWith("Column").or()
      .haveSimpleName("Order")
      .should().dependOnClassesThat().resideInAnyPackage("javafx.scene..", "javafx.stage..", "javafx.application..",
          "javafx.animation..", "javafx.event..", "javafx.css..", "javafx.geometry..", "javafx.util..")
      .because("view models are tested without a toolkit");

  @ArchTest
  static final ArchRule FORMATS = classes().that().resideInAPackage("..ui.format..")
      .should().onlyDependOnClassesThat().resideInAnyPackage("java..", "..ui.format..", "org.jspecify..")
      .because("how a quantity is written has nothing to do with a toolkit");

  @ArchTest
  static final ArchRule NETWORK = noClasses().that().resideOutsideOfPackages("..ui.link..", "dev.kioto.console.ui")
      .should().dependOnClassesThat().resideInAPackage("dev.kioto.console.client..")
      .because("only the link talks to the server, and never on the UI thread");

  @ArchTest
  static final ArchRule HOP = noClasses().that().resideOutsideOfPackage("..ui.link..")
      .should().callMethod(Platform.class, "runLater", Runnable.class)
      .because("one place hops to the UI thread");

  @ArchTest
  static final ArchRule SERVER = noClasses()
      .should().dependOnClassesThat().resideInAnyPackage("dev.kioto.console.model..", "dev.kioto.console.collector..",
          "dev.kioto.console.diagnosis..", "dev.kioto.console.filter..", "dev.kioto.console.cli..",
          "dev.kioto.proto..", "io.grpc..", "io.javalin..")
      .because("the window is a client of the API alone");
}
