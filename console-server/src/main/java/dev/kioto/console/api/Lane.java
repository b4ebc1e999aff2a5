package dev.kioto.console.api;

import java.util.List;
import java.util.Map;

/// What one thread of a target did in a window.
///
/// @param thread its name; `other threads` for those that the recorder tells together
/// @param polls seven numbers a span: start, length, how many polls, their time together, the number of the task of the longest, the
///     longest, and how long that task had been runnable before. A poll that is narrower than a pixel is part of its pixel's span
/// @param parks two numbers each, start and length: when its worker slept. At level `trace` alone
/// @param marks what the scheduler did besides, at level `trace` alone: under `steal`, `overflow`, `driver_turn`, `handoff` and
///     `pinned` four numbers each, one for a pixel at most: when, how many, their value together, and the other worker of the last
/// @param waiting how many tasks that were polled here were runnable and not polled, on average over equal parts of the window; empty
///     when none was
public record Lane(String thread, List<Long> polls, List<Long> parks, Map<String, List<Long>> marks,
    List<Double> waiting) {

  public Lane {
    polls = List.copyOf(polls);
    parks = List.copyOf(parks);
    marks = Map.copyOf(marks);
    waiting = List.copyOf(waiting);
  }
}
