/// Attaches to programs over gRPC and keeps a model of each.
///
/// Each target has one thread that connects, takes in updates and connects again when the connection is lost. Wire
/// messages stop here: the model gets its own records, and what is passed on as it came (stacks, workers, histograms)
/// leaves as records of the API.
@NullMarked
package dev.kioto.console.collector;

import org.jspecify.annotations.NullMarked;
