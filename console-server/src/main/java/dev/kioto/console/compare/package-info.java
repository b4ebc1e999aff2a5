/// Compares what was measured under different settings: which differences the runs show, and which they cannot.
///
/// It knows nothing of how runs are made. Why the intervals are as they are: `docs/decisions/lab-intervals-by-sign-flips.md`.
@NullMarked
package dev.kioto.console.compare;

import org.jspecify.annotations.NullMarked;
