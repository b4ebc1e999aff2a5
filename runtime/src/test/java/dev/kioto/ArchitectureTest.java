package dev.kioto;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.core.importer.Location;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

/// The arrows of the runtime.
@AnalyzeClasses(packages = "dev.kioto", importOptions = {ImportOption.DoNotIncludeTests.class,
    ArchitectureTest.WithoutTestSupport.class})
final class ArchitectureTest {

  @ArchTest
  static final ArchRule RUNTIME_STANDS_ALONE = classes().that()
      .resideOutsideOfPackages("dev.kioto.testing..", "dev.kioto.jfr..", "dev.kioto.lab..").should()
      .onlyDependOnClassesThat()
      .resideInAnyPackage("java..", "jdk.net..", "org.jspecify..", "dev.kioto.future..", "dev.kioto.probe..",
          "dev.kioto.resource..", "dev.kioto.driver..", "dev.kioto.scheduler..", "dev.kioto.task..",
          "dev.kioto.runtime..",
          "dev.kioto.sync..", "dev.kioto.time..", "dev.kioto.stream..", "dev.kioto.io..", "dev.kioto.net..",
          "dev.kioto.process..", "dev.kioto.signal..", "dev.kioto.codec..", "dev.kioto.fs..", "dev.kioto.jfr..")
      .because("the runtime has no third-party code at run time, and no wire, file or screen type appears in it");

  @ArchTest
  static final ArchRule TESTING_KNOWS_JUNIT_ALONE = classes().that().resideInAPackage("dev.kioto.testing..").should()
      .onlyDependOnClassesThat()
      .resideInAnyPackage("java..", "org.jspecify..", "dev.kioto..", "org.junit.jupiter.api..",
          "org.junit.platform.commons.support..")
      .because("its tests run on the JUnit that the user has, and on no other library");

  @ArchTest
  static final ArchRule JFR_KNOWS_THE_PROBE_ALONE = classes().that().resideInAPackage("dev.kioto.jfr..").should()
      .onlyDependOnClassesThat().resideInAnyPackage("java..", "jdk.jfr..", "org.jspecify..", "dev.kioto.probe..",
          "dev.kioto.jfr..")
      .because("it is a probe like any other, and the one place that needs the flight recorder");

  @ArchTest
  static final ArchRule LAB_STANDS_ALONE = classes().that().resideInAPackage("dev.kioto.lab..").should()
      .onlyDependOnClassesThat().resideInAnyPackage("java..", "javax.management..", "org.jspecify..", "dev.kioto.lab..")
      .because("a program counts with it whatever it runs on, and it is the one place that needs management beans");

  @ArchTest
  static final ArchRule ONLY_THE_EXTENSION_KNOWS_JUNIT = noClasses().that()
      .haveNameNotMatching("dev\\.kioto\\.testing\\.(Kioto.*|TestSettings.*|TestRun.*)").should().dependOnClassesThat()
      .resideInAPackage("org.junit..").because("the rest of the package works without JUnit on the class path");

  @ArchTest
  static final ArchRule PACKAGES_HAVE_NO_CYCLES = slices().matching("dev.kioto.(*)..").should().beFreeOfCycles()
      .because("arrows point one way");

  @ArchTest
  static final ArchRule FUTURE_AND_PROBE_DEPEND_ON_NOTHING = classes().that()
      .resideInAnyPackage("dev.kioto.future..", "dev.kioto.probe..").should().onlyDependOnClassesThat()
      .resideInAnyPackage("java..", "org.jspecify..", "dev.kioto.future..", "dev.kioto.probe..")
      .because("they are the vocabulary that the rest is written in");

  @ArchTest
  static final ArchRule SYNC_WORKS_OUTSIDE_A_RUNTIME = classes().that().resideInAPackage("dev.kioto.sync..")
      .and().doNotHaveFullyQualifiedName("dev.kioto.sync.MpscTimed").should().onlyDependOnClassesThat()
      .resideInAnyPackage("java..", "org.jspecify..", "dev.kioto.future..", "dev.kioto.probe..", "dev.kioto.resource..",
          "dev.kioto.sync..")
      .because(
          "a lock or a channel must work on any thread, with any scheduler or none; the exception is a send with a timeout, which needs a timer");

  @ArchTest
  static final ArchRule DRIVER_KNOWS_WAKERS_ALONE = classes().that().resideInAPackage("dev.kioto.driver..").should()
      .onlyDependOnClassesThat()
      .resideInAnyPackage("java..", "org.jspecify..", "dev.kioto.future..", "dev.kioto.driver..")
      .because("what waits for the outside world does not ask who is woken");

  @ArchTest
  static final ArchRule SCHEDULER_DOES_NOT_KNOW_ITS_DOORS = noClasses().that().resideInAPackage("dev.kioto.scheduler..")
      .should().dependOnClassesThat().resideInAnyPackage("dev.kioto.runtime..", "dev.kioto.task..", "dev.kioto.time..")
      .because("the doors open on the organs, not the other way");

  @ArchTest
  static final ArchRule ONE_KIND_OF_LOCK = noClasses().that().doNotHaveFullyQualifiedName("dev.kioto.future.BriefLock")
      .should().dependOnClassesThat().haveFullyQualifiedName("java.util.concurrent.locks.ReentrantLock")
      .because("a virtual thread in the queue of a lock can stop the workers that queue up behind it");

  @ArchTest
  static final ArchRule FEW_CLASSES_REACH_INTO_THE_JDK = noClasses().that()
      .haveNameNotMatching("dev\\.kioto\\.scheduler\\.(VirtualThreads|TaskContainer|SchedulerHook)(\\$.*)?")
      .and().resideOutsideOfPackage("dev.kioto.testing..").should()
      .accessClassesThat()
      .resideInAnyPackage("java.lang.reflect..", "java.lang.classfile..", "java.lang.instrument..")
      .because(
          "what depends on the JDK's inside is in one place for what is called, and in one for each class that is written or changed")
      .allowEmptyShould(true);

  static final class WithoutTestSupport implements ImportOption {
    @Override
    public boolean includes(Location location) {
      return !location.contains("/test-support/");
    }
  }
}
