package dev.kioto.console.ui.lab;

import javafx.beans.property.SimpleStringProperty;
import javafx.beans.property.StringProperty;

/// A setting of an experiment that is being written, and its values, separated by commas. UI thread only.
public final class SettingLine {
  private final StringProperty name = new SimpleStringProperty();
  private final StringProperty values = new SimpleStringProperty();

  SettingLine(String name, String values) {
    this.name.set(name);
    this.values.set(values);
  }

  /// Its name; empty while none is chosen.
  public StringProperty name() {
    return name;
  }

  /// Its values as they are typed.
  public StringProperty values() {
    return values;
  }

  boolean isEmpty() {
    return name.get().isBlank() && values.get().isBlank();
  }
}
