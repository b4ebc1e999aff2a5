package dev.kioto.console.ui.window;

import java.time.Instant;
import javafx.animation.PauseTransition;
import javafx.beans.binding.Bindings;
import javafx.beans.property.BooleanProperty;
import javafx.beans.property.SimpleBooleanProperty;
import javafx.beans.value.ObservableValue;
import javafx.util.Duration;
import org.jspecify.annotations.Nullable;

/// Whether what is shown is not what is meant to be: it is no longer fresh, which nothing of the past is meant to be, or an instant of the past
/// has been on its way for so long that one sees it. UI thread only.
final class Staleness {
  private static final Duration UNSEEN = Duration.millis(250);

  private final BooleanProperty late = new SimpleBooleanProperty();
  private final ObservableValue<Boolean> stale;

  /// @param old whether what is told of the present is not fresh
  /// @param instant of the past that is shown; null for the present
  /// @param reading whether that is on its way
  Staleness(ObservableValue<Boolean> old, ObservableValue<@Nullable Instant> instant,
      ObservableValue<Boolean> reading) {
    var patience = new PauseTransition(UNSEEN);
    patience.setOnFinished(_ -> late.set(true));
    reading.subscribe(now -> {
      patience.stop();
      if (now) {
        patience.play();
      } else {
        late.set(false);
      }
    });
    stale = Bindings.createBooleanBinding(() -> (old.getValue() && instant.getValue() == null) || late.get(), old,
        instant, late);
  }

  ObservableValue<Boolean> stale() {
    return stale;
  }
}
