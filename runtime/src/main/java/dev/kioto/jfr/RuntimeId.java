package dev.kioto.jfr;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import jdk.jfr.Label;
import jdk.jfr.MetadataDefinition;
import jdk.jfr.Name;
import jdk.jfr.Relational;

/// Says of a field of an event that it is the id of a runtime, so that a reader can join what belongs to one.
@MetadataDefinition
@Relational
@Name("kioto.RuntimeId")
@Label("Kioto Runtime")
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.FIELD)
@interface RuntimeId {}
