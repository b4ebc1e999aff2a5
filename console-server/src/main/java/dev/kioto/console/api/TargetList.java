package dev.kioto.console.api;

import java.util.List;

/// Every target, in the order in which they were added.
public record TargetList(List<Target> targets) {
}
