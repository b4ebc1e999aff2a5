package dev.kioto.jfr;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import jdk.jfr.Label;
import jdk.jfr.MetadataDefinition;
import jdk.jfr.Name;
import jdk.jfr.Relational;

/// Says of a field of an event that it is the id of a task, so that a reader can join the events of one task; 0 for none.
@MetadataDefinition
@Relational
@Name("kioto.TaskId")
@Label("Kioto Task")
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.FIELD)
@interface TaskId {}
