package dev.kioto.console.lab;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.kioto.console.api.lab.Arm;
import dev.kioto.console.lab.LabException.Kind;
import java.util.HashSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// What is made of what people write, and what they are told of what is wrong with it.
final class SpecCheckTest {

  private static Plan plan(String yaml) throws LabException {
    return SpecCheck.plan(SpecFile.parse(yaml, "x.yaml"));
  }

  private static String refused(String yaml) {
    var failure = catchThrowableOfType(LabException.class, () -> plan(yaml));
    assertThat(failure.kind()).isEqualTo(Kind.BAD_SPEC);
    return String.valueOf(failure.getMessage());
  }

  @Test
  void everyCombination_isAnArm_andTheFirstIsTheBaseline() throws LabException {
    var plan = plan("""
        workload: {demo: [scheduler, --size, 64]}
        vary:
          worker-threads: [1, 2]
          lifo-slot: [on, off]
        duration: 2s
        """);
    assertThat(plan.arms()).extracting(Arm::letter).containsExactly("A", "B", "C", "D");
    assertThat(plan.arms()).extracting(Arm::label).containsExactly("worker-threads=1, lifo-slot=on",
        "worker-threads=1, lifo-slot=off", "worker-threads=2, lifo-slot=on", "worker-threads=2, lifo-slot=off");
    assertThat(plan.arms()).extracting(Arm::isBaseline).containsExactly(true, false, false, false);
    assertThat(plan.rounds()).isEqualTo(8);
    assertThat(plan.duration()).hasSeconds(2);
  }

  @Test
  void eachRound_hasEachArmOnce_inAnOrderThatTheSeedDecides() throws LabException {
    var plan = plan("{workload: {demo: scheduler}, vary: {lifo-slot: [on, off, yes]}, rounds: 50}");
    var order = plan.order(17);
    assertThat(order).hasSize(150).isEqualTo(plan.order(17)).isNotEqualTo(plan.order(18));
    var firsts = new HashSet<String>();
    for (int i = 0; i < order.size(); i += 3) {
      assertThat(order.subList(i, i + 3)).extracting(RunKey::arm).containsExactlyInAnyOrder("A", "B", "C");
      assertThat(order.get(i).round()).isEqualTo(i / 3 + 1);
      firsts.add(order.get(i).arm());
    }
    assertThat(firsts).hasSize(3);
  }

  @Test
  void theJdksScheduler_isOneArmForAllThatItDoesNotKnow() throws LabException {
    var plan = plan("""
        workload: {command: [java, -version]}
        vary:
          scheduler: [kioto, jdk]
          lifo-slot: [on, off]
        baseline: {scheduler: jdk}
        """);
    assertThat(plan.arms()).extracting(Arm::label).containsExactly("scheduler=kioto, lifo-slot=on",
        "scheduler=kioto, lifo-slot=off", "scheduler=jdk");
    assertThat(plan.arms().getLast().isBaseline()).isTrue();
  }

  @ParameterizedTest
  @CsvSource(delimiter = '|', value = {
      "{vary: {lifo-slot: [on, off]}} | workload needs a demo",
      "{workload: {demo: http, command: [java]}, vary: {lifo-slot: [on, off]}} | workload needs a demo",
      "{workload: {demo: http}} | vary needs a setting with two values or more",
      "{workload: {demo: http}, vary: {lifo-slot: [on]}} | vary needs two combinations or more",
      "{workload: {demo: http}, vary: {lifo-slot: []}} | vary: lifo-slot has no values",
      "{workload: {demo: http}, vary: {lifo-slot: [on, on]}} | has a value twice: on, on",
      "{workload: {demo: http}, vary: {scheduler: [kioto, jdk]}} | a demo is written for Kioto's runtime",
      "{workload: {command: [java]}, vary: {scheduler: [kioto, loom]}} | scheduler must be kioto or jdk, but is 'loom'",
      "{workload: {command: [/no/such/program]}, vary: {copy: [1, 2]}} | there is no program '/no/such/program'",
      "{workload: {demo: http, folder: /no/such}, vary: {copy: [1, 2]}} | there is no folder '/no/such'",
      "{workload: {demo: http}, vary: {copy: [1, 2]}, duration: 5 parsecs} | duration: '5 parsecs' is not a duration",
      "{workload: {demo: http}, vary: {copy: [1, 2]}, rounds: 0} | rounds must be from 1 to 1000, but is 0",
      "{workload: {demo: http}, vary: {copy: [1, 2]}, level: all} | level must be off, counts, tasks or trace, but is 'all'",
      "{workload: {demo: http}, vary: {copy: [1, 2]}, load: {command: [java], output: ab}} | but is 'ab'",
      "{workload: {demo: http, ready: {port: 70000}}, vary: {copy: [1, 2]}} | a port is from 1 to 65535, but is 70000",
      "{workload: {demo: http, ready: {line: '('}}, vary: {copy: [1, 2]}} | '(' is no regular expression",
      "{workload: {demo: http, ready: {line: a, port: 1}}, vary: {copy: [1, 2]}} | ready needs one of line, port and http, and has 2",
      "{workload: {demo: http}, vary: {copy: [1, 2]}, settings: {copy: 3}} | 'copy' is varied, and cannot be the same in all",
      "{workload: {demo: http}, vary: {copy: [1, 2]}, baseline: {copy: 3}} | baseline: no combination has copy=3",
      "{workload: {demo: http}, vary: {a: [1,2,3,4,5,6], b: [1,2,3,4,5]}} | more than 26 combinations",
      "{workload: {demo: http}, vary: {Lifo: [1, 2]}} | 'Lifo' is no name of a setting",
      "{workload: {demo: http}, vary: {thread-name: [a, 'b'' -javaagent:x']}} | thread-name has a value with quotes",
      "{workload: {demo: http}, vary: {thread-name: [a, null]}} | thread-name needs a value",
      "{workload: {demo: [http, null]}, vary: {copy: [1, 2]}} | demo needs the name of one",
      "{workload: {demo: http}, vary: {copy: [1, 2]}, duration: 900h} | duration: '900h' is more than a day",
      "{wrokload: {demo: http}} | there is no 'wrokload' here: there are baseline, duration",
      "{workload: {demo: {name: http}}, vary: {copy: [1, 2]}} | is of another form than what belongs there",
      "'{workload: ' | it is no YAML",
      "'' | is empty"})
  void whatIsWrong_isNamed(String yaml, String said) {
    assertThat(refused(yaml)).contains(said);
  }

  @Test
  void allThatIsWrong_isNamedAtOnce() {
    assertThat(refused("{rounds: -1, level: loud, warm-up: long}").lines()).hasSize(5);
  }

  @Test
  void aTypo_isNamedWithItsLine() {
    assertThat(refused("""
        workload:
          demo: http
        vary:
          lifo-slot: [on, off]
        warmup: 3s
        """)).startsWith("x.yaml, line 5: there is no 'warmup' here");
  }
}
