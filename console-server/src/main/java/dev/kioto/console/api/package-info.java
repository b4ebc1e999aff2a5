/// What the web API says: one record a message, as JSON in camelCase.
///
/// These types are the whole contract between the collector and its screens. They depend on the JDK and on Jackson's
/// annotations alone. Integers that can pass 2^53 (nanoseconds, 64-bit counts) travel as JSON strings, ids are
/// strings, instants are ISO 8601 in UTC with up to nine decimals, and a property that may be missing is left out
/// rather than sent as `null`, unless its documentation says otherwise.
@NullMarked
package dev.kioto.console.api;

import org.jspecify.annotations.NullMarked;
