package dev.kioto;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;

/// A call that is to be refused.
///
/// @param what for people
/// @param says what the message has, among it the value and what would be right
public record BadInput(String what, Class<? extends Throwable> type, ThrowingCallable call, List<String> says) {
  public BadInput(String what, Class<? extends Throwable> type, ThrowingCallable call, String... says) {
    this(what, type, call, List.of(says));
  }

  public static BadInput argument(String what, ThrowingCallable call, String... says) {
    return new BadInput(what, IllegalArgumentException.class, call, says);
  }

  public static BadInput state(String what, ThrowingCallable call, String... says) {
    return new BadInput(what, IllegalStateException.class, call, says);
  }

  /// A null where none is taken, whose name the message has.
  public static BadInput ofNull(String name, ThrowingCallable call) {
    return new BadInput("null for " + name, NullPointerException.class, call, name);
  }

  public void assertRefused() {
    assertThatThrownBy(call).isInstanceOf(type).hasMessageContainingAll(says.toArray(CharSequence[]::new));
  }

  @Override
  public String toString() {
    return what;
  }
}
