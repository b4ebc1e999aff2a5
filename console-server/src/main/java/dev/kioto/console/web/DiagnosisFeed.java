package dev.kioto.console.web;

import dev.kioto.console.api.DiagnosisPage;
import dev.kioto.console.collector.WatchedTarget;
import org.jspecify.annotations.Nullable;

/// What is wrong with a target, or with all of them.
final class DiagnosisFeed implements Feed {

  private final @Nullable WatchedTarget target; // null for all
  private final Findings findings;
  private final DiagnosisQuery query;
  private final int limit;
  private final int intervalMillis;
  private final WatchedTarget.Registration registration;
  private final WatchedTarget.@Nullable Registration ofTarget; // says when it is taken off

  DiagnosisFeed(@Nullable WatchedTarget target, Findings findings, DiagnosisQuery query, int limit, int intervalMillis,
      Runnable changed) {
    this.target = target;
    this.findings = findings;
    this.query = query;
    this.limit = limit;
    this.intervalMillis = intervalMillis;
    this.registration = findings.onChange(changed);
    this.ofTarget = target == null ? null : onEnd(target, changed);
  }

  private static WatchedTarget.Registration onEnd(WatchedTarget target, Runnable ended) {
    return target.onChange(() -> {
      if (target.isDetached()) ended.run();
    });
  }

  @Override
  public Object message() {
    var all = query.select(target == null ? findings.ofAll() : findings.of(target, target.run().id()));
    return new DiagnosisPage(all.subList(0, Math.min(limit, all.size())), all.size(), null);
  }

  @Override
  public int intervalMillis() {
    return intervalMillis;
  }

  @Override
  public @Nullable Refusal over() {
    return target != null && target.isDetached() ? Refusal.unknownTarget(target.id()) : null;
  }

  @Override
  public void close() {
    registration.close();
    if (ofTarget != null) ofTarget.close();
  }
}
