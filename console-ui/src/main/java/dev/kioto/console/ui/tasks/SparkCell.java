package dev.kioto.console.ui.tasks;

import dev.kioto.console.api.Task;
import dev.kioto.console.ui.format.Counts;
import dev.kioto.console.ui.table.Slot;
import javafx.scene.control.TableCell;
import javafx.scene.layout.Pane;
import javafx.scene.shape.Polyline;
import org.jspecify.annotations.Nullable;

/// The recent polls of a task as a line, the last at the right, as high as its own highest rate. A task that was not polled has none.
/// UI thread only.
final class SparkCell extends TableCell<Slot<Task>, @Nullable Task> {
  /*
   * Plan. A cell is updated when the task in its row is, and makes its points anew only when its course has grown since, or is another
   * task's. A line of nothing but zeros is hidden, so that rows of sleeping tasks cost nothing to draw; it stays in the scene, where one that
   * is added would be styled anew.
   */
  private static final double WIDTH = 58;
  private static final double HEIGHT = 15;

  private final RecentPolls recent;
  private final Polyline line = new Polyline();
  private final Pane place = new Pane(line);
  private RecentPolls.@Nullable Course drawn;
  private int version;

  SparkCell(RecentPolls recent) {
    this.recent = recent;
    line.getStyleClass().add("spark");
    // The place is the same whatever the line shows: a row is not laid out anew for it.
    line.setManaged(false);
    place.setMinSize(WIDTH, HEIGHT);
    place.setPrefSize(WIDTH, HEIGHT);
    place.setMaxSize(WIDTH, HEIGHT);
    place.setMouseTransparent(true);
    line.setVisible(false);
    setGraphic(place);
  }

  @Override
  protected void updateItem(@Nullable Task task, boolean empty) {
    super.updateItem(task, empty);
    var course = empty || task == null ? null : recent.of(task.id());
    if (course == null || course.most() <= 0) {
      drawn = null;
      line.setVisible(false);
      setAccessibleText(null);
      return;
    }
    if (course == drawn && course.version() == version) {
      return;
    }
    drawn = course;
    version = course.version();
    draw(course);
    line.setVisible(true);
    setAccessibleText("polls a second: " + Counts.compact(course.before(0)) + " now, " + Counts.compact(course.most())
        + " at most");
  }

  private void draw(RecentPolls.Course course) {
    int count = course.count();
    var points = new Double[2 * count];
    double step = WIDTH / (RecentPolls.KEPT - 1);
    double most = course.most();
    for (int i = 0; i < count; i++) {
      int place = count - 1 - i;
      points[2 * i] = WIDTH - place * step;
      points[2 * i + 1] = HEIGHT - 1 - course.before(place) / most * (HEIGHT - 3);
    }
    line.getPoints().setAll(points);
  }
}
