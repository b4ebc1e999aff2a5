package dev.kioto.console.ui.overview;

/// What a card shows.
///
/// @param text the number
/// @param note a few words beside it; empty for none
/// @param course its recent course, oldest first; NaN where it is not known. Not to be changed
@SuppressWarnings("ArrayRecordComponent")
public record CardValue(String text, String note, double[] course) {
  static final CardValue UNKNOWN = new CardValue("–", "", new double[0]);
}
