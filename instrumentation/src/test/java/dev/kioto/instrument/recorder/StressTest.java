package dev.kioto.instrument.recorder;

import dev.kioto.testsupport.stress.Races;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/// The jcstress tests of this module: the classes named `...Stress`.
final class StressTest {

  @TestFactory
  Stream<DynamicTest> race_underStress_showsItsAllowedOutcomesAlone() {
    return Races.all();
  }
}
