package dev.kioto.jfr;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kioto.probe.Probe;
import dev.kioto.probe.RuntimeView;
import dev.kioto.probe.SchedulerEvent;
import dev.kioto.probe.StackSample;
import dev.kioto.probe.ThreadProbe;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

/// The probe that makes events, before another one.
final class JfrProbeTest {
  private static final Class<?>[] KINDS = {Probe.class, ThreadProbe.class};

  /// A probe and its only channel, which notes what is called and answers with the number of the call.
  private static Probe noting(List<String> calls) {
    return (Probe) Proxy.newProxyInstance(Probe.class.getClassLoader(), KINDS, (proxy, called, _) -> {
      calls.add(called.getName());
      return switch (called.getName()) {
        case "openThread", "shared" -> proxy;
        case "hashCode" -> 1;
        case "equals" -> false;
        default -> called.getReturnType() == long.class ? (Object) 7L : called.getReturnType() == boolean.class;
      };
    });
  }

  private static List<Method> methods(Class<?> type) {
    return Arrays.stream(type.getMethods()).filter(method -> !Modifier.isStatic(method.getModifiers())).toList();
  }

  private static Object call(Method method, Object target) throws ReflectiveOperationException {
    var arguments = Arrays.stream(method.getParameterTypes())
        .map(type -> type == long.class ? (Object) 5L : type == int.class ? (Object) 1
            : type == boolean.class ? (Object) false
                : type == SchedulerEvent.class ? SchedulerEvent.STOLEN : null)
        .toArray();
    return method.invoke(target, arguments);
  }

  @Test
  void whatAChannelIsTold_isToldOn_andTheInstantComesBack() throws ReflectiveOperationException {
    var calls = new ArrayList<String>();
    var probe = JfrProbe.before(noting(calls));
    for (var channel : List.of(probe.openThread("a thread"), probe.shared())) {
      for (var method : methods(ThreadProbe.class)) {
        calls.clear();
        Object answer = call(method, channel);

        calls.remove("tracesScheduler");
        assertThat(calls).as(method.getName()).containsExactly(method.getName());
        if (method.getReturnType() == long.class) {
          assertThat(answer).as(method.getName()).isEqualTo(7L);
        }
      }
    }
  }

  @Test
  void whatAProbeIsTold_isAnEvent_andToldOn() {
    var calls = new ArrayList<String>();
    var probe = JfrProbe.before(noting(calls));
    var runtime = (RuntimeView) Proxy.newProxyInstance(RuntimeView.class.getClassLoader(),
        new Class<?>[] {RuntimeView.class}, (_, called, _) -> called.getName().equals("id") ? (Object) 9L : null);
    var frame = new StackTraceElement("Shop", "sell", "Shop.java", 12);
    var stack = new StackSample(StackSample.Kind.PARKED, List.of(frame), Thread.State.WAITING, null, "it waits");
    calls.clear();

    var recorded = Recorded.of(_ -> {}, () -> {
      probe.workerHandedOff(runtime, 1, 5);
      probe.taskPinned(runtime, 2, 6, System.nanoTime() - 30_000_000, stack);
    });

    assertThat(calls).containsExactly("workerHandedOff", "taskPinned");
    var handOff = recorded.of("kioto.WorkerHandOff", 5).getFirst();
    assertThat(handOff.getInt("worker")).isEqualTo(1);
    assertThat(handOff.getLong("runtimeId")).isEqualTo(9);
    var pinned = recorded.of("kioto.TaskPinned", 6).getFirst();
    assertThat(pinned.getInt("worker")).isEqualTo(2);
    assertThat(pinned.getDuration("waited")).isGreaterThanOrEqualTo(Duration.ofMillis(30));
    assertThat(pinned.getString("stack")).isEqualTo("Shop.sell(Shop.java:12)");
    assertThat(pinned.getString("explanation")).isEqualTo("it waits");
  }

  @Test
  void sameProbe_getsTheSameProbeBefore() {
    var first = noting(new ArrayList<>());
    var second = noting(new ArrayList<>());

    assertThat(JfrProbe.before(first)).isSameAs(JfrProbe.before(first)).isNotSameAs(JfrProbe.before(second));
    assertThat(JfrProbe.before(JfrProbe.before(first))).isSameAs(JfrProbe.before(first));
    assertThat(JfrProbe.before(Probe.NONE)).isSameAs(JfrProbe.before(Probe.NONE));
    assertThat(JfrProbe.before(Probe.NONE).enabled()).isTrue();
  }
}
