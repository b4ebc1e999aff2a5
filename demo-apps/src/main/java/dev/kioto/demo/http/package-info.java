/// A server of files and JSON over HTTP/1.1, of direct tasks: [dev.kioto.demo.http.HttpServer] takes connections,
/// [dev.kioto.demo.http.HttpConnection] serves one, and what there is to see is in [dev.kioto.demo.http.Site].
@NullMarked
package dev.kioto.demo.http;

import org.jspecify.annotations.NullMarked;
