package dev.kioto.future;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

final class AwaitTraceTest {

  @Test
  void trace_ofNestedFutures_isTheirChain() {
    var node = AwaitTrace.of(Futures.map(Futures.then(new Leaf("a leaf"), Futures::ready), x -> x));

    assertThat(node).hasToString("Futures$Mapped > Futures$Then > AwaitTraceTest$Leaf (a leaf)");
    assertThat(node.type()).isEqualTo("dev.kioto.future.Futures$Mapped");
  }

  @Test
  void trace_ofASecondFuture_isShownOnceTheFirstIsOver() {
    var then = Futures.then(Futures.ready(1), _ -> new Leaf("second"));
    assertThat(HandPolled.of(then).isReady()).isFalse();

    assertThat(AwaitTrace.of(then)).hasToString("Futures$Then > AwaitTraceTest$Leaf (second)");
  }

  @Test
  void trace_ofAFutureThatSaysNothing_isItsClassWithoutAnAddress() {
    Future<Integer> silent = _ -> Poll.pending();

    assertThat(AwaitTrace.of(silent).toString()).startsWith("AwaitTraceTest$$Lambda").doesNotContain("/");
  }

  @Test
  void trace_ofAFutureThatThrows_saysSoInItsPlace() {
    Future<Integer> wrong = new Future<>() {
      @Override
      public Poll<Integer> poll(Context cx) {
        return Poll.pending();
      }

      @Override
      public void describe(AwaitTrace trace) {
        throw new IllegalStateException();
      }
    };

    assertThat(AwaitTrace.of(Futures.map(wrong, x -> x)).awaits()).singleElement()
        .satisfies(node -> assertThat(node.detail()).contains("IllegalStateException"));
  }

  @Test
  void trace_ofACircle_isCutOff() {
    var circle = new Branches();
    circle.branches = new Future<?>[] {circle};

    assertThat(AwaitTrace.of(circle).toString()).contains("cut off here").hasSizeLessThan(100_000);
  }

  @Test
  void trace_ofCirclesThatBranch_isCutOffToo() {
    var circle = new Branches();
    circle.branches = new Future<?>[] {circle, null, circle, circle};

    assertThat(AwaitTrace.of(circle).toString()).contains("cut off here").hasSizeLessThan(1_000_000);
  }

  private record Leaf(String words) implements Future<Integer> {
    @Override
    public Poll<Integer> poll(Context cx) {
      return Poll.pending();
    }

    @Override
    public void describe(AwaitTrace trace) {
      trace.detail(words);
    }
  }

  private static final class Branches implements Future<Integer> {
    private Future<?>[] branches = {};

    @Override
    public Poll<Integer> poll(Context cx) {
      return Poll.pending();
    }

    @Override
    public void describe(AwaitTrace trace) {
      for (var branch : branches) {
        trace.future(branch);
      }
    }
  }
}
