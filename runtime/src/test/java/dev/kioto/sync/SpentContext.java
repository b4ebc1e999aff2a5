package dev.kioto.sync;

import dev.kioto.future.Context;
import dev.kioto.future.Waker;

/// The context of a task whose budget is spent.
final class SpentContext implements Context {
  @Override
  public Waker waker() {
    return () -> {};
  }

  @Override
  public boolean takeBudget() {
    return false;
  }

  @Override
  public boolean hasBudget() {
    return false;
  }

  @Override
  public void restoreBudget() {
    throw new AssertionError("a unit was given back that was not taken");
  }
}
