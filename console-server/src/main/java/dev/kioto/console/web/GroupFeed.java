package dev.kioto.console.web;

import org.jspecify.annotations.Nullable;

/// A target's tasks in groups.
final class GroupFeed implements Feed {

  private final Shown shown;
  private final Listings listings;
  private final GroupQuery query;
  private final int intervalMillis;

  GroupFeed(Shown shown, Listings listings, GroupQuery query, int intervalMillis) {
    this.shown = shown;
    this.listings = listings;
    this.query = query;
    this.intervalMillis = intervalMillis;
  }

  @Override
  public Object message() {
    var tasks = shown.tasks();
    return listings.run(() -> query.run(tasks));
  }

  @Override
  public int intervalMillis() {
    return intervalMillis;
  }

  @Override
  public @Nullable Refusal over() {
    return shown.over();
  }

  @Override
  public void close() {
    shown.close();
  }
}
