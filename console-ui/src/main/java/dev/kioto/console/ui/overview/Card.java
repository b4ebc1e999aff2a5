package dev.kioto.console.ui.overview;

/// The numbers that have a card.
public enum Card {
  /// Tasks that have not completed.
  LIVE("Live tasks", "Tasks that have not completed."),
  /// Polls in a second.
  POLLS("Polls / s", "Polls that the workers finished in a second; and how many are stuck, if any."),
  /// Tasks inside a poll.
  RUNNING("Running", "Tasks inside a poll now."),
  /// Tasks that wait for a worker.
  SCHEDULED("Scheduled", "Tasks that were woken and wait for a worker."),
  /// Tasks that wait to be woken.
  IDLE("Idle", "Tasks that wait to be woken."),
  /// Tasks that ended and are still kept.
  COMPLETED("Completed", "Tasks that ended and are still kept.");

  private final String title;
  private final String explanation;

  Card(String title, String explanation) {
    this.title = title;
    this.explanation = explanation;
  }

  /// What the number counts, in two words.
  public String title() {
    return title;
  }

  /// What the number counts, as a sentence.
  public String explanation() {
    return explanation;
  }
}
