package dev.kioto.console.web;

import dev.kioto.console.collector.WatchedTarget;
import org.jspecify.annotations.Nullable;

/// A target's tasks in groups.
final class GroupFeed implements Feed {

  private final WatchedTarget target;
  private final Listings listings;
  private final GroupQuery query;
  private final int intervalMillis;
  private final WatchedTarget.Registration registration;

  GroupFeed(WatchedTarget target, Listings listings, GroupQuery query, int intervalMillis, Runnable changed) {
    this.target = target;
    this.listings = listings;
    this.query = query;
    this.intervalMillis = intervalMillis;
    this.registration = target.onChange(changed);
  }

  @Override
  public Object message() {
    return listings.run(() -> query.run(target.model()));
  }

  @Override
  public int intervalMillis() {
    return intervalMillis;
  }

  @Override
  public @Nullable Refusal over() {
    return target.isDetached() ? Refusal.unknownTarget(target.id()) : null;
  }

  @Override
  public void close() {
    registration.close();
  }
}
