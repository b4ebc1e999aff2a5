package dev.kioto.console.api;

import java.util.List;

/// Every detector there is, the worst findings first.
public record DetectorList(List<DetectorInfo> detectors) {
}
