/// The filter language and the sort orders: from the line that a person writes to what the model can run.
///
/// A filter is terms joined by a blank or `and`, by `or`, by `not` and parentheses:
///
/// ```
/// state:idle idle>5s (name:conn or location:Server.java) not warning:any
/// ```
@NullMarked
package dev.kioto.console.filter;

import org.jspecify.annotations.NullMarked;
