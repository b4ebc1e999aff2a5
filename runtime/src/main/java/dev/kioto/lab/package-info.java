/// What a program tells the scheduler lab besides what is seen of its tasks. The one package that needs the module `java.management`.
@NullMarked
package dev.kioto.lab;

import org.jspecify.annotations.NullMarked;
