package dev.kioto.console.ui.link;

import dev.kioto.console.client.ConsoleClientException;
import dev.kioto.console.client.ProblemException;
import java.time.Duration;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// Asks one question about what is watched, on a thread of its own, and hands the answers to the UI thread. Only what was wanted last
/// counts. Its methods are called by the UI thread.
///
/// @param <Q> what is wanted
final class Feed<Q> implements AutoCloseable {
  /// Puts the question, and waits for the answer.
  @FunctionalInterface
  interface Question<Q> {
    ConsoleNews.OfTarget ask(Watched.Look look, Q wanted);
  }

  /// Says that there is no answer.
  @FunctionalInterface
  interface Refusal<Q> {
    ConsoleNews.OfTarget tell(Watched.Look look, Q wanted, ConsoleClientException reason);
  }

  /// What feeds have in common.
  record Common(Watched watched, Pulse pulse, Consumer<ConsoleNews> receiver) {}

  private record Asked<Q>(Watched.Look look, Q wanted) {}

  private static final Duration NEVER = Duration.ofDays(1);
  private static final int BUSY = 503;

  private final Watched watched;
  private final boolean steady;
  private final Question<Q> question;
  private final Refusal<Q> refusal;
  private final Pulse.Inlet<ConsoleNews> in;
  private final Repeater repeater;
  // Written by the UI thread, read by the repeater.
  private volatile @Nullable Q wanted;
  private volatile boolean followed;
  // Set by the UI thread, cleared by the repeater that asks.
  private volatile boolean due;
  // Of the repeater: what was answered of a moment of the past, which stays as it was.
  private @Nullable Asked<Q> settled;

  private Feed(String name, Duration every, boolean steady, Common common, Question<Q> question, Refusal<Q> refusal) {
    watched = common.watched();
    this.steady = steady;
    this.question = question;
    this.refusal = refusal;
    in = common.pulse().inlet(common.receiver());
    repeater = new Repeater(name, every, this::turn);
  }

  /// One that asks again and again while something is wanted and the window does not stand still. Of a moment of the past it asks once.
  static <Q> Feed<Q> steady(String name, Duration every, Common common, Question<Q> question, Refusal<Q> refusal) {
    return new Feed<>(name, every, true, common, question, refusal);
  }

  /// One that asks once each time that something is wanted.
  static <Q> Feed<Q> once(String name, Common common, Question<Q> question, Refusal<Q> refusal) {
    return new Feed<>(name, NEVER, false, common, question, refusal);
  }

  /// One that asks once each time that something is wanted, and again and again while it is followed.
  static <Q> Feed<Q> followed(String name, Duration every, Common common, Question<Q> question, Refusal<Q> refusal) {
    return new Feed<>(name, every, false, common, question, refusal);
  }

  /// Begins to ask.
  void start() {
    repeater.start();
  }

  /// Takes another wish; null for none.
  void want(@Nullable Q now) {
    wanted = now;
    due = now != null;
    repeater.kick();
  }

  /// Takes another wish that is not asked for yet; null for none.
  void turnTo(@Nullable Q now) {
    wanted = now;
    due = false;
  }

  /// Asks again and again for what was wanted last, or no longer.
  void follow(boolean on) {
    followed = on;
    if (on) {
      repeater.kick();
    }
  }

  /// Learns that something else is watched, or that the window moves again. Does nothing to one that asks once.
  void kick() {
    if (steady) {
      repeater.kick();
    }
  }

  private void turn() {
    boolean isDue = due;
    due = false;
    var look = watched.look();
    var now = wanted;
    if (look == null || now == null) {
      return;
    }
    var asked = new Asked<>(look, now);
    boolean asks = steady ? !watched.isPaused() && !asked.equals(settled)
        : isDue || (followed && !watched.isPaused());
    if (asks) {
      ask(asked);
    }
  }

  private void ask(Asked<Q> asked) {
    boolean stays = asked.look.asOf() != null;
    ConsoleNews.OfTarget news;
    try {
      news = question.ask(asked.look, asked.wanted);
    } catch (ConsoleClientException e) {
      // A server that was busy, or not there, may answer the next time.
      stays &= e instanceof ProblemException refused && refused.problem().status() != BUSY;
      news = refusal.tell(asked.look, asked.wanted, e);
    }
    settled = stays ? asked : null;
    in.offer(steady ? new ConsoleNews.AsOf(asked.look.asOf(), news) : news);
  }

  @Override
  public void close() {
    repeater.close();
  }
}
