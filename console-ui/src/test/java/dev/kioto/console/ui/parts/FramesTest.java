package dev.kioto.console.ui.parts;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kioto.console.api.StackFrame;
import org.junit.jupiter.api.Test;

final class FramesTest {
  @Test
  void shortName_nestedClass_hasNoPackage() {
    assertThat(Frames.shortName(new StackFrame("shop.http.Router$Dispatch", "run", null, null, null)))
        .isEqualTo("Router.Dispatch.run");
  }

  @Test
  void shortName_hiddenClass_hasNoAddress() {
    assertThat(Frames.shortName(new StackFrame("shop.Main$$Lambda/0x00007f1c", "run", null, null, null)))
        .isEqualTo("Main..Lambda.run");
  }

  @Test
  void isOwn_jdkAndRuntime_areNot() {
    assertThat(Frames.isOwn(frame("java.lang.Thread"))).isFalse();
    assertThat(Frames.isOwn(frame("dev.kioto.task.Task"))).isFalse();
    assertThat(Frames.isOwn(frame("dev.kioto.demo.Scheduler"))).isTrue();
    assertThat(Frames.isOwn(frame("shop.Main"))).isTrue();
  }

  @Test
  void full_frame_isAsInAStackTrace() {
    assertThat(Frames.full(new StackFrame("java.lang.Thread", "run", "Thread.java", 12, "java.base")))
        .isEqualTo("java.base/java.lang.Thread.run(Thread.java:12)");
    assertThat(Frames.full(frame("shop.Main"))).isEqualTo("shop.Main.run(Unknown Source)");
  }

  private static StackFrame frame(String className) {
    return new StackFrame(className, "run", null, null, null);
  }
}
