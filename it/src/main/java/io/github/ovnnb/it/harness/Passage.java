package io.github.ovnnb.it.harness;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.stream.StreamSupport;

/** A message on its way through a {@link FaultProxy}. */
public final class Passage {

    private static final ObjectMapper JSON = new ObjectMapper();

    /** Which way it goes. */
    public enum Direction {
        TO_SERVER,
        TO_CLIENT
    }

    private final int connection;
    private final Direction direction;
    private final int number;
    private final byte[] message;

    Passage(int connection, Direction direction, int number, byte[] message) {
        this.connection = connection;
        this.direction = direction;
        this.number = number;
        this.message = message;
    }

    /** Of the proxy, counted from 1. */
    public int connection() {
        return connection;
    }

    public Direction direction() {
        return direction;
    }

    /** Of the connection and direction, counted from 1. */
    public int number() {
        return number;
    }

    public int length() {
        return message.length;
    }

    /** The message, parsed anew by every call. */
    public JsonNode json() {
        try {
            return JSON.readTree(message);
        } catch (IOException notJson) {
            throw new UncheckedIOException(notJson);
        }
    }

    /** Whether it is a request or notification of that method. */
    public boolean isMethod(String method) {
        return json().path("method").asText().equals(method);
    }

    /** Whether it answers a request. */
    public boolean isReply() {
        return !json().has("method");
    }

    /** Whether it answers a transaction: an array of results. Replies to monitors are arrays or objects of other things. */
    public boolean isTransactionReply() {
        var json = json();
        return !json.has("method")
                && StreamSupport.stream(json.path("result").spliterator(), false)
                        .anyMatch(result ->
                                result.has("uuid") || result.has("count") || result.has("rows") || result.has("error"));
    }

    byte[] bytes() {
        return message;
    }
}
