/// A server that speaks as Redis does, for stock clients: what [dev.kioto.demo.redis.RedisServer] serves is in
/// [dev.kioto.demo.redis.Commands]; the bytes are in the decoders and the encoder.
@NullMarked
package dev.kioto.demo.redis;

import org.jspecify.annotations.NullMarked;
