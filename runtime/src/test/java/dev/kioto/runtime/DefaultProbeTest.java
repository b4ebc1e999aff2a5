package dev.kioto.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kioto.probe.DeafProbe;
import dev.kioto.probe.DefaultProbe;
import dev.kioto.probe.Probe;
import dev.kioto.probe.RuntimeView;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
final class DefaultProbeTest {
  private final NamesOfRuntimes probe = new NamesOfRuntimes();

  @AfterEach
  void unset() {
    DefaultProbe.unset(probe);
  }

  @Test
  void runtime_builtWithoutAProbe_hasTheDefault() {
    assertThat(DefaultProbe.set(probe)).isTrue();

    Runtime.builder().name("observed").workerThreads(1).build().close();
    Runtime.builder().name("local").buildLocal().close();

    assertThat(probe.names).containsExactly("observed", "local");
  }

  @Test
  void runtime_builtWithAProbe_doesNotHaveTheDefault() {
    assertThat(DefaultProbe.set(probe)).isTrue();

    Runtime.builder().probe(Probe.NONE).workerThreads(1).build().close();

    assertThat(probe.names).isEmpty();
  }

  @Test
  void runtime_afterTheDefaultWasTakenBack_isNotObserved() {
    assertThat(DefaultProbe.set(probe)).isTrue();
    assertThat(DefaultProbe.unset(probe)).isTrue();
    assertThat(DefaultProbe.unset(probe)).isFalse();

    Runtime.builder().workerThreads(1).build().close();

    assertThat(probe.names).isEmpty();
    assertThat(DefaultProbe.get()).isSameAs(Probe.NONE);
  }

  @Test
  void set_whereOneIsSet_changesNothing() {
    assertThat(DefaultProbe.set(probe)).isTrue();

    assertThat(DefaultProbe.set(new NamesOfRuntimes())).isFalse();

    assertThat(DefaultProbe.get()).isSameAs(probe);
  }

  private static final class NamesOfRuntimes extends DeafProbe {
    final List<String> names = new CopyOnWriteArrayList<>();

    @Override
    public void runtimeStarted(RuntimeView runtime) {
      names.add(runtime.name());
    }
  }
}
