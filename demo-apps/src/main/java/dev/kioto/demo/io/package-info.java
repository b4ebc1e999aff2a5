/// Sockets of each kind with their clients, a chat room with slow readers, and an operation of an embedding program that connects.
@NullMarked
package dev.kioto.demo.io;

import org.jspecify.annotations.NullMarked;
